/**
 * Measures what a task costs beside what a bare process costs, in one run, and prints ratios. Read
 * {@link waybill.bench.Bench}. Absolute times mean nothing on a shared machine, so none is asserted
 * anywhere.
 */
@org.jspecify.annotations.NullMarked
package waybill.bench;
