/* Reading folders of trees that may be hostile: without a library's streams, which allocate for each. */
#ifndef WAYBILL_LISTING_H
#define WAYBILL_LISTING_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_DEPTH = 4096 }; /* a path of the longest kind has half as many parts */

struct listed {
    uint64_t inode;
    int64_t offset; /* of what comes after it */
    unsigned short size;
    unsigned char type;
    char name[];
};

struct listing {
    int folder;
    bool failed; /* errno says why; set when there is nothing more */
    size_t
        room; /* bytes to read next time: few at first, for whoever goes down leaves what was read, and comes again */
    long at, end;
    char bytes[32 << 10] __attribute__((aligned(8)));
};

static inline int open_folder(int folder, const char *name) {
    return openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static inline bool is_dot(const char *name) { return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2])); }

/* From an entry's offset on, or from 0. -1 with errno. */
static inline int begin_listing(struct listing *l, int folder, int64_t offset) {
    l->folder = folder;
    l->room = 1 << 10;
    l->at = l->end = 0;
    return lseek(folder, offset, SEEK_SET) < 0 ? -1 : 0;
}

/* The next entry, good until the next call, without the folder itself and its parent; NULL at the end, or when the
 * kernel refuses. */
static inline const struct listed *next_listed(struct listing *l) {
    for (;;) {
        if (l->at >= l->end) {
            l->at = 0;
            l->end = syscall(SYS_getdents64, l->folder, l->bytes, l->room);
            l->room = l->room < sizeof l->bytes ? l->room * 2 : l->room;
            if (l->end <= 0) {
                l->failed = l->end < 0;
                return NULL;
            }
        }
        const struct listed *entry = (const struct listed *)(l->bytes + l->at);
        l->at += entry->size;
        if (!is_dot(entry->name)) {
            return entry;
        }
    }
}

#endif
