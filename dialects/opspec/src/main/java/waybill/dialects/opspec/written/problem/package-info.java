/**
 * What is said of an op.yml that is not right, in one class: {@link
 * waybill.dialects.opspec.written.problem.OpProblems}. When it is said is not decided here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.written.problem;
