/* One descriptor at a time, whatever the depth, as in removal.c; on the way up a folder is read on from where the way
 * down left it. */
#define _GNU_SOURCE
#include "measure.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "cleanup.h"
#include "listing.h"

/* Files with several names, by inode; `names` is how many of them were seen. Grows; never more than half full. */
struct linked {
    uint64_t inode;
    uint32_t names;
};

struct measure {
    struct tree_size *size;
    bool last_names; /* a file counts with the last of its names, else with the first */
    struct linked *linked;
    size_t room, used;
};

static struct linked *find_linked(struct linked *table, size_t room, uint64_t inode) {
    size_t at = (size_t)(inode * 0x9e3779b97f4a7c15u >> 20) & (room - 1);
    while (table[at].names && table[at].inode != inode) {
        at = (at + 1) & (room - 1);
    }
    return &table[at];
}

static int grow(struct measure *m) {
    size_t room = m->room ? m->room * 2 : 1024;
    struct linked *table = calloc(room, sizeof *table);
    if (!table) {
        return -1;
    }
    for (size_t i = 0; i < m->room; i++) {
        if (m->linked[i].names) {
            *find_linked(table, room, m->linked[i].inode) = m->linked[i];
        }
    }
    free(m->linked);
    m->linked = table;
    m->room = room;
    return 0;
}

static int count(struct measure *m, const struct stat *status) {
    m->size->entries++;
    if (!S_ISREG(status->st_mode)) {
        return 0;
    }
    if (status->st_nlink > 1) {
        if (m->used * 2 >= m->room && grow(m)) {
            return -1;
        }
        struct linked *file = find_linked(m->linked, m->room, status->st_ino);
        m->used += file->names == 0;
        file->inode = status->st_ino;
        file->names++;
        if (file->names != (m->last_names ? status->st_nlink : 1)) {
            return 0;
        }
    }
    m->size->bytes += (uint64_t)status->st_size;
    return 0;
}

/* Counts entries up to the next folder, whose name `deeper` gets, or "" at the end. `*at` is the place after it. */
static int count_until_folder(struct measure *m, int folder, int64_t *at, char deeper[256]) {
    static struct listing listing;
    const struct listed *entry;
    struct stat status;
    deeper[0] = 0;
    if (begin_listing(&listing, folder, *at)) {
        return -1;
    }
    while ((entry = next_listed(&listing))) {
        if (fstatat(folder, entry->name, &status, AT_SYMLINK_NOFOLLOW) || count(m, &status)) {
            return -1;
        }
        if (S_ISDIR(status.st_mode)) {
            strcpy(deeper, entry->name);
            *at = entry->offset;
            return 0;
        }
    }
    return listing.failed ? -1 : 0;
}

static int measure_all(struct measure *m, int folder) {
    static int64_t places[MAX_DEPTH + 1];
    int depth = 0;
    char deeper[256];
    CLEANUP_FD here = open_folder(folder, ".");
    places[0] = 0;
    while (here >= 0) {
        if (count_until_folder(m, here, &places[depth], deeper)) {
            return -1;
        }
        if (!deeper[0] && depth == 0) {
            return 0;
        }
        int next = open_folder(here, deeper[0] ? deeper : "..");
        depth += deeper[0] ? 1 : -1;
        close_fd(&here);
        here = next;
        if (depth > MAX_DEPTH) {
            errno = ELOOP;
            return -1;
        }
        if (deeper[0]) {
            places[depth] = 0;
        }
    }
    return -1;
}

int measure_contents(int folder, struct tree_size *size) {
    struct measure m = {.size = size};
    *size = (struct tree_size){0, 0};
    int result = measure_all(&m, folder);
    free(m.linked);
    return result;
}

int measure_loss(int folder, const char *name, struct tree_size *size) {
    struct measure m = {.size = size, .last_names = true};
    struct stat status;
    *size = (struct tree_size){0, 0};
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) || count(&m, &status)) {
        return -1;
    }
    int result = 0;
    if (S_ISDIR(status.st_mode)) {
        CLEANUP_FD inner = open_folder(folder, name);
        result = inner < 0 ? -1 : measure_all(&m, inner);
    }
    free(m.linked);
    return result;
}
