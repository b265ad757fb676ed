/**
 * What tests of several modules share: {@link waybill.testing.Needs}, the word for what a test
 * needs of the machine. Nothing of the product may be in here, and no module may depend on it
 * outside its tests.
 */
@org.jspecify.annotations.NullMarked
package waybill.testing;
