/* What the sandbox's tests run inside tasks, and a little beside them. One sub-command each:
 *
 *   probe forbidden              tries everything in `attempts`; prints `name ERROR` or `name allowed` for each
 *   probe set-id FOLDER          tries every way to make a file in FOLDER set-id; prints the same
 *   probe writable FOLDER        prints the files at any depth that can be opened for writing
 *   probe connect NAME           connects to an abstract socket, or to one at a path; prints `allowed`
 *                                or ERROR
 *   probe listen NAME            listens on one, prints `ready`, ends with its standard input
 *   probe terminal COMMAND...    runs COMMAND on a fresh terminal; prints what it writes, and `mode: raw` or
 *                                `mode: cooked` for each byte that it gets, until its standard input ends */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/capability.h>
#include <linux/openat2.h>
#include <net/if.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

static void tell(const char *name, long result) {
    printf("%s %s\n", name, result >= 0 ? "allowed" : strerrorname_np(errno));
    fflush(stdout);
}

/* ---- what a task must not be able to do ---- */

static long try_namespace(const char *file) {
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -1 : syscall(SYS_setns, fd, 0);
}

static long try_clone(unsigned long flags) {
    long pid = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) {
        _exit(0);
    }
    return pid;
}

static long try_clone3(void) {
    unsigned long long arguments[8] = {0, 0, 0, 0, SIGCHLD};
    long pid = syscall(SYS_clone3, arguments, sizeof arguments);
    if (pid == 0) {
        _exit(0);
    }
    return pid;
}

static long try_socket(int family, int type, int protocol) { return socket(family, type, protocol); }

static long try_interface(const char *name, short flags) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, name);
    request.ifr_flags = flags;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    return fd < 0 ? -1 : ioctl(fd, SIOCSIFFLAGS, &request);
}

static long try_write(const char *path) { return open(path, O_WRONLY); }

static long try_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    return fd < 0 ? -1 : write(fd, text, strlen(text));
}

static long try_capabilities(void) {
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct all[2] = {{~0u, ~0u, 0}, {0x1ffu, 0x1ffu, 0}};
    return syscall(SYS_capset, &head, all);
}

static long try_raised_limit(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_max++;
    return limit.rlim_max == 0 ? (errno = EPERM, -1) : setrlimit(RLIMIT_NOFILE, &limit);
}

static long try_realtime(void) {
    struct sched_param parameters = {.sched_priority = 1};
    return sched_setscheduler(0, SCHED_FIFO, &parameters);
}

/* System calls by 32-bit numbers are no way around a filter that knows only the others. */
static long try_foreign_call(void) {
#ifdef __x86_64__
    pid_t pid = fork();
    if (pid == 0) {
        long result;
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(20 /* getpid */) : "memory");
        _exit(0);
    }
    int status;
    waitpid(pid, &status, 0);
    errno = ENOSYS;
    return WIFEXITED(status) ? 0 : -1;
#else
    errno = ENOSYS;
    return -1;
#endif
}

static long try_x32_call(void) {
#ifdef __x86_64__
    return syscall(0x40000000 | SYS_getpid);
#else
    errno = ENOSYS;
    return -1;
#endif
}

struct attempt {
    const char *name;
    long (*run)(void);
};

#define DEFINE(id, expression) \
    static long run_##id(void) { return (expression); }

static char buffer[4096];

#define ATTEMPTS(X)                                                                                       \
    X(mount, mount("none", "/tmp", "tmpfs", 0, NULL))                                                     \
    X(mount_bind, mount("/bin", "/tmp", NULL, MS_BIND, NULL))                                             \
    X(mount_remount, mount(NULL, "/", NULL, MS_REMOUNT, NULL))                                            \
    X(umount, umount2("/proc", MNT_DETACH))                                                               \
    X(pivot_root, syscall(SYS_pivot_root, ".", "."))                                                      \
    X(chroot, chroot("/tmp"))                                                                             \
    X(open_tree, syscall(428, AT_FDCWD, "/", 1))                                                          \
    X(move_mount, syscall(429, AT_FDCWD, "/proc", AT_FDCWD, "/tmp", 0))                                   \
    X(fsopen, syscall(430, "tmpfs", 0))                                                                   \
    X(fsconfig, syscall(431, 0, 6, NULL, NULL, 0))                                                        \
    X(fsmount, syscall(432, 0, 0, 0))                                                                     \
    X(fspick, syscall(433, AT_FDCWD, "/", 0))                                                             \
    X(mount_setattr, syscall(442, AT_FDCWD, "/", 0, buffer, 32))                                          \
    X(open_tree_attr, syscall(467, AT_FDCWD, "/", 1, buffer, 32))                                         \
    X(setns_user, try_namespace("/proc/self/ns/user"))                                                    \
    X(setns_net, try_namespace("/proc/self/ns/net"))                                                      \
    X(unshare_user, unshare(CLONE_NEWUSER))                                                               \
    X(unshare_mount, unshare(CLONE_NEWNS))                                                                \
    X(unshare_net, unshare(CLONE_NEWNET))                                                                 \
    X(unshare_files, unshare(CLONE_FILES))                                                                \
    X(clone_user, try_clone(CLONE_NEWUSER))                                                               \
    X(clone_mount, try_clone(CLONE_NEWNS))                                                                \
    X(clone_pid, try_clone(CLONE_NEWPID))                                                                 \
    X(clone_net, try_clone(CLONE_NEWNET))                                                                 \
    X(clone_ipc, try_clone(CLONE_NEWIPC))                                                                 \
    X(clone_uts, try_clone(CLONE_NEWUTS))                                                                 \
    X(clone_cgroup, try_clone(CLONE_NEWCGROUP))                                                           \
    X(clone3, try_clone3())                                                                               \
    X(mknod_character, mknod("/tmp/null", S_IFCHR | 0666, 0x103))                                         \
    X(mknod_block, mknod("/tmp/disk", S_IFBLK | 0666, 0xfe00))                                            \
    X(sethostname, sethostname("x", 1))                                                                   \
    X(setdomainname, setdomainname("x", 1))                                                               \
    X(reboot, reboot(RB_DISABLE_CAD))                                                                     \
    X(kexec_load, syscall(SYS_kexec_load, 0, 0, 0, 0))                                                    \
    X(init_module, syscall(SYS_init_module, buffer, 0, ""))                                               \
    X(finit_module, syscall(SYS_finit_module, 0, "", 0))                                                  \
    X(delete_module, syscall(SYS_delete_module, "x", 0))                                                  \
    X(swapon, syscall(SYS_swapon, "/tmp/x", 0))                                                           \
    X(swapoff, syscall(SYS_swapoff, "/tmp/x"))                                                            \
    X(acct, syscall(SYS_acct, NULL))                                                                      \
    X(quotactl, syscall(SYS_quotactl, 0, NULL, 0, NULL))                                                  \
    X(bpf, syscall(SYS_bpf, 0, buffer, 64))                                                               \
    X(add_key, syscall(SYS_add_key, "user", "x", "y", 1, -2))                                             \
    X(request_key, syscall(SYS_request_key, "user", "x", NULL, 0))                                        \
    X(keyctl, syscall(SYS_keyctl, 0, -3, 0))                                                              \
    X(io_uring_setup, syscall(425, 8, buffer))                                                            \
    X(perf_event_open, syscall(SYS_perf_event_open, buffer, 0, -1, -1, 0))                                \
    X(userfaultfd, syscall(SYS_userfaultfd, 1))                                                           \
    X(fanotify_init, syscall(SYS_fanotify_init, 0, 0))                                                    \
    X(open_by_handle_at, syscall(SYS_open_by_handle_at, AT_FDCWD, buffer, 0))                             \
    X(syslog, syscall(SYS_syslog, 10, NULL, 0))                                                           \
    X(settimeofday, syscall(SYS_settimeofday, NULL, buffer))                                              \
    X(clock_settime, syscall(SYS_clock_settime, 0, buffer))                                               \
    X(adjtimex, syscall(SYS_adjtimex, buffer))                                                            \
    X(move_pages, syscall(SYS_move_pages, 0, 0, NULL, NULL, NULL, 0))                                     \
    X(vhangup, syscall(SYS_vhangup))                                                                      \
    X(statmount, syscall(457, buffer, buffer, sizeof buffer, 0))                                          \
    X(newest_call, syscall(463, AT_FDCWD, "/", 0, "x", buffer, 16))                                       \
    X(personality, syscall(SYS_personality, 0x0040000))                                                   \
    X(socket_vsock, try_socket(AF_VSOCK, SOCK_STREAM, 0))                                                 \
    X(socket_packet, try_socket(AF_PACKET, SOCK_RAW, 0))                                                  \
    X(socket_raw, try_socket(AF_INET, SOCK_RAW, 1))                                                       \
    X(loopback_up, try_interface("lo", IFF_UP))                                                           \
    X(setuid, setuid(12345))                                                                              \
    X(setgid, setgid(12345))                                                                              \
    X(setgroups, syscall(SYS_setgroups, 0, NULL))                                                         \
    X(capset, try_capabilities())                                                                         \
    X(ambient, prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0))                          \
    X(new_privs, prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0))                                                  \
    X(priority, setpriority(PRIO_PROCESS, 0, -5))                                                         \
    X(realtime, try_realtime())                                                                           \
    X(limit, try_raised_limit())                                                                          \
    X(core_pattern, try_write("/proc/sys/kernel/core_pattern"))                                           \
    X(hostname_file, try_write("/proc/sys/kernel/hostname"))                                              \
    X(sysrq, try_write("/proc/sysrq-trigger"))                                                            \
    X(kernel_memory, open("/proc/kcore", O_RDONLY))                                                       \
    X(uid_map, try_text("/proc/self/uid_map", "1 1 1"))                                                   \
    X(oom_score, try_text("/proc/self/oom_score_adj", "-500"))                                            \
    X(root_write, open("/bin/new", O_CREAT | O_WRONLY, 0600))                                             \
    X(foreign_call, try_foreign_call())                                                                   \
    X(x32_call, try_x32_call())

ATTEMPTS(DEFINE)

#define ENTRY(id, expression) {#id, run_##id},
static const struct attempt attempts[] = {ATTEMPTS(ENTRY)};

static int forbidden(void) {
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        fflush(stdout);
        pid_t pid = fork(); /* what one of them changed must not show in the next */
        if (pid == 0) {
            tell(attempts[i].name, attempts[i].run());
            _exit(0);
        }
        int status;
        waitpid(pid, &status, 0);
        if (!WIFEXITED(status)) {
            printf("%s signal %d\n", attempts[i].name, WTERMSIG(status));
        }
    }
    return 0;
}

/* ---- set-id files ---- */

static int make_plain(const char *name) {
    unlink(name);
    return open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0755);
}

static int set_id(const char *folder) {
    static const mode_t bits[] = {04755, 02755, 06755};
    if (chdir(folder)) {
        return 1;
    }
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        mode_t mode = bits[i];
        struct open_how how = {.flags = O_CREAT | O_RDWR, .mode = mode};
        unsigned char capability[20] = {1, 0, 0, 2, 0xff, 0xff, 0xff, 0xff};
        int plain = make_plain("plain");
        umask(0);
#ifdef __x86_64__
        tell("chmod", syscall(SYS_chmod, "plain", mode));
        tell("open", syscall(SYS_open, "open", O_CREAT | O_RDWR, mode));
        tell("tmpfile_open", syscall(SYS_open, ".", O_TMPFILE | O_RDWR, mode));
        tell("creat", syscall(SYS_creat, "creat", mode));
        tell("mknod", syscall(SYS_mknod, "mknod", S_IFREG | mode, 0));
#endif
        tell("fchmod", fchmod(plain, mode));
        tell("fchmodat", syscall(SYS_fchmodat, AT_FDCWD, "plain", mode));
        tell("fchmodat2", syscall(452, AT_FDCWD, "plain", mode, 0));
        tell("fchmodat2_empty", syscall(452, plain, "", mode, AT_EMPTY_PATH));
        tell("openat", syscall(SYS_openat, AT_FDCWD, "openat", O_CREAT | O_RDWR, mode));
        tell("tmpfile", syscall(SYS_openat, AT_FDCWD, ".", O_TMPFILE | O_RDWR, mode));
        tell("mknodat", syscall(SYS_mknodat, AT_FDCWD, "mknodat", S_IFREG | mode, 0));
        tell("openat2", syscall(437, AT_FDCWD, "openat2", &how, sizeof how));
        tell("capability", setxattr("plain", "security.capability", capability, sizeof capability, 0));
        tell("high_bits", syscall(SYS_fchmod, plain, 0xffffffff00000000ul | mode));
        close(plain);
    }
    return 0;
}

/* ---- files ---- */

static int show_writable(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status;
    (void)place;
    if (kind == FTW_F) {
        int fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
        if (fd >= 0) {
            puts(path);
            close(fd);
        }
    }
    return 0;
}

/* ---- sockets ---- */

static socklen_t address_of(struct sockaddr_un *address, const char *name) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (*name == '/') {
        strncpy(address->sun_path, name, sizeof address->sun_path - 1);
        return sizeof *address;
    }
    strncpy(address->sun_path + 1, name, sizeof address->sun_path - 2);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
}

static int connect_to(const char *name) {
    struct sockaddr_un address;
    socklen_t size = address_of(&address, name);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    tell("connect", connect(fd, (struct sockaddr *)&address, size));
    return 0;
}

static int listen_on(const char *name) {
    struct sockaddr_un address;
    socklen_t size = address_of(&address, name);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&address, size) || listen(fd, 1)) {
        perror(name);
        return 1;
    }
    puts("ready");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    return 0;
}

/* ---- a terminal ---- */

static void tell_mode(int terminal) {
    struct termios mode;
    if (tcgetattr(terminal, &mode) == 0) {
        printf("mode: %s\n", mode.c_lflag & ICANON ? "cooked" : "raw");
        fflush(stdout);
    }
}

static int on_terminal(char **command) {
    int master, terminal, status;
    if (openpty(&master, &terminal, NULL, NULL, NULL)) {
        return 1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(master);
        login_tty(dup(terminal));
        close(terminal);
        execvp(command[0], command);
        _exit(127);
    }
    struct pollfd fds[2] = {{master, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    while (poll(fds, 2, -1) >= 0) {
        ssize_t n;
        if (fds[0].revents && (n = read(master, buffer, sizeof buffer)) > 0) {
            fwrite(buffer, 1, (size_t)n, stdout);
            fflush(stdout);
        }
        if (fds[1].revents) {
            if (read(STDIN_FILENO, buffer, 1) <= 0) {
                break;
            }
            tell_mode(terminal);
        }
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return 0;
}

int main(int count, char **arguments) {
    const char *command = count > 1 ? arguments[1] : "";
    if (strcmp(command, "forbidden") == 0) {
        return forbidden();
    }
    if (count < 3) {
        return 2;
    }
    if (strcmp(command, "set-id") == 0) {
        return set_id(arguments[2]);
    }
    if (strcmp(command, "writable") == 0) {
        return nftw(arguments[2], show_writable, 32, FTW_PHYS);
    }
    if (strcmp(command, "connect") == 0) {
        return connect_to(arguments[2]);
    }
    if (strcmp(command, "listen") == 0) {
        return listen_on(arguments[2]);
    }
    if (strcmp(command, "terminal") == 0) {
        return on_terminal(arguments + 2);
    }
    return 2;
}
