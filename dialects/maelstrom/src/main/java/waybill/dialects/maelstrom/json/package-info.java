/**
 * JSON as the older program's parser reads it from a stream: which bytes are taken when, what a
 * mistake is called and which line and column it names. Read {@link
 * waybill.dialects.maelstrom.json.JsonStream} first. No field of the language belongs here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.json;
