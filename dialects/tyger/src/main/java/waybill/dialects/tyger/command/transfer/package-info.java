/**
 * Moves the content of buffers between files or streams of the caller and a server. Read {@link
 * waybill.dialects.tyger.command.transfer.Transfers} first. No verb is parsed here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.command.transfer;
