/** Promises of the command line, with jobs that play. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.command;
