/**
 * What a job means: {@link waybill.dialects.maelstrom.resolved.JobResolver} makes a {@link
 * waybill.dialects.maelstrom.resolved.ResolvedJob} of what was written, and {@link
 * waybill.dialects.maelstrom.resolved.TaskMaker} a task of that. Read these three first. Only the
 * task maker looks at files; nothing here runs anything or prints.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.resolved;
