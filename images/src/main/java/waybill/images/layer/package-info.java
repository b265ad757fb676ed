/**
 * Building layers from files: {@link waybill.images.layer.LayerBuilder} turns a {@link
 * waybill.images.layer.LayerSource}, what an author wrote, into a layer in the store. Read those
 * two first. What a layer is once it is stored belongs to {@code waybill.images.store}.
 *
 * <p>A layer that was built before is found without hashing, in about two milliseconds of a fresh
 * JVM. What is called on that way avoids what is slow to use for the first time: switches over
 * types and generated {@code equals} and {@code hashCode} of records (6 to 12 ms), lambdas, message
 * digests, and {@code java.nio} channels and streams.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.layer;
