/**
 * Files that survive a crash, locks between processes, and the folders that Waybill uses. Read
 * {@link waybill.files.Folders} first. Nothing here knows what the files hold.
 *
 * <p>All of it is for Linux file systems: permissions are POSIX modes and a rename replaces its
 * target in one step.
 */
@org.jspecify.annotations.NullMarked
package waybill.files;
