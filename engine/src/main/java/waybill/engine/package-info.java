/**
 * Runs tasks: {@link waybill.engine.Engine} is the face, {@link waybill.engine.Backend} what it
 * runs them with. What runs when is decided in {@link waybill.engine.dispatch.Dispatcher} and only
 * there; {@code DispatcherLoop} is where its decisions meet threads, time and the backend. Read
 * those three in this order. A dialect's word, a sandbox's detail or a text for a person does not
 * belong here.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine;
