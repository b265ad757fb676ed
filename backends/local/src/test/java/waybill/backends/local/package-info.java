@org.jspecify.annotations.NullMarked
package waybill.backends.local;
