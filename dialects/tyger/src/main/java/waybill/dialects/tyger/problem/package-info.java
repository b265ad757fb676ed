/**
 * The texts that users get, and how a request is refused. Read {@link
 * waybill.dialects.tyger.problem.Refusal} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.problem;
