/** Tests of advice. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.advice;
