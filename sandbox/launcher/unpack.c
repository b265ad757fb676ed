/* The writer of trees: a process of its own for each tree, which makes the tree's folder its root, gives up all rights
 * but those over files, and then does what it reads. It can also remove a tree that its caller cannot, and say how much
 * is in one that its caller cannot read.
 *
 *   waybill-launcher unpack FOLDER single            all files are the caller's
 *   waybill-launcher unpack FOLDER range [USER GROUP] owners are kept; an ordinary caller names the first of its
 *                                                    65,535 subordinate user and group ids, which become 1 to 65535
 *   waybill-launcher remove FOLDER single|range [USER GROUP]   all that is in the folder
 *   waybill-launcher measure FOLDER single|range [USER GROUP]  it stays as it is
 *
 * Frames come on standard input (protocol.h), one report goes to standard output. When the input ends before its last
 * frame, what is there stays as it is and there is no report. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanup.h"
#include "content.h"
#include "entries.h"
#include "folders.h"
#include "kernel.h"
#include "launcher.h"
#include "removal.h"

enum { WRITE_OUT_FROM = 64 << 10 }; /* bytes of a file; the disk begins with it while more is read */

/* ---- the one report ---- */

static int report(enum call call, const char *path) {
    struct tree_report told = {
        tree_size.entries, tree_size.bytes, call, call == CALL_NONE ? 0 : (unsigned)errno, (unsigned)strlen(path), 0};
    char bytes[sizeof told + TREE_MAX_PATH];
    memcpy(bytes, &told, sizeof told);
    memcpy(bytes + sizeof told, path, told.path_size);
    /* One write of less than a pipe takes at once; if nobody reads, nobody wants to know. */
    return write(STDOUT_FILENO, bytes, sizeof told + told.path_size) < 0 || call != CALL_NONE;
}

/* ---- becoming harmless ---- */

struct owner {
    bool range;
    uint32_t sub_user, sub_group; /* 0: the caller is root */
};

static bool read_owner(struct owner *owner, int count, char **arguments) {
    char *rest = "";
    owner->range = count > 3 && strcmp(arguments[3], "range") == 0;
    if (count == 6) {
        owner->sub_user = (uint32_t)strtoul(arguments[4], &rest, 10);
        owner->sub_group = *rest ? 0 : (uint32_t)strtoul(arguments[5], &rest, 10);
    }
    bool named = owner->sub_user && owner->sub_group;
    return (owner->range || (count > 3 && strcmp(arguments[3], "single") == 0)) && !*rest &&
           count == (owner->range && geteuid() ? 6 : 4) && named == (count == 6);
}

/* Maps ids for its parent, from outside of the namespace that this has entered meanwhile. */
_Noreturn static void map_for_parent(const struct owner *owner, int entered) {
    char go;
    if (read(entered, &go, 1) != 1) {
        _exit(0);
    }
    _exit(map_subordinate_ids(getppid(), owner->sub_user, owner->sub_group) ? errno : 0);
}

static int map_range(const struct owner *owner) {
    int entered[2], status;
    if (pipe2(entered, O_CLOEXEC)) {
        return -1;
    }
    pid_t child = fork();
    if (child < 0) {
        return -1;
    }
    if (child == 0) {
        close(entered[1]);
        map_for_parent(owner, entered[0]);
    }
    close(entered[0]);
    int failed = unshare(CLONE_NEWUSER) || write(entered[1], "", 1) != 1;
    int error = errno;
    close(entered[1]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    errno = failed ? error : WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
    return failed || status ? -1 : 0;
}

/* An ordinary user gets the rights over its own and its subordinate ids' files in a user namespace. */
static int enter_user_namespace(const struct owner *owner) {
    if (geteuid() == 0) {
        return setgid(0); /* new files get it */
    }
    uint32_t user = geteuid(), group = getegid();
    CLEANUP_FD proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    prctl(PR_SET_DUMPABLE, 1); /* else our own files in proc would belong to somebody else */
    if (proc < 0) {
        return -1;
    }
    return owner->range ? map_range(owner) : unshare(CLONE_NEWUSER) || map_own_id(proc, getpid(), user, group);
}

static int keep_rights_over_files(void) {
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct rights[2] = {{0}};
    rights[0].permitted = rights[0].effective =
        1u << CAP_CHOWN | 1u << CAP_DAC_OVERRIDE | 1u << CAP_FOWNER | 1u << CAP_FSETID | 1u << CAP_SETFCAP;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_capset, &head, rights) ? -1 : 0;
}

/* From here on there is nothing but the folder. `call` says what was tried. */
static int enter(const char *folder, const struct owner *owner, enum call *call) {
    *call = CALL_OPEN;
    CLEANUP_FD opened = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (opened < 0) {
        return -1;
    }
    *call = CALL_MAP_IDS;
    if (enter_user_namespace(owner)) {
        return -1;
    }
    *call = CALL_CHROOT;
    if (fchdir(opened) || chroot(".")) {
        return -1;
    }
    *call = CALL_CAPSET;
    if (keep_rights_over_files()) {
        return -1;
    }
    close_fd(&opened);
    opened = -1;
    *call = CALL_CLOSE_RANGE;
    if (syscall(NR_CLOSE_RANGE, 3u, ~0u, 0u)) {
        return -1;
    }
    *call = CALL_SECCOMP;
    return install_writer_filter();
}

/* ---- reading ---- */

/* Relative, of parts that are names: what Java promised. */
static const char *read_path(struct reader *r) {
    const char *path = read_string(r);
    size_t size = strlen(path);
    if (size >= TREE_MAX_PATH) {
        r->bad = true;
        return "";
    }
    for (const char *part = path; *path; part++) {
        size_t length = (size_t)(strchrnul(part, '/') - part);
        r->bad |= length == 0 || length > TREE_MAX_NAME ||
                  (part[0] == '.' && (length == 1 || (length == 2 && part[1] == '.')));
        part += length;
        if (!*part || r->bad) {
            break;
        }
    }
    return r->bad ? "" : path;
}

static void read_attributes(struct reader *r, struct attributes *a) {
    a->user = read_u32(r);
    a->group = read_u32(r);
    a->mode = read_u32(r);
    a->nanos = read_u32(r);
    a->seconds = (int64_t)read_u64(r);
    a->more_count = read_u32(r);
    a->more = (struct reader){r->at, r->at, false};
    r->bad |= a->nanos > 999999999 || a->more_count > TREE_MAX_ATTRIBUTES;
    for (uint32_t i = 0; i < a->more_count && !r->bad; i++) {
        r->bad |= strlen(read_string(r)) > TREE_MAX_NAME;
        uint32_t size = read_u32(r);
        r->bad |= size > TREE_MAX_VALUE;
        read_slice(r, size);
    }
    a->more.end = r->at;
}

/* ---- files ---- */

static int write_file(const char *path, const struct attributes *a, uint64_t size, bool sparse) {
    char kept[TREE_MAX_PATH];
    strcpy(kept, path); /* reading content overwrites it */
    int file = open_file(kept, a);
    if (file < 0) {
        return report(tree_call, kept);
    }
    struct attributes own = *a;
    char *more = NULL;
    if (a->more_count > 0) {
        size_t length = (size_t)(a->more.end - a->more.at);
        more = malloc(length + 1);
        if (!more) {
            return report(CALL_PROTOCOL, kept);
        }
        memcpy(more, a->more.at, length);
        own.more = (struct reader){more, more + length, false};
    }
    int result = sparse ? write_sparse_content(file, size) : write_content(file, size);
    if (result > 0) {
        return 1;
    }
    if (result == 0 && size >= WRITE_OUT_FROM) {
        sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE); /* a hint; what cannot be written is told at the end */
    }
    if (result || close_file(file, &own, size)) {
        return report(tree_call, kept);
    }
    free(more);
    return 0;
}

/* ---- frames ---- */

static int finish(void) {
    if (settle_folders()) {
        return report(tree_call, "");
    }
    CLEANUP_FD root = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return root < 0 || syncfs(root) ? report(CALL_SYNC, "") : report(CALL_NONE, "");
}

/* 0 to go on, else the status to exit with. */
static int obey(uint32_t kind, struct reader *r) {
    struct attributes a = {0};
    const char *path, *target = "";
    uint64_t size = 0;
    int result = -1;
    if (kind <= TREE_SYMBOLIC_LINK || kind == TREE_FIFO || kind == TREE_SPARSE_FILE) {
        read_attributes(r, &a);
    }
    path = read_path(r);
    if (kind == TREE_SYMBOLIC_LINK) {
        target = read_string(r);
    } else if (kind == TREE_HARD_LINK) {
        target = read_path(r);
    } else if (kind == TREE_FILE || kind == TREE_SPARSE_FILE) {
        size = read_u64(r);
    }
    if (r->bad || r->at != r->end) {
        errno = EPROTO;
        return report(CALL_PROTOCOL, path);
    }
    switch ((enum tree_frame)kind) {
    case TREE_FOLDER:
        result = add_folder(path, &a);
        break;
    case TREE_FILE:
        return write_file(path, &a, size, false);
    case TREE_SPARSE_FILE:
        return write_file(path, &a, size, true);
    case TREE_SYMBOLIC_LINK:
        result = add_symbolic_link(path, &a, target);
        break;
    case TREE_HARD_LINK:
        result = add_hard_link(path, target);
        break;
    case TREE_FIFO:
        result = add_fifo(path, &a);
        break;
    case TREE_WHITEOUT:
        result = add_whiteout(path);
        break;
    case TREE_OPAQUE:
        result = add_opaque(path);
        break;
    case TREE_END: /* has no path and does not come here */
        break;
    }
    return result ? report(tree_call, path) : 0;
}

static int write_tree(void) {
    for (;;) {
        uint32_t kind;
        struct reader r;
        int read = next_frame(&kind, &r);
        if (read > 0) {
            return 1;
        }
        if (read < 0) {
            return report(CALL_PROTOCOL, "");
        }
        if (kind == TREE_END) {
            return finish();
        }
        int result = obey(kind, &r);
        if (result) {
            return result;
        }
    }
}

/* A folder of ours alone; what its parent would hand on to all in it is taken away. */
static int make_root(const char *folder) {
    if (mkdir(folder, 0700) || chmod(folder, 0700)) {
        return -1;
    }
    removexattr(folder, "system.posix_acl_default"); /* most have none */
    removexattr(folder, "system.posix_acl_access");
    return 0;
}

static int remove_tree(void) {
    CLEANUP_FD root = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return report(root < 0 || remove_contents(root) ? CALL_REMOVE : CALL_NONE, "");
}

static int measure_tree(void) {
    CLEANUP_FD root = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return report(root < 0 || measure_contents(root, &tree_size) ? CALL_READ : CALL_NONE, "");
}

int unpack_main(int count, char **arguments) {
    struct owner owner = {0};
    enum call call = CALL_MKDIR;
    bool writes = strcmp(arguments[1], "unpack") == 0, removes = strcmp(arguments[1], "remove") == 0;
    bool measures = strcmp(arguments[1], "measure") == 0;
    if (!(writes || removes || measures) || !read_owner(&owner, count, arguments)) {
        errno = EINVAL;
        return report(CALL_PROTOCOL, "");
    }
    signal(SIGPIPE, SIG_IGN);
    umask(0);
    if ((writes && make_root(arguments[2])) || enter(arguments[2], &owner, &call)) {
        return report(call, "");
    }
    if (!writes) {
        return removes ? remove_tree() : measure_tree();
    }
    widen_input();
    return begin_tree(owner.range, owner.sub_user == 0) ? report(tree_call, "") : write_tree();
}
