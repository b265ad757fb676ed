/** Tests of what people see. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.show;
