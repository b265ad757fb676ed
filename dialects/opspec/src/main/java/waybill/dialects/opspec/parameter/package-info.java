/**
 * Inputs and outputs of ops: defaults, coercion, constraints, and values from a command line. Read
 * {@link waybill.dialects.opspec.parameter.ParameterBinder} first. Nothing here knows of calls.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.parameter;
