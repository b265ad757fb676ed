@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.explain;
