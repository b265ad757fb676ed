/**
 * Codespecs, buffers and runs: immutable versions of what to execute, streams with a known end, and
 * containers that read and write them through pipes. {@link waybill.dialects.tyger.TygerLanguage}
 * is what the program's own verbs use; {@code command} is the tool, which speaks to {@code api}
 * alone. Other languages and what is shared with them do not belong here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger;
