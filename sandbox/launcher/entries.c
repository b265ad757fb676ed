/* Entries of a tree. Parents are found with openat2 as if the tree were a root of its own: a link to a folder is
 * followed inside it, as container engines do, and never out of it. The last part of a path is never followed.
 *
 * What is there already is replaced, as tar does; only a folder stays when a folder comes. Folders get what is special
 * about them at the end: a time changes with every new name in a folder, and a mode may be inherited. */
#define _GNU_SOURCE
#include "entries.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanup.h"
#include "kernel.h"
#include "launcher.h"
#include "removal.h"

enum {
    MAX_FOLDER_BYTES = 256 << 20, /* of records; a million folders with long names fit */
    CHUNK = 1 << 20,
    MAX_LINKS = 8                 /* to folders that are not there, one leading to the next */
};

static const char opaque_name[] = "user.overlay.opaque";
static const struct attributes implicit = {.mode = 0755}; /* of a folder that no entry tells about; time 0 */

enum call tree_call;
static bool range, root_owner_is_kept;

/* The folder in which the last entry was made; most entries come folder by folder. */
static char parent_path[TREE_MAX_PATH];
static int parent = -1;

/* A folder to be settled. What lies behind it in memory: its path with its NUL, its extended attributes. */
struct record {
    uint64_t inode;
    struct attributes attributes;
    uint32_t path_size, more_size;
};

struct chunk {
    struct chunk *next;
    size_t size, used;
    char bytes[];
};

static struct chunk *first_chunk, *last_chunk;
static size_t record_bytes;

static int failed(enum call call) {
    tree_call = call;
    return -1;
}

/* ---- owners, modes, times, extended attributes ---- */

static int set_owner(int folder, const char *name, const struct attributes *a) {
    if (!range || (a->user == 0 && a->group == 0)) {
        return 0; /* as everything is that we make */
    }
    if (a->user >= RANGE_IDS || a->group >= RANGE_IDS) {
        errno = EOVERFLOW;
        return failed(CALL_CHOWN);
    }
    int flags = *name ? AT_SYMLINK_NOFOLLOW : AT_EMPTY_PATH;
    return fchownat(folder, name, a->user, a->group, flags) ? failed(CALL_CHOWN) : 0;
}

static mode_t mode_of(const struct attributes *a) { return a->mode & (range ? 07777 : 01777); }

static const struct timespec *times_of(const struct attributes *a) {
    static struct timespec times[2];
    times[0] = times[1] = (struct timespec){a->seconds, a->nanos};
    return times;
}

static bool is_kept(const char *name) {
    static const char marks[] = "user.overlay.";
    return (strncmp(name, "user.", 5) == 0 && strncmp(name, marks, sizeof marks - 1) != 0) ||
           strcmp(name, "security.capability") == 0 || strcmp(name, "system.posix_acl_access") == 0 ||
           strcmp(name, "system.posix_acl_default") == 0;
}

/* After owner, mode and content: each of these takes away or changes one of them. */
static int set_more(int file, const struct attributes *a) {
    struct reader more = a->more;
    for (uint32_t i = 0; range && i < a->more_count; i++) {
        const char *name = read_string(&more);
        struct reader value = read_slice(&more, read_u32(&more));
        if (is_kept(name) && fsetxattr(file, name, value.at, (size_t)(value.end - value.at), 0)) {
            return failed(CALL_SETXATTR);
        }
    }
    return 0;
}

/* ---- finding and making parents ---- */

static int open_inside(const char *path, uint64_t flags) {
    struct open_how_of how = {flags | O_CLOEXEC, 0, RESOLVE_INSIDE_ROOT | RESOLVE_NO_MAGIC_LINKS};
    return (int)syscall(NR_OPENAT2, AT_FDCWD, *path ? path : ".", &how, sizeof how);
}

static void forget_parent(void) {
    if (parent >= 0) {
        close(parent);
        parent = -1;
    }
}

static bool is_whiteout(const struct stat *status) { return S_ISCHR(status->st_mode) && status->st_rdev == 0; }

static int remove_there(int folder, const char *name) {
    forget_parent(); /* it may have led through what goes now; `folder` is the caller's own */
    return remove_entry(folder, name) ? failed(CALL_REMOVE) : 0;
}

static int mark_opaque(int folder, const char *name) {
    CLEANUP_FD fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 || fsetxattr(fd, opaque_name, "y", 1, 0) ? failed(CALL_SETXATTR) : 0;
}

static int remember(const char *path, const struct attributes *a, uint64_t inode) {
    struct record record = {inode, *a, (uint32_t)strlen(path) + 1, (uint32_t)(a->more.end - a->more.at)};
    size_t size = (sizeof record + record.path_size + record.more_size + 7) & ~(size_t)7;
    record_bytes += size;
    if (record_bytes > MAX_FOLDER_BYTES) {
        errno = ENOMEM;
        return failed(CALL_PROTOCOL);
    }
    if (!last_chunk || last_chunk->size - last_chunk->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        struct chunk *chunk = malloc(sizeof *chunk + room);
        if (!chunk) {
            return failed(CALL_PROTOCOL);
        }
        *chunk = (struct chunk){NULL, room, 0};
        *(last_chunk ? &last_chunk->next : &first_chunk) = chunk;
        last_chunk = chunk;
    }
    char *at = last_chunk->bytes + last_chunk->used;
    memcpy(at, &record, sizeof record);
    memcpy(at + sizeof record, path, record.path_size);
    if (record.more_size) {
        memcpy(at + sizeof record + record.path_size, a->more.at, record.more_size);
    }
    last_chunk->used += size;
    return 0;
}

int begin_tree(bool of_range, bool keeps_root_owner) {
    range = of_range;
    root_owner_is_kept = keeps_root_owner;
    return add_folder("", &implicit); /* few archives say something about it */
}

/* Makes the folder `name` in `folder`, or takes the one that is there. Over a mark that lower layers have nothing there,
 * it stays true for what is in the new folder. */
static int make_folder(int folder, const char *name, const char *path, const struct attributes *a, bool may_replace) {
    struct stat status;
    if (mkdirat(folder, name, 0700)) {
        if (errno != EEXIST || fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW)) {
            return failed(CALL_MKDIR);
        }
        if (!S_ISDIR(status.st_mode)) {
            bool whiteout = is_whiteout(&status);
            if (!whiteout && !may_replace) {
                errno = S_ISLNK(status.st_mode) ? ENOENT : ENOTDIR;
                return failed(CALL_MKDIR);
            }
            if (remove_there(folder, name)) {
                return -1;
            }
            if (mkdirat(folder, name, 0700)) {
                return failed(CALL_MKDIR);
            }
            if (whiteout && mark_opaque(folder, name)) {
                return -1;
            }
        }
    }
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW)) {
        return failed(CALL_OPEN);
    }
    return remember(path, a, status.st_ino);
}

/* Where a link in the folder `before` leads, as a path of the tree: by its text alone, so a wrong answer for one that goes
 * up through other links, which whoever asks must notice. False: no link, or too long. */
static bool link_target(int folder, const char *name, const char *before, size_t before_size,
                        char path[TREE_MAX_PATH]) {
    char target[TREE_MAX_PATH];
    ssize_t length = readlinkat(folder, name, target, sizeof target - 1);
    if (length < 0) {
        return false;
    }
    target[length] = 0;
    size_t size = target[0] == '/' ? 0 : before_size;
    memcpy(path, before, size);
    for (char *rest = target, *part; (part = strtok_r(rest, "/", &rest));) {
        size_t more = strlen(part);
        if (strcmp(part, "..") == 0) {
            while (size > 0 && path[--size] != '/') {
            }
        } else if (strcmp(part, ".") != 0) {
            if (size + more + 2 > TREE_MAX_PATH) {
                return false;
            }
            if (size > 0) {
                path[size++] = '/';
            }
            memcpy(path + size, part, more);
            size += more;
        }
    }
    path[size] = 0;
    return true;
}

static int make_missing(int above, const char *part, const char *path, unsigned links);

/* Opens the folder with that path; those that nobody told about are made, also where links lead. */
static int open_or_make(char *path, unsigned links) {
    int folder = open_inside(path, O_PATH | O_DIRECTORY);
    if (folder >= 0 || (errno != ENOENT && errno != ENOTDIR)) {
        return folder < 0 ? failed(CALL_OPEN) : folder;
    }
    CLEANUP_FD above = open_inside("", O_PATH | O_DIRECTORY);
    for (char *part = path; above >= 0;) {
        char *end = strchrnul(part, '/');
        char after = *end;
        *end = 0;
        int here = open_inside(path, O_PATH | O_DIRECTORY);
        if (here < 0 && (errno == ENOENT || errno == ENOTDIR)) {
            here = make_missing(above, part, path, links);
        } else if (here < 0) {
            failed(CALL_OPEN);
        }
        *end = after;
        close_fd(&above);
        above = here;
        if (!after) {
            return take_fd(&above);
        }
        part = end + 1;
    }
    return -1;
}

static int make_missing(int above, const char *part, const char *path, unsigned links) {
    char target[TREE_MAX_PATH];
    size_t before = part == path ? 0 : (size_t)(part - path) - 1;
    if (links < MAX_LINKS && link_target(above, part, path, before, target)) {
        CLEANUP_FD made = open_or_make(target, links + 1);
        if (made < 0) {
            return -1;
        }
    } else if (make_folder(above, part, path, &implicit, false)) {
        return -1;
    }
    int folder = open_inside(path, O_PATH | O_DIRECTORY);
    return folder < 0 ? failed(CALL_OPEN) : folder;
}

/* A descriptor of the folder that holds the entry, for the caller to close, and the entry's name in it. */
static int open_parent(const char *path, const char **name) {
    const char *slash = strrchr(path, '/');
    size_t size = slash ? (size_t)(slash - path) : 0;
    *name = slash ? slash + 1 : path;
    if (parent < 0 || strncmp(parent_path, path, size) != 0 || parent_path[size]) {
        char wanted[TREE_MAX_PATH];
        memcpy(wanted, path, size);
        wanted[size] = 0;
        int found = open_or_make(wanted, 0);
        if (found < 0) {
            return -1;
        }
        forget_parent();
        parent = found;
        memcpy(parent_path, wanted, size + 1);
    }
    return parent;
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
#define REPLACING(folder, name, call, expression)                                        \
    __extension__({                                                                      \
        long result_ = (expression);                                                     \
        if (result_ < 0 && errno == EEXIST && *(name)) {                                 \
            copy = folder;                                                               \
            result_ = make_room(&copy, name) ? -2 : (folder = copy, (expression));       \
        }                                                                                \
        if (result_ == -1) {                                                             \
            failed(call);                                                                \
        }                                                                                \
        result_;                                                                         \
    })

/* ---- entries ---- */

int add_folder(const char *path, const struct attributes *a) {
    const char *name;
    if (!*path) {
        struct stat status;
        return stat(".", &status) ? failed(CALL_OPEN) : remember(path, a, status.st_ino);
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

int close_file(int file, const struct attributes *a) {
    CLEANUP_FD written = file;
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

/* ---- the end ---- */

static int settle(const char *path, const struct record *record) {
    CLEANUP_FD folder = open_inside(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    struct stat status;
    if (folder < 0) { /* something else took its place later */
        return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? 0 : failed(CALL_OPEN);
    }
    if (fstat(folder, &status) || status.st_ino != record->inode) {
        return 0; /* likewise, and a link there leads to another one */
    }
    const struct attributes *a = &record->attributes;
    bool is_root = !*path;
    /* Back to the first owner, whom an earlier entry of the same name may have changed. */
    if (fchown(folder, 0, 0)) {
        return failed(CALL_CHOWN);
    }
    if ((!is_root || root_owner_is_kept) && set_owner(folder, "", a)) {
        return -1;
    }
    /* Without write permission the store could not move the whole to its final place. */
    if (fchmod(folder, mode_of(a) | (is_root ? 0700 : 0))) {
        return failed(CALL_CHMOD);
    }
    if (set_more(folder, a)) {
        return -1;
    }
    return futimens(folder, times_of(a)) ? failed(CALL_SET_TIME) : 0;
}

int settle_folders(void) {
    forget_parent();
    for (struct chunk *chunk = first_chunk; chunk; chunk = chunk->next) {
        for (size_t at = 0; at < chunk->used;) {
            struct record record;
            memcpy(&record, chunk->bytes + at, sizeof record);
            const char *path = chunk->bytes + at + sizeof record;
            record.attributes.more = (struct reader){path + record.path_size,
                                                     path + record.path_size + record.more_size, false};
            if (settle(path, &record)) {
                return -1;
            }
            at += (sizeof record + record.path_size + record.more_size + 7) & ~(size_t)7;
        }
    }
    return 0;
}
