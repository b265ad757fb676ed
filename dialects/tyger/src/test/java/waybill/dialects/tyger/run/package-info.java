/**
 * Promises of runs, kept with real pipes and real processes. Read {@link
 * waybill.dialects.tyger.run.RunsTest} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.run;
