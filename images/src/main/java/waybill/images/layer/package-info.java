/**
 * Building layers from files: {@link waybill.images.layer.LayerBuilder} turns a {@link
 * waybill.images.layer.LayerSource}, what an author wrote, into a layer in the store. Read those
 * two first. What a layer is once it is stored belongs to {@code waybill.images.store}.
 *
 * <p>A layer that was built before is found without hashing, in 1.5 ms of a fresh JVM with an AOT
 * cache and 8 ms of one without. What is called on that way avoids what is slow at its first use:
 * switches over types and generated {@code equals} and {@code hashCode} of records (6 to 12 ms
 * without the cache, 2 to 10 with it), lambdas, message digests, and {@code java.nio} channels and
 * streams.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.layer;
