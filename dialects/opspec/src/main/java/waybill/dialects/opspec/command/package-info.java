/** The command line of opctl. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.command;
