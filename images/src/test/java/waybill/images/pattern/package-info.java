/** Tests of the patterns; not shipped. */
@org.jspecify.annotations.NullMarked
package waybill.images.pattern;
