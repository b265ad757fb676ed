/** Tests of a job on the user's terminal. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.terminal;
