/** Tests of unpacking. */
@org.jspecify.annotations.NullMarked
package waybill.images.unpack;
