/**
 * The command {@code maelstrom-run}: its options, its configuration values and what it prints and
 * ends with before a job was read. Read {@link waybill.dialects.maelstrom.command.MaelstromRun}
 * first. What happens to jobs is told in {@code waybill.dialects.maelstrom.run}.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.command;
