/* Paths of a task's root that have to be there before something is attached to them or entered. */
#ifndef WAYBILL_PLACES_H
#define WAYBILL_PLACES_H

#include <stddef.h>
#include <stdint.h>

struct owner {
    uint32_t user, group;
};

/* Whose that what is made is, as ids of the worker. */
struct owners {
    struct owner root;      /* in the task's root: its id 0 */
    struct owner program;   /* in the task's root: whom the program runs as */
    struct owner caller;    /* in a bound folder: who is the caller there */
};

enum place { PLACE_FOLDER, PLACE_FILE, PLACE_DIRECTORY /* a folder that the program owns if it has to be made */ };

/* The path itself, its links followed inside the root; what is missing of it is made. -1 with errno: ENOTDIR and
 * EISDIR when something of another kind is there. Async-signal-safe, allocates nothing. Called before the user
 * namespace is entered. */
int make_place(const struct owners *owners, const char *path, enum place kind);

/* These make the last part of the path anew, in place of what is there, and the folders above if they are missing. */
int make_link(const struct owners *owners, const char *path, const char *target);
int make_file(const struct owners *owners, const char *path, const char *bytes, size_t size);

#endif
