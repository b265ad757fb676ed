/** Tests of reading jobs: mistakes by table, and what becomes of good ones. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.written;
