/**
 * Codespecs, runs and buffers as people and programs write them: read, checked, and written as
 * JSON. Read {@link waybill.dialects.tyger.written.CodespecJson} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.written;
