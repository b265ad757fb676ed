/**
 * The life of runs inside the agent: what is refused, pipes, what is pumped through them, the task,
 * the end, the log. Read {@link waybill.dialects.tyger.run.RunDesk} first, then {@link
 * waybill.dialects.tyger.run.Runs}. Nothing here knows of HTTP or of how things are written.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.run;
