/**
 * Whom an image's program runs as: {@link waybill.images.user.ImageUsers}. Read it first. It looks
 * into the layers as a task would see them, without starting one. Nothing is written here.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.user;
