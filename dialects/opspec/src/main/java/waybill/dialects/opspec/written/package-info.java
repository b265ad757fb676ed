/** What the author of an op.yml wrote, every part with its place. Nothing is evaluated here. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.written;
