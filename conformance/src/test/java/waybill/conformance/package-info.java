/**
 * The built product, started from outside and held against cases. Read {@link
 * waybill.conformance.MaelstromCasesTest} first, then {@link waybill.conformance.Product}. Nothing
 * in here may use a class of the product.
 */
@org.jspecify.annotations.NullMarked
package waybill.conformance;
