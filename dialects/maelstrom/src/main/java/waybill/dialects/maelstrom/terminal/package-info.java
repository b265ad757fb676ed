/**
 * A job on the user's own terminal. Read {@link
 * waybill.dialects.maelstrom.terminal.TerminalSession} first. What the job is and how its end is
 * told does not belong here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.terminal;
