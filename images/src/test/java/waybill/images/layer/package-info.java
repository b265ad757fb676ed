/** Tests of building layers; not shipped. */
@org.jspecify.annotations.NullMarked
package waybill.images.layer;
