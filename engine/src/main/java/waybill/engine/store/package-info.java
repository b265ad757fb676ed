/**
 * What is remembered of submissions: their events in order, what they wrote, how they ended; and
 * what is now of things that outlive a process. Read {@link waybill.engine.store.Journal} first,
 * then {@link waybill.engine.store.Ledger}. No language's own words, and nothing that decides.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine.store;
