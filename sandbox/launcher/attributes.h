/* Owners, modes, times and extended attributes of entries of a tree. */
#ifndef WAYBILL_ATTRIBUTES_H
#define WAYBILL_ATTRIBUTES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "protocol.h"
#include "wire.h"

/* What an entry says about itself; `more` are its extended attributes, checked. */
struct attributes {
    uint32_t user, group, mode, nanos;
    int64_t seconds;
    uint32_t more_count;
    struct reader more;
};

/* Who writes a tree returns 0, or -1 with errno and this: what was tried. */
extern enum call tree_call;
int failed(enum call call); /* -1 */

/* Files are of whom the entries say; else all of the caller (0), without set-id bits and attributes. */
void keep_owners(bool of_range);
mode_t mode_of(const struct attributes *attributes);
const struct timespec *times_of(const struct attributes *attributes); /* good until the next call */

/* Of the entry `name` in a folder, or, with "", of an open file. */
int set_owner(int folder, const char *name, const struct attributes *attributes);

/* Extended attributes: after owner, mode and content, each of which takes away or changes one of them. */
int set_more(int file, const struct attributes *attributes);

#endif
