/**
 * The life of runs inside the agent: pipes, what is pumped through them, the task, the end. Read
 * {@link waybill.dialects.tyger.run.RunDesk} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.run;
