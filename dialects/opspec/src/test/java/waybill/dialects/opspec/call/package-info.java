/** Tests of running ops, on a container fake and a journal fake: read {@code OpLab} first. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.call;
