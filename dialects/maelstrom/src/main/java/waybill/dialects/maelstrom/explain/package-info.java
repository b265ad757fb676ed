/**
 * Tasks as text and as JSON, for people who want to see what a job comes to. Read {@link
 * waybill.dialects.maelstrom.explain.TaskDescription} first. Nothing here makes or changes a task.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.explain;
