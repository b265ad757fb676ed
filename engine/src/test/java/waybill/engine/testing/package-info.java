/**
 * What tests of other modules need of the engine, published as its test jar: {@link
 * waybill.engine.testing.BackendContract}, which every backend passes, and {@link
 * waybill.engine.testing.FakeBackend} with {@link waybill.engine.testing.FakeClock} for those who
 * use the engine. Tests of the engine itself do not belong here.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine.testing;
