/**
 * What goes wrong at run time: {@link waybill.model.failure.Failure} and the one table of its
 * codes, {@link waybill.model.failure.FailureCode}. What is wrong in a document is a problem, and
 * lives in {@code waybill.model.problem}.
 */
@org.jspecify.annotations.NullMarked
package waybill.model.failure;
