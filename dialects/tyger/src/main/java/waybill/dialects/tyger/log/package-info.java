/**
 * The tool's own remarks, as lines with a time and a level. Read {@link
 * waybill.dialects.tyger.log.LogLines} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.log;
