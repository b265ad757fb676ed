/**
 * Running ops: plain blocking code on virtual threads, one class per kind of call. {@link
 * waybill.dialects.opspec.call.OpRuns} begins a run, {@link waybill.dialects.opspec.call.OpRun} is
 * one, and {@code Calls} leads to all kinds: read them in this order. How a call ended is a value,
 * and no exception crosses a thread. What expressions mean is not decided here, and nothing is
 * shown: whoever watches a run reads the journal.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.call;
