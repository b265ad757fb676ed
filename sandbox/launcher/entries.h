/* Writing a tree entry by entry, in a process that has made the tree's folder its root. */
#ifndef WAYBILL_ENTRIES_H
#define WAYBILL_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

#include "attributes.h"

/* Whose the files are: all of the caller (0), without set-id bits and attributes; or of whom the entries say. The
 * tree's own root stays the caller's unless that is root, who can move it whoever owns it. */
int begin_tree(bool of_range, bool keeps_root_owner);
int add_folder(const char *path, const struct attributes *attributes);
int open_file(const char *path, const struct attributes *attributes); /* a descriptor to write its bytes to */
int close_file(int file, const struct attributes *attributes, uint64_t size);
int add_symbolic_link(const char *path, const struct attributes *attributes, const char *target);
int add_hard_link(const char *path, const char *target);
int add_fifo(const char *path, const struct attributes *attributes);
int add_whiteout(const char *path);
int add_opaque(const char *path);

#endif
