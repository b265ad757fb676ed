/** Tests of the command, on a fake backend. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.command;
