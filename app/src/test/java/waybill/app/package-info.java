/** Tests of the process. */
@org.jspecify.annotations.NullMarked
package waybill.app;
