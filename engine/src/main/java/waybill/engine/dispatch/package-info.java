/**
 * Decides when tasks run and how they end. Read {@link waybill.engine.dispatch.Dispatcher} first:
 * it is the whole story, {@link waybill.engine.dispatch.DispatchEvent} is all it can hear and
 * {@link waybill.engine.dispatch.DispatchCommand} all it can ask for. No thread, clock, queue, file
 * or backend belongs here: the decisions are tested as scripts and by simulation, which only works
 * while they depend on nothing else.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine.dispatch;
