/**
 * What is remembered of submissions: their events in order, what they wrote, how they ended. Read
 * {@link waybill.engine.store.Journal} first. No language's own words, and nothing that decides.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine.store;
