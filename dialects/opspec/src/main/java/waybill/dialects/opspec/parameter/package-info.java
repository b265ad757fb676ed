/** Inputs and outputs of ops: defaults, constraints, formats, binding. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.parameter;
