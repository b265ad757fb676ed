/* What an entry says about itself besides its kind, and how it gets to the disk. */
#define _GNU_SOURCE
#include "attributes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "launcher.h"

enum call tree_call;
static bool range;

int failed(enum call call) {
    tree_call = call;
    return -1;
}

void keep_owners(bool of_range) { range = of_range; }

int set_owner(int folder, const char *name, const struct attributes *a) {
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

mode_t mode_of(const struct attributes *a) { return a->mode & (range ? 07777 : 01777); }

const struct timespec *times_of(const struct attributes *a) {
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

int set_more(int file, const struct attributes *a) {
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
