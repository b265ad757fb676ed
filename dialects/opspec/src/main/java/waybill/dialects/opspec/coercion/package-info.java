/**
 * How values of one type become values of another: one file per target type. Read {@link
 * waybill.dialects.opspec.coercion.StringCoercion} first. Nothing here knows of expressions or
 * scopes.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.coercion;
