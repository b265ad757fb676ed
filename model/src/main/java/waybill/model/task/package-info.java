/**
 * What runs: a {@link waybill.model.task.Task} says what the operating system is to do, an {@link
 * waybill.model.task.Outcome} how it ended. Read {@code Task} first. No dialect's word, no path of
 * a store and no I/O belongs here; a field enters only when two dialects need it or it is a concept
 * of the operating system.
 */
@org.jspecify.annotations.NullMarked
package waybill.model.task;
