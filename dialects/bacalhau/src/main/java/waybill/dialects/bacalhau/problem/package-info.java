/**
 * What is said of a job that is not right, in one class for its meaning and one for its shape. Read
 * {@link waybill.dialects.bacalhau.problem.JobProblems} first. When it is said is not decided here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.problem;
