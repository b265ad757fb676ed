/** What is remembered: codespecs, buffers, runs, over the ledger. Read {@link waybill.dialects.tyger.store.Codespecs} first. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.store;
