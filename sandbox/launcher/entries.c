/* Entries of a tree. What is there already is replaced, as tar does; only a folder stays when a folder comes. */
#define _GNU_SOURCE
#include "entries.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "folders.h"

int begin_tree(bool of_range, bool keeps_root_owner) {
    keep_owners(of_range);
    return begin_folders(keeps_root_owner);
}

/* The cached parent lives no longer than until something is removed: what needs it after that works on a copy. */
static int make_room(int *folder, const char *name) {
    int copy = fcntl(*folder, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) {
        return failed(CALL_OPEN);
    }
    int result = remove_there(copy, name);
    *folder = copy;
    return result;
}

/* What is to be tried, and once more when the place has been cleared. `folder` may become a copy to close. */
#define REPLACING(folder, name, call, expression)                                                                      \
    __extension__({                                                                                                    \
        long result_ = (expression);                                                                                   \
        if (result_ < 0 && errno == EEXIST && *(name)) {                                                               \
            copy = folder;                                                                                             \
            result_ = make_room(&copy, name) ? -2 : (folder = copy, (expression));                                     \
        }                                                                                                              \
        if (result_ == -1) {                                                                                           \
            failed(call);                                                                                              \
        }                                                                                                              \
        tree_size.entries += result_ >= 0;                                                                             \
        result_;                                                                                                       \
    })

/* ---- entries ---- */

int add_folder(const char *path, const struct attributes *a) {
    const char *name;
    if (!*path) {
        return add_root(a);
    }
    int folder = open_parent(path, &name);
    if (folder < 0) {
        return -1;
    }
    CLEANUP_FD own = fcntl(folder, F_DUPFD_CLOEXEC, 3);
    return own < 0 ? failed(CALL_OPEN) : make_folder(own, name, path, a, true);
}

int open_file(const char *path, const struct attributes *a) {
    const char *name;
    int folder = open_parent(path, &name), copy = -1;
    if (folder < 0) {
        return -1;
    }
    int flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC;
    int file = (int)REPLACING(folder, name, CALL_OPEN, openat(folder, name, flags, mode_of(a) & 0777));
    close_fd(&copy);
    if (file >= 0 && set_owner(file, "", a)) {
        close_fd(&file);
        return -1;
    }
    return file < 0 ? -1 : file;
}

int close_file(int file, const struct attributes *a, uint64_t size) {
    CLEANUP_FD written = file;
    tree_size.bytes += size;
    mode_t mode = mode_of(a);
    if (mode & 07000 && fchmod(written, mode)) { /* a new owner and new content take these bits away */
        return failed(CALL_CHMOD);
    }
    if (set_more(written, a)) {
        return -1;
    }
    return futimens(written, times_of(a)) ? failed(CALL_SET_TIME) : 0;
}

/* Owner and time of what cannot be opened. */
static int settle_by_name(int folder, const char *name, const struct attributes *a) {
    if (set_owner(folder, name, a)) {
        return -1;
    }
    return utimensat(folder, name, times_of(a), AT_SYMLINK_NOFOLLOW) ? failed(CALL_SET_TIME) : 0;
}

int add_symbolic_link(const char *path, const struct attributes *a, const char *target) {
    const char *name;
    int folder = open_parent(path, &name), copy = -1;
    if (folder < 0) {
        return -1;
    }
    int result = (int)REPLACING(folder, name, CALL_LINK, symlinkat(target, folder, name));
    result = result ? -1 : settle_by_name(folder, name, a);
    close_fd(&copy);
    return result;
}

int add_fifo(const char *path, const struct attributes *a) {
    const char *name;
    int folder = open_parent(path, &name), copy = -1;
    if (folder < 0) {
        return -1;
    }
    int result = (int)REPLACING(folder, name, CALL_MKNOD, mknodat(folder, name, S_IFIFO | (mode_of(a) & 0777), 0));
    result = result ? -1 : settle_by_name(folder, name, a);
    close_fd(&copy);
    return result;
}

int add_hard_link(const char *path, const char *target) {
    const char *name, *target_name = strrchr(target, '/');
    char above[TREE_MAX_PATH] = "";
    if (target_name) {
        memcpy(above, target, (size_t)(target_name - target));
    }
    target_name = target_name ? target_name + 1 : target;
    CLEANUP_FD from = open_inside(above, O_PATH | O_DIRECTORY);
    if (from < 0) {
        return failed(CALL_LINK);
    }
    int folder = open_parent(path, &name), copy = -1;
    if (folder < 0) {
        return -1;
    }
    struct stat one, other;
    if (fstatat(folder, name, &one, AT_SYMLINK_NOFOLLOW) == 0 &&
        fstatat(from, target_name, &other, AT_SYMLINK_NOFOLLOW) == 0 && one.st_ino == other.st_ino) {
        return 0; /* it is there already: removing it first might remove the last of the two */
    }
    int result = (int)REPLACING(folder, name, CALL_LINK, linkat(from, target_name, folder, name, 0));
    close_fd(&copy);
    return result ? -1 : 0;
}

/* What this layer itself has there is meant to stay, whichever of the two comes first. */
int add_whiteout(const char *path) {
    const char *name;
    struct stat status;
    int folder = open_parent(path, &name);
    if (folder < 0) {
        return -1;
    }
    if (mknodat(folder, name, S_IFCHR, makedev(0, 0)) == 0) {
        tree_size.entries++;
        return 0;
    }
    if (errno != EEXIST || fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW)) {
        return failed(CALL_MKNOD);
    }
    return S_ISDIR(status.st_mode) ? mark_opaque(folder, name) : 0;
}

int add_opaque(const char *path) {
    char wanted[TREE_MAX_PATH];
    strcpy(wanted, path);
    CLEANUP_FD folder = open_or_make(wanted, 0);
    return folder < 0 ? -1 : mark_opaque(folder, ".");
}
