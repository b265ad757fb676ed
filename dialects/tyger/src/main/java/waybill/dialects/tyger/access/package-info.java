/**
 * Access to the content of buffers by URLs that are signed and expire. Read {@link
 * waybill.dialects.tyger.access.AccessKeys} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.access;
