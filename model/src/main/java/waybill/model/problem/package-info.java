/**
 * What is wrong in a document: {@link waybill.model.problem.Problem} with its place, collected by
 * {@link waybill.model.problem.Problems} and told all at once. Read {@code Problem} first. What
 * goes wrong at run time is a failure and lives in {@code waybill.model.failure}. How a problem
 * looks on a screen does not belong here, nor does any code or text of one language.
 */
@org.jspecify.annotations.NullMarked
package waybill.model.problem;
