/** Tests of what Waybill's own verbs ask of the language. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom;
