/**
 * Layers at rest. {@link waybill.images.store.LayerStore} holds them as unpacked trees, by digest,
 * for all our processes at once; read it first. A {@link waybill.images.store.Staging} is one that
 * is being built. Where the files of a layer come from is not known here.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.store;
