/** Tests of this package. */
@org.jspecify.annotations.NullMarked
package waybill.images.user;
