/* Kernel calls that the C library of a build machine may not know. Numbers are the same on x86-64 and arm64. */
#ifndef WAYBILL_KERNEL_H
#define WAYBILL_KERNEL_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NR_PIDFD_SEND_SIGNAL 424
#define NR_OPEN_TREE 428
#define NR_MOVE_MOUNT 429
#define NR_FSOPEN 430
#define NR_FSCONFIG 431
#define NR_FSMOUNT 432
#define NR_FSPICK 433
#define NR_PIDFD_OPEN 434
#define NR_CLONE3 435
#define NR_CLOSE_RANGE 436
#define NR_OPENAT2 437
#define NR_MOUNT_SETATTR 442
#define NR_FCHMODAT2 452
#define NR_OPEN_TREE_ATTR 467

#define TREE_CLONE 1u
#define TREE_RECURSIVE 0x8000u /* AT_RECURSIVE */
#define TREE_EMPTY_PATH 0x1000u /* AT_EMPTY_PATH */
#define MOVE_FROM_EMPTY_PATH 0x4u
#define MOVE_TO_EMPTY_PATH 0x40u

#define RESOLVE_NO_MAGIC_LINKS 0x2u
#define RESOLVE_INSIDE_ROOT 0x10u

#define CONFIG_SET_FLAG 0u
#define CONFIG_SET_STRING 1u
#define CONFIG_SET_FD 5u
#define CONFIG_CREATE 6u

#define ATTR_READ_ONLY 0x1u
#define ATTR_NO_SET_ID 0x2u
#define ATTR_NO_DEVICES 0x4u
#define ATTR_NO_EXECUTE 0x8u
#define ATTR_ID_MAP 0x100000u

#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x1000
#endif
#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif

struct mount_attributes {
    uint64_t set, clear, propagation, user_namespace;
};

struct open_how_of {
    uint64_t flags, mode, resolve;
};

static inline int tree_open(int folder, const char *path, unsigned flags) {
    return (int)syscall(NR_OPEN_TREE, folder, path, flags | O_CLOEXEC);
}

static inline int move_mount_to(int mount, const char *target) {
    return (int)syscall(NR_MOVE_MOUNT, mount, "", AT_FDCWD, target, MOVE_FROM_EMPTY_PATH);
}

static inline int move_mount_onto(int mount, int folder, const char *target) {
    return (int)syscall(NR_MOVE_MOUNT, mount, "", folder, target, MOVE_FROM_EMPTY_PATH);
}

/* Does not go through links like /proc/self/fd/3, which lead out of a chroot. */
static inline int open_place(const char *path, unsigned flags) {
    struct open_how_of how = {O_PATH | O_CLOEXEC | flags, 0, RESOLVE_NO_MAGIC_LINKS};
    return (int)syscall(NR_OPENAT2, AT_FDCWD, path, &how, sizeof how);
}

static inline int set_attributes(int folder, const char *path, unsigned flags, struct mount_attributes attributes) {
    return (int)syscall(NR_MOUNT_SETATTR, folder, path, flags, &attributes, sizeof attributes);
}

static inline int fs_open(const char *type) { return (int)syscall(NR_FSOPEN, type, 1u); }

static inline int fs_set(int fs, const char *key, const char *value) {
    return (int)syscall(NR_FSCONFIG, fs, CONFIG_SET_STRING, key, value, 0);
}

static inline int fs_set_flag(int fs, const char *key) {
    return (int)syscall(NR_FSCONFIG, fs, CONFIG_SET_FLAG, key, (void *)0, 0);
}

static inline int fs_set_fd(int fs, const char *key, int fd) {
    return (int)syscall(NR_FSCONFIG, fs, CONFIG_SET_FD, key, (void *)0, fd);
}

static inline int fs_create(int fs) { return (int)syscall(NR_FSCONFIG, fs, CONFIG_CREATE, (void *)0, (void *)0, 0); }

static inline int fs_mount(int fs, unsigned attributes) {
    return (int)syscall(NR_FSMOUNT, fs, 1u, attributes);
}

static inline int pidfd_open_of(int pid) { return (int)syscall(NR_PIDFD_OPEN, pid, 0u); }

static inline int pidfd_signal(int pidfd, int signal) {
    return (int)syscall(NR_PIDFD_SEND_SIGNAL, pidfd, signal, (void *)0, 0u);
}

#endif
