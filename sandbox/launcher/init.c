/* main: PID 1 of the launcher's PID namespace. Makes the namespaces in which the others live, then only watches:
 * when it ends, the kernel kills everything below it. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "cleanup.h"
#include "kernel.h"
#include "launcher.h"
#include "trees.h"
#include "wire.h"

static int sysfs = -1;

/* sysfs shows the network namespace of whoever mounts it, and an ordinary user may mount only that of a namespace
 * it made itself. Runs with main's descriptors, so that the mount is main's. */
static int make_sysfs(void *unused) {
    (void)unused;
    if (unshare(CLONE_NEWNET) == 0) {
        sysfs = mount_file_system("sysfs", ATTR_NO_SET_ID | ATTR_NO_DEVICES | ATTR_NO_EXECUTE, NULL);
    }
    return sysfs < 0;
}

static void prepare_sysfs(void) {
    static char stack[64 << 10] __attribute__((aligned(16)));
    int status;
    pid_t pid = clone(make_sysfs, stack + sizeof stack, CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD, NULL);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || sysfs < 0) {
        fail(STAGE_SYSFS);
    }
}

static pid_t start_opener(struct launcher *l) {
    pid_t pid = fork();
    if (pid < 0) {
        fail(STAGE_OPENER);
    }
    if (pid == 0) {
        set_report_socket(-1);
        close(l->control);
        for (unsigned i = 0; i < l->workers; i++) {
            close(l->worker_sockets[i]);
            close(l->worker_ends[i]);
        }
        opener_main(l);
    }
    for (unsigned i = 0; i < l->workers; i++) {
        close(l->opener_ends[i]);
    }
    return pid;
}

/* The workers' file system: an empty, read-only folder and one proc that nothing covers; without the proc (and,
 * rootless, the sysfs) the kernel would refuse a task its own. Everything of the host is gone. */
static void enter_empty_root(struct launcher *l) {
    if (l->rootless) {
        prepare_sysfs();
    }
    if (unshare(CLONE_NEWNS)) {
        fail(STAGE_EMPTY_ROOT);
    }
    CLEANUP_FD root = mount_file_system("tmpfs", 0, "0755");
    l->classic |= root >= 0 && !detached_trees_can_be_cloned(root);
    if (root < 0 || (l->classic && make_tree_folders(root)) || mkdirat(root, "proc", 0555) || mkdirat(root, "sys", 0555) ||
        move_mount_to(root, "/tmp") || fchdir(root) || move_mount_onto(l->proc, root, "proc") ||
        (l->rootless && move_mount_onto(sysfs, root, "sys")) || syscall(SYS_pivot_root, ".", ".") ||
        umount2(".", MNT_DETACH) || chdir("/") || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
        fail(STAGE_EMPTY_ROOT);
    }
    struct mount_attributes read_only = {.set = ATTR_READ_ONLY};
    if (set_attributes(AT_FDCWD, "/", 0, read_only)) {
        fail(STAGE_EMPTY_ROOT);
    }
    if (l->rootless) {
        close(sysfs);
    }
}

static pid_t start_worker(struct launcher *l, unsigned index) {
    pid_t pid = fork();
    if (pid < 0) {
        fail(STAGE_WORKER);
    }
    if (pid == 0) {
        set_report_socket(l->worker_sockets[index]);
        close(l->control);
        for (unsigned i = 0; i < l->workers; i++) {
            if (i != index) {
                close(l->worker_sockets[i]);
                close(l->worker_ends[i]);
            }
        }
        worker_main(l, index);
    }
    return pid;
}

/* At once: waiting for what is still being written could take for ever, and main must never wait. */
static void set_raw_terminal(struct keepsake *keepsake, bool raw) {
    if (raw && !keepsake->terminal_is_raw && tcgetattr(STDIN_FILENO, &keepsake->terminal) == 0) {
        struct termios wanted = keepsake->terminal;
        cfmakeraw(&wanted);
        keepsake->terminal_is_raw = 1;
        tcsetattr(STDIN_FILENO, TCSANOW, &wanted); /* a terminal that is gone meanwhile needs no mode */
    } else if (!raw && keepsake->terminal_is_raw) {
        tcsetattr(STDIN_FILENO, TCSANOW, &keepsake->terminal);
        keepsake->terminal_is_raw = 0;
    }
}

/* Until Java, outer, the opener or a worker is gone. `watched` are pidfds of the last two. */
static void watch(struct launcher *l, int outer_pipe, const int *watched, unsigned count) {
    static struct inbox inbox;
    struct pollfd fds[MAX_WORKERS + 3] = {{l->control, POLLIN, 0}, {outer_pipe, POLLIN, 0}};
    for (unsigned i = 0; i < count; i++) {
        fds[2 + i] = (struct pollfd){watched[i], POLLIN, 0};
    }
    for (;;) {
        if (poll(fds, count + 2, -1) < 0 && errno != EINTR) {
            return;
        }
        for (unsigned i = 1; i < count + 2; i++) {
            if (fds[i].revents) {
                return;
            }
        }
        if (fds[0].revents && !inbox_fill(&inbox, l->control)) {
            return;
        }
        uint32_t kind;
        struct reader payload;
        while (inbox_next(&inbox, &kind, &payload)) {
            if (kind == CONTROL_RAW_TERMINAL) {
                set_raw_terminal(l->keepsake, read_u32(&payload));
            }
        }
        while (waitpid(-1, NULL, WNOHANG) > 0) { /* orphans of tasks that fell to us */
        }
    }
}

static int watch_process(pid_t pid) {
    int pidfd = pidfd_open_of(pid);
    if (pidfd < 0) {
        fail(STAGE_WORKER);
    }
    return pidfd;
}

_Noreturn void init_main(struct launcher *l, int outer_pipe) {
    int watched[MAX_WORKERS + 1];
    if (l->rootless) {
        prctl(PR_SET_DUMPABLE, 1); /* else our own files in proc belong to an id that we do not have */
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL)) {
        fail(STAGE_PROPAGATION);
    }
    l->proc = mount_file_system("proc", ATTR_NO_SET_ID | ATTR_NO_DEVICES | ATTR_NO_EXECUTE, NULL);
    if (l->proc < 0) {
        fail(STAGE_PROC);
    }
    l->id_map = single_namespace(l->proc, 0, 0, l->host_id);
    if (l->id_map < 0) {
        fail(STAGE_USER_NAMESPACE);
    }
    watched[0] = watch_process(start_opener(l));
    enter_empty_root(l);
    for (unsigned i = 0; i < l->workers; i++) {
        watched[i + 1] = watch_process(start_worker(l, i));
    }
    for (unsigned i = 0; i < l->workers; i++) {
        close(l->worker_sockets[i]);
        close(l->worker_ends[i]);
    }
    watch(l, outer_pipe, watched, l->workers + 1);
    set_raw_terminal(l->keepsake, false); /* outer does it too, if we are killed; but who knows whether it lives */
    _exit(0);
}
