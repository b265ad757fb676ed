/**
 * Where ops come from: names of ops become folders, folders what is written in them. Read {@link
 * waybill.dialects.opspec.source.OpSource} first. Nothing is run here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.source;
