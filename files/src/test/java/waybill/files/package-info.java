/** Tests of the files; not shipped. */
@org.jspecify.annotations.NullMarked
package waybill.files;
