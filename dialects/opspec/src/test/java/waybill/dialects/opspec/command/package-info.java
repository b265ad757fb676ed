/** Tests of the command line. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.command;
