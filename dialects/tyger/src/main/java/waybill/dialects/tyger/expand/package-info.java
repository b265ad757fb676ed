/** References to variables. Read {@link waybill.dialects.tyger.expand.Expansion} first. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.expand;
