/**
 * The values of the language, and how they look as text. Read {@link
 * waybill.dialects.opspec.value.Value} first. Nothing here reads files or knows of expressions.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.value;
