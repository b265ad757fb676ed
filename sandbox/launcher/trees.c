/* Prepared mounts: layer stacks, devices, masks. A stack of twenty layers, made once, costs a task as little as one
 * layer: it clones the finished mount, or puts a fresh memory layer over it, which vanishes with the task.
 *
 * Since Linux 6.15 detached trees can be cloned, if fsmount made them. Before, the prepared mounts are attached
 * in the worker's namespace below /t, and every task clones them out of its copy of that namespace: the same result,
 * a little slower ("classic"). */
#define _GNU_SOURCE
#include "trees.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "cleanup.h"
#include "kernel.h"

static int mount_of_size(const char *type, unsigned attributes, const char *mode, const char *size) {
    CLEANUP_FD fs = fs_open(type);
    if (fs < 0 || (mode && fs_set(fs, "mode", mode)) || (*size && fs_set(fs, "size", size)) || fs_create(fs)) {
        return -1;
    }
    return fs_mount(fs, attributes);
}

int mount_file_system(const char *type, unsigned attributes, const char *mode) {
    return mount_of_size(type, attributes, mode, "");
}

bool detached_trees_can_be_cloned(int tree) {
    CLEANUP_FD clone = tree_open(tree, "", TREE_EMPTY_PATH | TREE_CLONE);
    return clone >= 0;
}

int make_tree_folders(int root) {
    char name[16];
    int failed = mkdirat(root, "t", 0755) | mkdirat(root, "t/upper", 0755) | mkdirat(root, "t/root", 0755);
    for (int i = 0; i < MAX_PLACES && !failed; i++) {
        snprintf(name, sizeof name, "t/%d", i);
        failed = mkdirat(root, name, 0755);
    }
    return failed;
}

/* "/t/123" without stdio, which must not run in a task's child. */
static void place_path(char path[8], int place) {
    memcpy(path, "/t/", 4);
    char *at = path + 3;
    if (place >= 100) {
        *at++ = (char)('0' + place / 100);
    }
    if (place >= 10) {
        *at++ = (char)('0' + place / 10 % 10);
    }
    *at++ = (char)('0' + place % 10);
    *at = 0;
}

static int keep(struct trees *t, struct tree *tree, int mount) {
    *tree = (struct tree){mount, -1};
    if (!t->classic) {
        return 0;
    }
    for (int i = 0; i < MAX_PLACES; i++) {
        if (!t->place_taken[i]) {
            char path[8];
            place_path(path, i);
            t->place_taken[i] = true;
            tree->place = i;
            return move_mount_to(mount, path);
        }
    }
    errno = ENOSPC;
    return -1;
}

static void discard(struct trees *t, struct tree *tree) {
    if (tree->place >= 0) {
        char path[8];
        place_path(path, tree->place);
        umount2(path, MNT_DETACH);
        t->place_taken[tree->place] = false;
    }
    if (tree->mount >= 0) {
        close(tree->mount);
    }
    *tree = (struct tree){-1, -1};
}

/* The folder /t as this process's own mount namespace has it. */
static int places = -1;

int enter_copied_places(void) {
    return places = open("/t", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int clone_tree(const struct trees *t, const struct tree *tree, const char *path) {
    if (!t->classic) {
        return *path ? tree_open(tree->mount, path, TREE_CLONE)
                     : tree_open(tree->mount, "", TREE_EMPTY_PATH | TREE_CLONE);
    }
    char full[64];
    place_path(full, tree->place);
    size_t length = strlen(full), more = strlen(path);
    if (length + more + 2 > sizeof full) {
        errno = ENAMETOOLONG;
        return -1;
    }
    full[length] = '/';
    memcpy(full + length + 1, path, more + 1);
    return tree_open(places, full + strlen("/t/"), TREE_CLONE);
}

/* ---- layer stacks ---- */

/* overlayfs refuses a single lower folder without an upper one: an empty second one is put below it. */
static int empty_folder(void) { return mount_file_system("tmpfs", ATTR_READ_ONLY, "0755"); }

static int open_layer(int opener, const struct stack *stack, unsigned i, enum call *call) {
    int map = stack->is_of_range[i] ? stack->range_map : stack->callers_map;
    return open_mapped(opener, stack->layers[i], TREE_IS_READ_ONLY | TREE_IS_FOR_TASKS, map, call);
}

static unsigned root_attributes(bool has_set_id) { return ATTR_NO_DEVICES | (has_set_id ? 0 : ATTR_NO_SET_ID); }

/* Marks of what lower layers lack are user attributes for every caller, so there is one format of layers. */
static int stack_layers(int opener, const struct stack *stack, enum call *call) {
    unsigned count = stack->count;
    int opened[MAX_LAYERS + 1];
    unsigned have = 0;
    int mount = -1;
    *call = CALL_FSOPEN;
    CLEANUP_FD fs = fs_open("overlay");
    bool good = fs >= 0;
    for (unsigned i = count; good && i-- > 0;) { /* the topmost is named first */
        opened[have] = open_layer(opener, stack, i, call);
        good = opened[have] >= 0;
        if (good) {
            *call = CALL_FSCONFIG;
            good = fs_set_fd(fs, "lowerdir+", opened[have++]) == 0;
        }
    }
    if (good && count == 1) {
        *call = CALL_FSMOUNT;
        opened[have] = empty_folder();
        good = opened[have] >= 0 && fs_set_fd(fs, "lowerdir+", opened[have++]) == 0;
    }
    if (good) {
        *call = CALL_FSCREATE;
        good = fs_set_flag(fs, "userxattr") == 0 && fs_create(fs) == 0;
    }
    if (good) {
        *call = CALL_FSMOUNT;
        mount = fs_mount(fs, ATTR_READ_ONLY | root_attributes(stack->for_range));
    }
    int error = errno;
    while (have > 0) { /* only now: overlayfs clones the folders when it is created */
        close(opened[--have]);
    }
    errno = error;
    return mount;
}

/* The same by mount(2), with every layer attached at a short path for as long as it takes. */
static int stack_layers_classic(struct trees *t, int opener, const struct stack *stack, struct tree *tree,
                                enum call *call) {
    static char options[sizeof "lowerdir=,userxattr" + MAX_LAYERS * sizeof "/t/123" + 64];
    static struct tree attached[MAX_LAYERS + 1];
    unsigned have = 0, count = stack->count;
    size_t length = (size_t)snprintf(options, sizeof options, "lowerdir=");
    bool good = true;
    for (unsigned i = count; good && i-- > 0;) {
        int mount = open_layer(opener, stack, i, call);
        good = mount >= 0 && keep(t, &attached[have++], mount) == 0;
    }
    if (good && count == 1) {
        int mount = empty_folder();
        good = mount >= 0 && keep(t, &attached[have++], mount) == 0;
    }
    for (unsigned i = 0; good && i < have; i++) {
        length += (size_t)snprintf(options + length, sizeof options - length, "%s/t/%d", i ? ":" : "",
                                   attached[i].place);
    }
    strcpy(options + length, ",userxattr");
    *tree = (struct tree){-1, -1};
    if (good) {
        int root = mount_file_system("tmpfs", 0, "0755"); /* a place of its own to mount on */
        char path[8];
        *call = CALL_MOUNT;
        good = root >= 0 && keep(t, tree, root) == 0;
        if (good) {
            unsigned long flags = MS_RDONLY | MS_NODEV | (stack->for_range ? 0 : MS_NOSUID);
            place_path(path, tree->place);
            good = mount("none", path, "overlay", flags, options) == 0;
        }
    }
    int error = errno;
    while (have > 0) {
        discard(t, &attached[--have]);
    }
    errno = error;
    return good ? 0 : -1;
}

const struct root no_root = {{-1, -1}, false, CALL_PROTOCOL, EINVAL};

struct root prepare_root(struct trees *t, int opener, const struct stack *stack) {
    struct root root = {.stack = {-1, -1}, .has_set_id = stack->for_range};
    enum call call = CALL_PROTOCOL;
    int failed;
    if (t->classic) {
        failed = stack_layers_classic(t, opener, stack, &root.stack, &call);
    } else {
        root.stack.mount = stack_layers(opener, stack, &call);
        failed = root.stack.mount < 0;
    }
    if (failed) {
        root.call = call;
        root.error = (uint32_t)errno;
    }
    return root;
}

void forget_root(struct trees *t, struct root *root) {
    if (t->classic && root->stack.place >= 0) { /* the overlay lies over the tmpfs that `discard` takes away */
        char path[8];
        place_path(path, root->stack.place);
        umount2(path, MNT_DETACH);
    }
    discard(t, &root->stack);
    *root = no_root;
}

/* ---- a writable root: a layer that takes writes over the stack ---- */

static int furnish(const struct trees *t, int layer, enum call *call) {
    *call = CALL_MKDIR;
    if (mkdirat(layer, "upper", 0755) || mkdirat(layer, "work", 0755)) {
        return -1;
    }
    *call = CALL_CHOWN; /* else the task's id 0 could not create a file in its own root */
    return t->rootless ? 0 : fchownat(layer, "upper", t->host_id, t->host_id, 0);
}

static int make_memory_layer(const struct trees *t, const char *size, enum call *call) {
    *call = CALL_FSMOUNT;
    CLEANUP_FD memory = mount_of_size("tmpfs", 0, "0755", size);
    return memory < 0 || furnish(t, memory, call) ? -1 : take_fd(&memory);
}

int make_layer(const struct trees *t, int opener, const struct disk *disk, enum call *call) {
    if (!*disk->folder) {
        return make_memory_layer(t, disk->size, call);
    }
    CLEANUP_FD file = opener_disk(opener, disk, call);
    return file < 0 || furnish(t, file, call) ? -1 : take_fd(&file);
}

uint64_t layer_bytes(int layer) {
    struct statfs status;
    return fstatfs(layer, &status) ? 0 : (uint64_t)(status.f_blocks - status.f_bfree) * (uint64_t)status.f_bsize;
}

static int writable_classic(const struct root *root, int memory, enum call *call) {
    char options[128] = "volatile,userxattr,upperdir=/t/upper/upper,workdir=/t/upper/work,lowerdir=";
    place_path(options + strlen(options), root->stack.place);
    *call = CALL_MOVE_MOUNT;
    if (move_mount_to(memory, "/t/upper")) {
        return -1;
    }
    *call = CALL_MOUNT;
    if (mount("none", "/t/root", "overlay", MS_NODEV | (root->has_set_id ? 0 : MS_NOSUID), options)) {
        return -1;
    }
    *call = CALL_OPEN_TREE;
    return tree_open(AT_FDCWD, "/t/root", 0);
}

int clone_writable(const struct trees *t, const struct root *root, int given, enum call *call) {
    CLEANUP_FD made = given < 0 ? make_memory_layer(t, "", call) : -1;
    int memory = given < 0 ? made : given;
    if (memory < 0) {
        return -1;
    }
    if (t->classic) {
        return writable_classic(root, memory, call);
    }
    *call = CALL_OPEN;
    CLEANUP_FD upper = openat(memory, "upper", O_PATH | O_DIRECTORY | O_CLOEXEC);
    CLEANUP_FD work = openat(memory, "work", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (upper < 0 || work < 0) {
        return -1;
    }
    *call = CALL_FSOPEN;
    CLEANUP_FD fs = fs_open("overlay");
    if (fs < 0) {
        return -1;
    }
    *call = CALL_FSCONFIG;
    if (fs_set_fd(fs, "lowerdir+", root->stack.mount) || fs_set_fd(fs, "upperdir", upper) ||
        fs_set_fd(fs, "workdir", work) || fs_set_flag(fs, "volatile") || fs_set_flag(fs, "userxattr")) {
        return -1;
    }
    *call = CALL_FSCREATE;
    if (fs_create(fs)) {
        return -1;
    }
    *call = CALL_FSMOUNT;
    return fs_mount(fs, root_attributes(root->has_set_id));
}

/* ---- devices and masks ---- */

static const char *const device_names[] = {"full", "fuse", "null", "random", "tty", "urandom", "zero"};

/* The host's own nodes, each moved onto a file of a small tree: an ordinary user cannot make nodes, and one way for
 * both is simpler. A device that the host lacks stays away, and a task that asks for it is told so. */
static int fill_devices(int tree, int opener) {
    for (size_t i = 0; i < sizeof device_names / sizeof *device_names; i++) {
        char path[32];
        enum call call;
        snprintf(path, sizeof path, "/dev/%s", device_names[i]);
        CLEANUP_FD node = opener_open(opener, path, 0, &call);
        if (node < 0) {
            continue;
        }
        CLEANUP_FD file = openat(tree, device_names[i], O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0444);
        struct mount_attributes wanted = {.set = ATTR_NO_SET_ID | ATTR_NO_EXECUTE};
        if (file < 0 || set_attributes(node, "", TREE_EMPTY_PATH, wanted) ||
            move_mount_onto(node, tree, device_names[i])) {
            return -1;
        }
    }
    return 0;
}

void prepare_devices_and_masks(struct trees *t, const struct launcher *l, int opener) {
    t->classic = l->classic;
    t->rootless = l->rootless;
    t->host_id = l->host_id;
    int devices = mount_file_system("tmpfs", ATTR_NO_SET_ID | ATTR_NO_EXECUTE, "0755");
    /* A classic kernel moves mounts only onto attached ones. */
    if (devices < 0 || keep(t, &t->devices, devices) || fill_devices(devices, opener) ||
        (t->null = openat(devices, "null", O_RDONLY | O_CLOEXEC)) < 0) {
        fail(STAGE_DEVICES);
    }
    int masks = mount_file_system("tmpfs", ATTR_NO_SET_ID | ATTR_NO_DEVICES | ATTR_NO_EXECUTE, "0755");
    struct mount_attributes read_only = {.set = ATTR_READ_ONLY};
    if (masks < 0 || mkdirat(masks, "folder", 0) || mknodat(masks, "file", S_IFREG, 0) ||
        set_attributes(masks, "", TREE_EMPTY_PATH, read_only) || keep(t, &t->masks, masks)) {
        fail(STAGE_MASKS);
    }
}
