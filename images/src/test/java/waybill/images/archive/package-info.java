/** Tests of reading archives; {@link waybill.images.archive.TarBytes} makes them. */
@org.jspecify.annotations.NullMarked
package waybill.images.archive;
