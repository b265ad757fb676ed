/**
 * Waybill's own verbs on files of any language: {@link waybill.app.verb.RunVerb}, {@link
 * waybill.app.verb.ValidateVerb}, {@link waybill.app.verb.ExplainVerb}. What a file means is known
 * by its dialect; here is only which dialect that is, and how our own verbs speak.
 */
@org.jspecify.annotations.NullMarked
package waybill.app.verb;
