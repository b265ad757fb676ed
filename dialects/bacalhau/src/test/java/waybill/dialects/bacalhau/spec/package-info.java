/** Tests of what jobs mean. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.spec;
