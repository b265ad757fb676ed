/**
 * The journal in an SQLite database: {@link waybill.engine.store.sqlite.SqliteJournal} is the face,
 * {@code JournalWriter} the one thread that writes, {@code RunReader} what is asked. Read them in
 * this order. SQL stands nowhere else.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine.store.sqlite;
