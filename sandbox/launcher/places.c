/* What container engines do before they mount: the mount point is made if the image lacks it.
 *
 * A path is walked part by part, because a link in an image may lead to what is not there yet (/var/run to /run, in an
 * image without /run). We are in the task's chroot by now, so nothing leads out of it, but for links like
 * /proc/1/root, which are refused. Nothing that exists is opened for more than its path: a FIFO would not let us go. */
#define _GNU_SOURCE
#include "places.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cleanup.h"
#include "kernel.h"
#include "rights.h"

enum { MAX_LINKS = 40 }; /* as many as the kernel follows */

struct walk {
    const struct owners *owners;
    enum place kind;
    unsigned links;
    char rest[2 * PATH_MAX]; /* what is still to be walked */
    char link[PATH_MAX];
};

static int open_part(int folder, const char *name) {
    struct open_how_of how = {O_PATH | O_CLOEXEC, 0, RESOLVE_NO_MAGIC_LINKS};
    return (int)syscall(NR_OPENAT2, folder, name, &how, sizeof how);
}

/* An ordinary user's launcher is id 0 already. For this thread alone; with the id the kernel takes rights over files
 * away, and they are taken back at once, because the task's own id 0 has them too. */
static int act_as(struct owner owner) {
    if (owner.user == 0 && owner.group == 0) {
        return 0;
    }
    uint64_t permitted;
    syscall(SYS_setfsgid, owner.group);
    syscall(SYS_setfsuid, owner.user);
    return get_capabilities(&permitted) || set_capabilities(permitted, permitted) ? -1 : 0;
}

static void act_as_ourselves(struct owner acted) {
    if (acted.user != 0 || acted.group != 0) {
        int error = errno;
        syscall(SYS_setfsuid, 0);
        syscall(SYS_setfsgid, 0);
        errno = error;
    }
}

/* Whose something new in that folder is: outside of the root's own file system it is the caller's, as in a bind. */
static int find_owner(const struct owners *owners, int folder, enum place kind, struct owner *owner) {
    struct stat root, parent;
    if (stat("/", &root) || fstat(folder, &parent)) {
        return -1;
    }
    *owner = parent.st_dev != root.st_dev ? owners->caller
             : kind == PLACE_DIRECTORY    ? owners->program
                                          : owners->root;
    return 0;
}

static int make_node(int folder, const char *name, bool is_folder) {
    if (is_folder) {
        return mkdirat(folder, name, 0755);
    }
    CLEANUP_FD file = openat(folder, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    return file < 0 ? -1 : 0;
}

static int make_part(const struct walk *walk, int folder, const char *name, bool is_last) {
    enum place kind = is_last ? walk->kind : PLACE_FOLDER;
    struct owner owner;
    if (find_owner(walk->owners, folder, kind, &owner)) {
        return -1;
    }
    int failed = act_as(owner) || make_node(folder, name, kind != PLACE_FILE);
    act_as_ourselves(owner);
    return failed ? -1 : 0;
}

/* Takes the first part off what is still to be walked; NULL at its end. */
static const char *next_part(struct walk *walk, char name[NAME_MAX + 2]) {
    size_t slashes = strspn(walk->rest, "/"), length = strcspn(walk->rest + slashes, "/");
    if (length == 0) {
        return NULL;
    }
    if (length > NAME_MAX) {
        length = NAME_MAX + 1; /* which the kernel refuses */
    }
    memcpy(name, walk->rest + slashes, length);
    name[length] = 0;
    size_t used = slashes + length;
    used += strspn(walk->rest + used, "/");
    memmove(walk->rest, walk->rest + used, strlen(walk->rest + used) + 1);
    return name;
}

/* Puts a link's text in front of what is still to be walked. */
static int enter_link(struct walk *walk, size_t length) {
    size_t rest = strlen(walk->rest);
    if (++walk->links > MAX_LINKS) {
        errno = ELOOP;
        return -1;
    }
    if (length == sizeof walk->link || length + 1 + rest + 1 > sizeof walk->rest) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memmove(walk->rest + length + 1, walk->rest, rest + 1);
    memcpy(walk->rest, walk->link, length);
    walk->rest[length] = '/';
    return 0;
}

/* Goes on from `*at`, over the next part. */
static int step(struct walk *walk, int *at, const char *name) {
    bool is_last = walk->rest[0] == 0;
    int next = open_part(*at, name);
    if (next < 0 && errno == ENOENT) {
        ssize_t length = readlinkat(*at, name, walk->link, sizeof walk->link);
        if (length >= 0) { /* to what is not there */
            int from = walk->link[0] == '/' ? open("/", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
            if (from >= 0) {
                close(*at);
                *at = from;
            }
            return enter_link(walk, (size_t)length);
        }
        bool failed = make_part(walk, *at, name, is_last) && errno != EEXIST; /* another task was first */
        next = failed ? -1 : open_part(*at, name);
    }
    if (next < 0) {
        return -1;
    }
    close(*at);
    *at = next;
    return 0;
}

static int walk_path(struct walk *walk, const char *path) {
    char name[NAME_MAX + 2];
    CLEANUP_FD at = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) {
        return -1;
    }
    strcpy(walk->rest, path);
    while (next_part(walk, name)) {
        if (step(walk, &at, name)) {
            return -1;
        }
    }
    return take_fd(&at);
}

int make_place(const struct owners *owners, const char *path, enum place kind) {
    CLEANUP_FD place = open_place(path, 0); /* most are there */
    if (place < 0 && errno == ENOENT && strlen(path) < PATH_MAX) {
        struct walk walk = {.owners = owners, .kind = kind};
        place = walk_path(&walk, path);
    }
    struct stat found;
    if (place < 0 || fstat(place, &found)) {
        return -1;
    }
    if (S_ISDIR(found.st_mode) != (kind != PLACE_FILE)) {
        errno = kind == PLACE_FILE ? EISDIR : ENOTDIR;
        return -1;
    }
    return take_fd(&place);
}

/* The folder of a path's last part, which `name` then is, and where that is removed if it is there. */
static int clear_place(const struct owners *owners, const char *path, const char **name, struct owner *owner) {
    char above[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path || (size_t)(slash - path) >= sizeof above) {
        errno = EINVAL;
        return -1;
    }
    memcpy(above, path, (size_t)(slash - path));
    above[slash - path] = 0;
    *name = slash + 1;
    CLEANUP_FD folder = make_place(owners, above, PLACE_FOLDER);
    if (folder < 0 || find_owner(owners, folder, PLACE_FOLDER, owner)) {
        return -1;
    }
    if (act_as(*owner) || (unlinkat(folder, *name, 0) && errno != ENOENT)) {
        act_as_ourselves(*owner);
        return -1;
    }
    return take_fd(&folder);
}

int make_link(const struct owners *owners, const char *path, const char *target) {
    const char *name;
    struct owner owner;
    CLEANUP_FD folder = clear_place(owners, path, &name, &owner);
    if (folder < 0) {
        return -1;
    }
    int failed = symlinkat(target, folder, name);
    act_as_ourselves(owner);
    return failed;
}

static int write_whole(int folder, const char *name, const char *bytes, size_t size) {
    CLEANUP_FD file = openat(folder, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (file < 0) {
        return -1;
    }
    while (size > 0) {
        ssize_t written = write(file, bytes, size);
        if (written < 0) {
            return -1;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return 0;
}

int make_file(const struct owners *owners, const char *path, const char *bytes, size_t size) {
    const char *name;
    struct owner owner;
    CLEANUP_FD folder = clear_place(owners, path, &name, &owner);
    if (folder < 0) {
        return -1;
    }
    int failed = write_whole(folder, name, bytes, size);
    act_as_ourselves(owner);
    return failed;
}
