/* Prepared mounts: made once, cloned for every task. */
#ifndef WAYBILL_TREES_H
#define WAYBILL_TREES_H

#include <stdbool.h>
#include <stdint.h>

#include "launcher.h"

/* A detached mount of a fresh file system; -1 with errno. `mode` of its root folder, or NULL. */
int mount_file_system(const char *type, unsigned attributes, const char *mode);

/* Whether this kernel can, asked with one that is not attached anywhere. */
bool detached_trees_can_be_cloned(int tree);

/* Folders of the workers' empty root at which a classic kernel needs its trees attached. */
int make_tree_folders(int root);

/* Enough for a stack of the most layers while as many stacks as Java keeps are there. */
enum { MAX_PLACES = MAX_LAYERS + 100 };

/* A mount to be cloned: detached, or on a classic kernel attached at /t/<place>. */
struct tree {
    int mount; /* -1: none */
    int place;
};

struct trees {
    bool classic;
    bool rootless;
    uint32_t host_id;
    struct tree devices, masks;
    int null;                /* /dev/null, for reading: every captured task's standard input */
    bool place_taken[MAX_PLACES];
};

/* What can go wrong with a root is kept and reported when a task asks for it. */
struct root {
    struct tree stack;
    bool has_set_id;         /* set-id programs work: there are ids to change to */
    uint32_t call, error;
};

/* Layers, lowest first, and what their owners are for a task; maps are -1 where the opener knows. */
struct stack {
    bool for_range;
    unsigned count;
    int range_map, callers_map;
    const char *layers[MAX_LAYERS];
    bool is_of_range[MAX_LAYERS];
};

/* What takes the writes to one root: `size` as mount(8) takes it, or "". In a file in `folder`, made by `formatter`,
 * or with "" in memory. */
struct disk {
    const char *size, *folder, *formatter;
};

/* One that nobody prepared. */
extern const struct root no_root;

void prepare_devices_and_masks(struct trees *t, const struct launcher *l, int opener);
struct root prepare_root(struct trees *t, int opener, const struct stack *stack);
void forget_root(struct trees *t, struct root *root); /* which is then `no_root` */

/* In the task's child, async-signal-safe. On a classic kernel it first finds its own copies of the prepared trees,
 * as long as it can still name them. */
int enter_copied_places(void);
/* A fresh clone of a prepared tree, or of one path in it. */
int clone_tree(const struct trees *t, const struct tree *tree, const char *path);
/* The same with a layer over it that takes writes; -1: with a fresh one in memory. */
int clone_writable(const struct trees *t, const struct root *root, int given, enum call *call);
/* A layer for one root, not in a task's child. */
int make_layer(const struct trees *t, int opener, const struct disk *disk, enum call *call);
/* What lies in it. */
uint64_t layer_bytes(int layer);

#endif
