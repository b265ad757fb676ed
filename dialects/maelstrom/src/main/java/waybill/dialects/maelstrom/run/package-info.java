/**
 * What happens to the jobs of a stream: read, prepared, run many at a time, printed one after the
 * other. Read {@link waybill.dialects.maelstrom.run.StreamRun} first. Options and settings of a
 * command do not belong here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.run;
