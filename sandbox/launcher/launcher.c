/* The launcher: makes sandboxed tasks on request.
 *
 * Rules, in the order in which its processes make them true:
 *   1. It speaks only on its sockets, never on the job's streams, and has no options: it gets plans and gives
 *      reports (step, call, errno). Every policy and every order is Java's (PlanBuilder); we obey.
 *   2. However any of us dies, the kernel ends every task: all tasks live below main, which is PID 1 of a PID
 *      namespace and ends when Java's socket closes, or when a worker, the opener or outer is gone.
 *   3. A task sees nothing of the host that its plan does not name: workers live in an empty mount namespace.
 *   4. A task's ids are never the host's id 0, it holds no capability and can gain none.
 *   5. Nothing is allocated between clone and execve, because that child borrows its worker's memory.
 *
 *   outer    (this file)  waits for main and undoes what outlives processes: control groups, the terminal's mode
 *   main     (init.c)     PID 1; makes the namespaces, forks the others, watches
 *   opener   (opener.c)   stays among the host's mounts, turns host paths into detached mounts
 *   workers  (worker.c)   one for each processor; make the tasks (plan.c, inside.c) and report their ends */
#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "cleanup.h"
#include "kernel.h"
#include "leaves.h"
#include "wire.h"

static int report_socket = -1;

void set_report_socket(int socket) { report_socket = socket; }

_Noreturn void fail(enum stage stage) {
    uint32_t report[2] = {stage, (uint32_t)errno};
    if (report_socket >= 0) {
        write_frame(report_socket, REPORT_FAILED, report, sizeof report);
    }
    _exit(1);
}

static int connect_to(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        fail(STAGE_CONNECT);
    }
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) {
        fail(STAGE_CONNECT);
    }
    return fd;
}

static void configure(struct launcher *l, const char *socket_path) {
    l->control = connect_to(socket_path);
    set_report_socket(l->control);
    struct {
        uint32_t workers, host_id, flags, sub_user, sub_group;
    } wanted;
    uint32_t kind;
    if (!read_frame(l->control, &kind, &wanted, sizeof wanted) || kind != CONTROL_CONFIGURE || wanted.workers == 0 ||
        wanted.workers > MAX_WORKERS || (geteuid() == 0) == (wanted.host_id == 0) ||
        (wanted.sub_user == 0) != (wanted.sub_group == 0)) {
        errno = EPROTO;
        fail(STAGE_CONFIGURE);
    }
    l->workers = wanted.workers;
    l->host_id = wanted.host_id;
    l->rootless = geteuid() != 0;
    l->sub_user = wanted.sub_user;
    l->sub_group = wanted.sub_group;
    l->classic = wanted.flags & CONFIGURE_CLASSIC;
    for (unsigned i = 0; i < l->workers; i++) {
        int pair[2];
        l->worker_sockets[i] = connect_to(socket_path);
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
            fail(STAGE_OPENER);
        }
        l->opener_ends[i] = pair[0];
        l->worker_ends[i] = pair[1];
    }
    l->keepsake = mmap(NULL, sizeof *l->keepsake, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (l->keepsake == MAP_FAILED) {
        fail(STAGE_MEMORY);
    }
}

/* What is open as 0, 1 and 2 is the task's; nothing of ours may get these numbers. */
static void occupy_standard_streams(void) {
    int fd;
    do {
        fd = open("/dev/null", O_RDWR); /* a task that inherits streams inherits these as well */
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) {
        close(fd);
    }
}

/* Every task costs its worker a few descriptors; tasks themselves get the usual limit from their plans. */
static void allow_many_descriptors(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit); /* refused only when it does not matter: then fewer fit at a time */
    }
}

/* Ignored and blocked signals would be inherited by every task. A session of our own keeps the terminal's Ctrl-C
 * from us: Java decides what it means. */
static void leave_the_callers_session(void) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    static const char default_action[64]; /* the raw call: the C library hides two signals, ignored or not */
    for (int number = 1; number < NSIG; number++) {
        syscall(SYS_rt_sigaction, number, default_action, NULL, sizeof(uint64_t)); /* two cannot be ignored anyway */
    }
    setsid(); /* refused when we lead a group already: then Ctrl-C was never meant for us either */
}

/* Maps the ids of main's user namespace, which has none yet. */
static void map_ids(const struct launcher *l, pid_t pid) {
    CLEANUP_FD proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0 || (l->sub_user ? map_subordinate_ids(pid, l->sub_user, l->sub_group)
                                 : map_own_id(proc, pid, geteuid(), getegid()))) {
        fail(STAGE_ID_MAPS);
    }
}

static void undo(const struct keepsake *keepsake) {
    for (unsigned i = 0; i < keepsake->group_folders; i++) {
        remove_group_folder(keepsake->group_folder[i]);
    }
    if (keepsake->terminal_is_raw) {
        signal(SIGTTOU, SIG_IGN);
        tcsetattr(STDIN_FILENO, TCSANOW, &keepsake->terminal);
    }
}

int main(int count, char **arguments) {
    if (count > 2 && strcmp(arguments[1], "detach") == 0) {
        return detach_main(arguments + 2);
    }
    if (count > 2) {
        return unpack_main(count, arguments);
    }
    if (count == 2 && strcmp(arguments[1], "digest") == 0) { /* paths of sockets are absolute */
        digest_main();
    }
    if (count != 2) {
        static const char text[] = "waybill-launcher is started by waybill, with a socket's path\n";
        return write(STDERR_FILENO, text, sizeof text - 1) < 0 ? 1 : 2;
    }
    static struct launcher l;
    occupy_standard_streams();
    allow_many_descriptors();
    leave_the_callers_session();
    configure(&l, arguments[1]);

    int outer_lives[2], mapped[2];
    if (pipe2(outer_lives, O_CLOEXEC) || pipe2(mapped, O_CLOEXEC)) {
        fail(STAGE_NAMESPACES);
    }
    unsigned long flags = CLONE_NEWPID | CLONE_NEWNS | SIGCHLD | (l.rootless ? CLONE_NEWUSER : 0);
    pid_t pid = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
    if (pid < 0) {
        fail(STAGE_NAMESPACES);
    }
    if (pid == 0) {
        char go;
        close(outer_lives[1]);
        close(mapped[1]);
        if (read(mapped[0], &go, 1) != 1) {
            _exit(1);
        }
        close(mapped[0]);
        init_main(&l, outer_lives[0]);
    }
    signal(SIGPIPE, SIG_IGN); /* main may be dead already; no task descends from us, so none inherits this */
    if (l.rootless) {
        map_ids(&l, pid);
    }
    if (write(mapped[1], "", 1) != 1) {
        fail(STAGE_ID_MAPS);
    }
    close(mapped[1]);
    close(l.control);
    set_report_socket(-1);
    for (unsigned i = 0; i < l.workers; i++) {
        close(l.worker_sockets[i]);
        close(l.opener_ends[i]);
        close(l.worker_ends[i]);
    }
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
    undo(l.keepsake);
    return 0;
}
