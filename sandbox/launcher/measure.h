/* How much a tree holds: by it damage is found, and the writer of a tree (entries.c) counts by the same definition.
 *
 * `entries`: names, of whatever kind, without that of the tree's root. `bytes`: the sizes of files, each file once
 * however many names it has in the tree, with its holes, which a size does not show. Folders, links and marks have no
 * bytes: how large they are is the file system's own affair. */
#ifndef WAYBILL_MEASURE_H
#define WAYBILL_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

struct tree_size {
    uint64_t entries, bytes;
};

/* All that is in a folder. The descriptor must be one for reading. -1 with errno. */
int measure_contents(int folder, struct tree_size *size);

/* What goes when that name is removed with all that is below it: a file that keeps another name goes without its bytes.
 */
int measure_loss(int folder, const char *name, struct tree_size *size);

#endif
