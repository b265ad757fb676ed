/** The values of the language, and how they look as text. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.value;
