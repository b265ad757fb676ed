/**
 * What codespecs, runs and buffers are, as values: no reading, no writing. Read {@link
 * waybill.dialects.tyger.spec.Codespec} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.spec;
