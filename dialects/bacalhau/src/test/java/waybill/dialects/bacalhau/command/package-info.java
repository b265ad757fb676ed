/** Tests of the command line of jobs. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.command;
