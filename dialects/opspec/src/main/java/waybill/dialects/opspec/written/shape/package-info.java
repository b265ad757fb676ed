/**
 * What may stand where in a document, as data: {@link waybill.dialects.opspec.written.shape.Shape}
 * says it once, {@link waybill.dialects.opspec.written.shape.ShapeChecker} holds a document against
 * it, {@link waybill.dialects.opspec.written.shape.JsonSchemaWriter} says it to editors. Read
 * {@code Shape} first. No key of the language is named here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.written.shape;
