#define _GNU_SOURCE
#include "leaves.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "cleanup.h"

/* What Java calls our folders (ControlGroups.PREFIX). Nothing else is ever swept. */
static const char prefix[] = "waybill-";

static int open_folder(int parent, const char *name) {
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static void remove_leaves(int folder) {
    int copy = dup(folder); /* fdopendir keeps what it gets */
    DIR *leaves = copy < 0 ? NULL : fdopendir(copy);
    if (!leaves) {
        close_fd(&copy);
        return;
    }
    for (struct dirent *leaf; (leaf = readdir(leaves));) {
        if (leaf->d_type == DT_DIR && leaf->d_name[0] != '.') {
            unlinkat(folder, leaf->d_name, AT_REMOVEDIR); /* refused while a process is in it */
        }
    }
    closedir(leaves);
}

void remove_group_folder(const char *path) {
    CLEANUP_FD folder = open_folder(AT_FDCWD, path);
    if (folder >= 0) {
        remove_leaves(folder);
        rmdir(path);
    }
}

/* A folder whose lock nobody holds belongs to a launcher that was killed together with its outer process. */
static void sweep(int parent) {
    int copy = dup(parent);
    DIR *neighbours = copy < 0 ? NULL : fdopendir(copy);
    if (!neighbours) {
        close_fd(&copy);
        return;
    }
    for (struct dirent *neighbour; (neighbour = readdir(neighbours));) {
        if (strncmp(neighbour->d_name, prefix, strlen(prefix)) != 0) {
            continue;
        }
        CLEANUP_FD folder = open_folder(parent, neighbour->d_name);
        if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) == 0) { /* ours is locked, by another descriptor */
            remove_leaves(folder);
            unlinkat(parent, neighbour->d_name, AT_REMOVEDIR);
        }
    }
    closedir(neighbours);
}

/* Held as long as the opener lives. Between making and locking it a sweep may look at the folder, or take it away:
 * then again. EBUSY when another launcher has it. */
static int make_and_lock(const char *path) {
    static const struct timespec pause = {0, 1000000};
    for (int attempt = 0; attempt < 100; attempt++) {
        if (mkdir(path, 0755) && errno != EEXIST) {
            return -1;
        }
        CLEANUP_FD folder = open_folder(AT_FDCWD, path);
        if (folder < 0 && errno != ENOENT) {
            return -1;
        }
        struct stat locked, there;
        if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) == 0 && fstat(folder, &locked) == 0 &&
            stat(path, &there) == 0 && locked.st_ino == there.st_ino) {
            return take_fd(&folder);
        }
        nanosleep(&pause, NULL);
    }
    errno = EBUSY;
    return -1;
}

/* With version 2 a group passes controllers on to the groups below it only when told to. */
static int pass_controllers_on(int folder) {
    CLEANUP_FD file = openat(folder, "cgroup.subtree_control", O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? 0 : -1;
    }
    static const char wanted[] = "+memory +pids +cpu";
    return write(file, wanted, sizeof wanted - 1) < 0 ? -1 : 0;
}

int enter_group_folder(struct keepsake *keepsake, const char *path) {
    for (unsigned i = 0; i < keepsake->group_folders; i++) {
        if (strcmp(keepsake->group_folder[i], path) == 0) {
            return 0;
        }
    }
    const char *name = strrchr(path, '/');
    if (keepsake->group_folders == 3 || !name || strncmp(name + 1, prefix, strlen(prefix)) != 0) {
        errno = EINVAL;
        return -1;
    }
    strcpy(keepsake->group_folder[keepsake->group_folders], path);
    keepsake->group_folders++; /* before the folder is there: outer may have to remove it at any moment */
    int lock = make_and_lock(path);
    if (lock < 0 || pass_controllers_on(lock)) {
        int error = errno;
        if (lock >= 0) { /* then it is ours to take away */
            rmdir(path);
            close_fd(&lock);
        }
        keepsake->group_folders--;
        errno = error;
        return -1;
    }
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%.*s", (int)(name - path), path);
    CLEANUP_FD folder = open_folder(AT_FDCWD, parent);
    if (folder >= 0) {
        sweep(folder);
    }
    return 0;
}

int open_leaf(const char *path, unsigned number) {
    char leaf[PATH_MAX + 16];
    snprintf(leaf, sizeof leaf, "%s/%u", path, number);
    return mkdir(leaf, 0755) && errno != EEXIST ? -1 : open(leaf, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}
