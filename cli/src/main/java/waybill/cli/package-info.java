/**
 * What every command gets and gives: read {@link waybill.cli.Invocation} first. Nothing here knows
 * what a command is about, and nothing but a process's own main touches the process.
 */
@org.jspecify.annotations.NullMarked
package waybill.cli;
