/**
 * What every command gets and how it speaks: {@link waybill.cli.Invocation} in, {@link
 * waybill.cli.Exit} out, words to a person in between. Read {@code Invocation} first, then {@code
 * CommandLines}. Nothing here knows what any command does, and nothing touches the process itself
 * but {@link waybill.cli.SystemTerminal}.
 */
@org.jspecify.annotations.NullMarked
package waybill.cli;
