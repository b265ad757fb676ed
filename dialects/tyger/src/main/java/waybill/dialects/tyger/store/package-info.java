/**
 * What is remembered: codespecs, buffers, runs, over the ledger. Read {@link
 * waybill.dialects.tyger.store.Codespecs} first. Nothing here knows what is in a buffer, or runs
 * anything.
 *
 * <p>One process, the agent, owns the ledger's database. So two who change one thing at once only
 * need a lock here, and no conditions in the database.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.store;
