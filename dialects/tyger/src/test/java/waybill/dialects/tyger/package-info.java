@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger;
