/** Running calls: one class per kind, plain blocking code on virtual threads. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.call;
