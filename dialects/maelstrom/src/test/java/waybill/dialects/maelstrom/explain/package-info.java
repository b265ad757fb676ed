/** Tests of how tasks are shown. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.explain;
