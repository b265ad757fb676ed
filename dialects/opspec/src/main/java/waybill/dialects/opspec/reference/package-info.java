/** References, interpolation and initialisers: expressions become values in a scope. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.reference;
