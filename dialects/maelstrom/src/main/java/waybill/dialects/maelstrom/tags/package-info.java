/**
 * The file in which a project remembers what its images' tags mean. Read {@link
 * waybill.dialects.maelstrom.tags.TagLockFile} first. How tags are resolved does not belong here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.tags;
