/**
 * What may stand where in a document, as data: {@link waybill.model.shape.Shape} says it once,
 * {@link waybill.model.shape.ShapeChecker} holds a document against it, {@link
 * waybill.model.shape.JsonSchemaWriter} says it to editors, and a language says what is wrong in
 * its own {@link waybill.model.shape.ShapeWords}. Read {@code Shape} first. No key of any language
 * is named here.
 */
@org.jspecify.annotations.NullMarked
package waybill.model.shape;
