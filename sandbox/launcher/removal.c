/* One descriptor at a time, whatever the depth: down by name, up by "..", which leads back because nobody else renames
 * folders of a tree that is being made or removed, and which ends at our root in any case. */
#define _GNU_SOURCE
#include "removal.h"

#include <errno.h>

#include "cleanup.h"
#include "listing.h"

/* Removes what can be removed without going down. `deeper` gets the name of a folder that has something in it, or "".
 * Returns -1 with errno. */
static int remove_leaves(int folder, char deeper[256]) {
    static struct listing listing;
    const struct listed *entry;
    bool removed;
    deeper[0] = 0;
    do { /* a folder that is changed while it is listed may leave out names */
        removed = false;
        if (begin_listing(&listing, folder, 0)) {
            return -1;
        }
        while ((entry = next_listed(&listing))) {
            if (unlinkat(folder, entry->name, 0) == 0) {
                removed = true;
            } else if (errno != EISDIR && errno != EPERM) {
                return -1;
            } else if (unlinkat(folder, entry->name, AT_REMOVEDIR) == 0) {
                removed = true;
            } else if (errno == ENOTEMPTY) {
                strcpy(deeper, entry->name);
                return 0;
            } else {
                return -1;
            }
        }
        if (listing.failed) {
            return -1;
        }
    } while (removed);
    return 0;
}

int remove_contents(int folder) {
    int depth = 0;
    char deeper[256];
    CLEANUP_FD here = open_folder(folder, ".");
    while (here >= 0) {
        if (remove_leaves(here, deeper)) {
            return -1;
        }
        if (!deeper[0] && depth == 0) {
            return 0;
        }
        int next =
            open_folder(here, deeper[0] ? deeper : ".."); /* what is empty now goes with the next look at its parent */
        depth += deeper[0] ? 1 : -1;
        close_fd(&here);
        here = next;
        if (depth > MAX_DEPTH) {
            errno = ELOOP;
            return -1;
        }
    }
    return -1;
}

int remove_entry(int folder, const char *name) {
    if (unlinkat(folder, name, 0) == 0) {
        return 0;
    }
    if (errno != EISDIR && errno != EPERM) {
        return -1;
    }
    CLEANUP_FD inner = open_folder(folder, name);
    if (inner < 0 || remove_contents(inner)) {
        return -1;
    }
    return unlinkat(folder, name, AT_REMOVEDIR);
}
