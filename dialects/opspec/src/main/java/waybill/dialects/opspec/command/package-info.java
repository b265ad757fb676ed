/**
 * The command line of opctl: one class per verb. Read {@link waybill.dialects.opspec.command.Opctl}
 * first. How a run looks is in {@code show}; what it does is in {@code call}.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.command;
