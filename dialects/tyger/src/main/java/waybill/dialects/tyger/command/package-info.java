/** The command line of {@code tyger}. Read {@link waybill.dialects.tyger.command.Tyger} first. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.command;
