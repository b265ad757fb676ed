/**
 * What images are called: {@link waybill.images.reference.ImageName} reads a name with its scheme,
 * {@link waybill.images.reference.RegistryReference} one of a registry. Nothing here reads a file
 * or asks anybody.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.reference;
