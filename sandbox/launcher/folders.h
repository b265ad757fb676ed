/* Folders of a tree that is being written, in a process that has made the tree's folder its root: finding them, making
 * those that are missing, and settling all of them at the end. What goes wrong is told as attributes.h has it. */
#ifndef WAYBILL_FOLDERS_H
#define WAYBILL_FOLDERS_H

#include <stdbool.h>
#include <stdint.h>

#include "attributes.h"
#include "measure.h"

/* What is in the tree now, but for the bytes of a file that is being written. */
extern struct tree_size tree_size;

/* The tree's own root stays the caller's unless that is root, who can move it whoever owns it. */
int begin_folders(bool keeps_root_owner);

/* What is to become of the tree's own root. */
int add_root(const struct attributes *attributes);

/* Opens a path in the tree; links are followed inside it. */
int open_inside(const char *path, uint64_t flags);

/* Opens the folder with that path; those that nobody told about are made, also where links lead. At first `links` is 0.
 */
int open_or_make(char *path, unsigned links);

/* A descriptor of the folder that holds the entry, which is not the caller's to close and lives until the next call of
 * this or until something is removed, and the entry's name in it. */
int open_parent(const char *path, const char **name);

/* Makes the folder `name` in `folder`, or takes the one that is there. Over a mark that lower layers have nothing
 * there, it stays true for what is in the new folder. `folder` must be the caller's own. */
int make_folder(int folder, const char *name, const char *path, const struct attributes *attributes, bool may_replace);

/* Lower layers have nothing in it. */
int mark_opaque(int folder, const char *name);

/* Removes whatever is there; `folder` must be the caller's own. */
int remove_there(int folder, const char *name);

/* Gives all folders their final owners, modes, attributes and times. */
int settle_folders(void);

#endif
