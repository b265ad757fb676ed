/** Tests. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.tags;
