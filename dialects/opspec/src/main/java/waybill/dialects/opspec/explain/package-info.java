/**
 * What an op would do, as far as it can be said without running it: {@link
 * waybill.dialects.opspec.explain.OpExplanation}. Nothing is evaluated or looked up here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.explain;
