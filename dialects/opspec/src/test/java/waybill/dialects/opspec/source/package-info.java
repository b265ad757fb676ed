/** Tests of how ops are found and read. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.source;
