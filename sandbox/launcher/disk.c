/* Nothing here has a name at any time: not the file (O_TMPFILE), not the mount (it is detached), and the device clears
 * itself. So whoever is killed between two of these lines leaves nothing that somebody would have to look for. */
#define _GNU_SOURCE
#include "disk.h"

#include <errno.h>
#include <linux/loop.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <sys/wait.h>

#include "cleanup.h"
#include "kernel.h"

enum { MOST_TRIES = 64 }; /* to get a device before somebody else does */

#define EXT4_SHUT_DOWN _IOR('X', 125, uint32_t) /* EXT4_IOC_SHUTDOWN: no header of user space has it */
enum { WITHOUT_WRITING = 2 };

/* It takes up only what is written. That there is room for all of it is looked at now, because later a full host disk
 * is an input/output error to the task, long after its write went well. */
static int make_file(const char *folder, uint64_t bytes, enum call *call) {
    struct statfs room;
    *call = CALL_OPEN;
    CLEANUP_FD parent = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (parent < 0) {
        return -1;
    }
    CLEANUP_FD file = openat(parent, ".", O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        return -1;
    }
    *call = CALL_WRITE;
    if (fstatfs(file, &room)) {
        return -1;
    }
    if ((uint64_t)room.f_bavail < bytes / (uint64_t)room.f_bsize) {
        errno = ENOSPC;
        return -1;
    }
    return ftruncate(file, (off_t)bytes) ? -1 : take_fd(&file);
}

/* Everything is said here, so that the host's mke2fs.conf has no say. No journal, because nothing survives a crash.
 * The file is a hole, so its inode tables are zero without being written. What it says is for people who called it. */
static int run_formatter(int file, const char *formatter) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    pid_t child = vfork();
    if (child < 0) {
        return -1;
    }
    if (child == 0) {
        char *const variables[] = {"MKE2FS_CONFIG=/dev/null", NULL};
        int null = open("/dev/null", O_RDWR);
        if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
            dup2(null, STDERR_FILENO) < 0 || fcntl(file, F_SETFD, 0)) {
            _exit(1);
        }
        execle(formatter, "mkfs.ext4", "-q", "-F", "-t", "ext4", "-b", "4096", "-I", "256", "-i", "16384", "-m", "0",
               "-O",
               "none,extents,uninit_bg,flex_bg,filetype,dir_index,sparse_super,large_file,huge_file,dir_nlink,"
               "extra_isize,64bit",
               "-E", "lazy_itable_init=1,nodiscard", path, (char *)NULL, variables);
        _exit(127);
    }
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status) {
        errno = WIFEXITED(status) && WEXITSTATUS(status) == 127 ? ENOENT : EIO;
        return -1;
    }
    return 0;
}

static int copy_piece(int from, int to, off_t at, off_t end) {
    static char bytes[64 << 10];
    while (at < end) {
        size_t wanted = (uint64_t)(end - at) < sizeof bytes ? (size_t)(end - at) : sizeof bytes;
        ssize_t n = pread(from, bytes, wanted, at);
        if (n <= 0 || pwrite(to, bytes, (size_t)n, at) != n) {
            return -1;
        }
        at += n;
    }
    return 0;
}

/* In memory first, and then what is no hole: the program syncs what it wrote, and a busy disk takes its time. */
static int format(int file, const char *formatter, uint64_t bytes) {
    CLEANUP_FD memory = memfd_create("waybill-disk", MFD_CLOEXEC);
    if (memory < 0 || ftruncate(memory, (off_t)bytes) || run_formatter(memory, formatter)) {
        return -1;
    }
    off_t start, end = 0;
    while ((start = lseek(memory, end, SEEK_DATA)) >= 0) {
        end = lseek(memory, start, SEEK_HOLE);
        if (end < 0 || copy_piece(memory, file, start, end)) {
            return -1;
        }
    }
    return errno == ENXIO ? 0 : -1; /* no more of it */
}

/* Direct: else the host would keep in memory a second time what the task's own file system keeps. */
static int attach(int file, char device[32]) {
    struct loop_config wanted = {.fd = (uint32_t)file,
                                 .info = {.lo_flags = LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO}};
    CLEANUP_FD control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    for (int tries = 0; control >= 0 && tries < MOST_TRIES; tries++) {
        int number = ioctl(control, LOOP_CTL_GET_FREE);
        if (number < 0) {
            return -1;
        }
        snprintf(device, 32, "/dev/loop%d", number);
        CLEANUP_FD loop = open(device, O_RDWR | O_CLOEXEC);
        if (loop < 0) {
            return -1;
        }
        if (ioctl(loop, LOOP_CONFIGURE, &wanted) == 0) {
            return take_fd(&loop);
        }
        if (errno != EBUSY) {
            return -1;
        }
    }
    return -1;
}

int make_disk(const char *folder, const char *formatter, uint64_t bytes, enum call *call) {
    char device[32];
    CLEANUP_FD file = make_file(folder, bytes, call);
    if (file < 0) {
        return -1;
    }
    *call = CALL_FORMAT;
    if (format(file, formatter, bytes)) {
        return -1;
    }
    *call = CALL_LOOP;
    CLEANUP_FD loop = attach(file, device);
    if (loop < 0) {
        return -1;
    }
    *call = CALL_FSOPEN;
    CLEANUP_FD fs = fs_open("ext4");
    if (fs < 0) {
        return -1;
    }
    *call = CALL_FSCONFIG;
    if (fs_set(fs, "source", device) || fs_set_flag(fs, "noinit_itable") || fs_set_flag(fs, "nobarrier")) {
        return -1;
    }
    *call = CALL_FSCREATE;
    if (fs_create(fs)) {
        return -1;
    }
    *call = CALL_FSMOUNT;
    return fs_mount(fs, 0);
}

void abandon_disk(int mount) {
    static uint32_t how = WITHOUT_WRITING;
    CLEANUP_FD root = openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root >= 0) {
        ioctl(root, EXT4_SHUT_DOWN, &how); /* refused, it is unmounted all the same, and what is dirty is written first */
    }
}
