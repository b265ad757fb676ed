/**
 * References, interpolation and initialisers: expressions become values in a scope. Read {@link
 * waybill.dialects.opspec.reference.Evaluator} first, then {@link
 * waybill.dialects.opspec.reference.References}. What a text means is decided by its form, then it
 * is evaluated once: nothing is tried as one thing and then as another. Nothing here knows of calls
 * or parameters.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.reference;
