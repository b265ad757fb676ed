/** Tests of reading, and of what strangers and the cases write. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.written;
