/** Tests of the layer store; not shipped. */
@org.jspecify.annotations.NullMarked
package waybill.images.store;
