/* Folders of a tree. Parents are found with openat2 as if the tree were a root of its own: a link to a folder is
 * followed inside it, as container engines do, and never out of it. The last part of a path is never followed.
 *
 * Folders get what is special about them at the end: a time changes with every new name in a folder, and a mode may be
 * inherited. */
#define _GNU_SOURCE
#include "folders.h"

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
#include "removal.h"

enum {
    MAX_FOLDER_BYTES = 256 << 20, /* of records; a million folders with long names fit */
    CHUNK = 1 << 20,
    MAX_LINKS = 8 /* to folders that are not there, one leading to the next */
};

static const char opaque_name[] = "user.overlay.opaque";
static const struct attributes implicit = {.mode = 0755}; /* of a folder that no entry tells about; time 0 */

struct tree_size tree_size;
static bool root_owner_is_kept;

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

/* ---- finding and making ---- */

int open_inside(const char *path, uint64_t flags) {
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

int remove_there(int folder, const char *name) {
    struct tree_size loss;
    forget_parent(); /* it may have led through what goes now; `folder` is the caller's own */
    if (measure_loss(folder, name, &loss) || remove_entry(folder, name)) {
        return failed(CALL_REMOVE);
    }
    tree_size.entries -= loss.entries;
    tree_size.bytes -= loss.bytes;
    return 0;
}

int mark_opaque(int folder, const char *name) {
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

int begin_folders(bool keeps_root_owner) {
    root_owner_is_kept = keeps_root_owner;
    return add_root(&implicit); /* few archives say something about it */
}

int add_root(const struct attributes *a) {
    struct stat status;
    return stat(".", &status) ? failed(CALL_OPEN) : remember("", a, status.st_ino);
}

/* There is something with its name. Only an entry of its own replaces what is no folder, or a mark. */
static int make_folder_instead(int folder, const char *name, bool may_replace) {
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW)) {
        return failed(CALL_MKDIR);
    }
    if (S_ISDIR(status.st_mode)) {
        return 0;
    }
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
    tree_size.entries++;
    return whiteout ? mark_opaque(folder, name) : 0;
}

int make_folder(int folder, const char *name, const char *path, const struct attributes *a, bool may_replace) {
    struct stat status;
    if (mkdirat(folder, name, 0700) == 0) {
        tree_size.entries++;
    } else if (errno != EEXIST) {
        return failed(CALL_MKDIR);
    } else if (make_folder_instead(folder, name, may_replace)) {
        return -1;
    }
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW)) {
        return failed(CALL_OPEN);
    }
    return remember(path, a, status.st_ino);
}

/* Where a link in the folder `before` leads, as a path of the tree: by its text alone, so a wrong answer for one that
 * goes up through other links, which whoever asks must notice. False: no link, or too long. */
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

int open_or_make(char *path, unsigned links) {
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

int open_parent(const char *path, const char **name) {
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
            record.attributes.more =
                (struct reader){path + record.path_size, path + record.path_size + record.more_size, false};
            if (settle(path, &record)) {
                return -1;
            }
            at += (sizeof record + record.path_size + record.more_size + 7) & ~(size_t)7;
        }
    }
    return 0;
}
