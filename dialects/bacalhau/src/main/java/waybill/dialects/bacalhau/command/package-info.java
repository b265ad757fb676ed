/**
 * The command line of jobs: one class for each command, all of them in {@link
 * waybill.dialects.bacalhau.command.Bacalhau}. What a command says stands in it; what it does,
 * elsewhere.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.command;
