/** How values of one type become values of another: one file per target type. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.coercion;
