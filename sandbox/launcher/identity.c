/* User namespaces, prepared once for each pair of ids and entered by every task that wants that pair: entering is
 * cheaper than making one, and a suspended parent could not write a new one's map. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "launcher.h"

static int write_file(int proc, pid_t pid, const char *file, const char *text) {
    char path[64];
    snprintf(path, sizeof path, "%d/%s", (int)pid, file);
    CLEANUP_FD fd = openat(proc, path, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, text, strlen(text)) < 0 ? -1 : 0;
}

static int map_and_open(int proc, pid_t holder, uint32_t user, uint32_t group, uint32_t host_id) {
    char path[64], users[64], groups[64];
    snprintf(users, sizeof users, "%u %u 1", user, host_id);
    snprintf(groups, sizeof groups, "%u %u 1", group, host_id);
    if (write_file(proc, holder, "setgroups", "deny") || write_file(proc, holder, "uid_map", users) ||
        write_file(proc, holder, "gid_map", groups)) {
        return -1;
    }
    snprintf(path, sizeof path, "%d/ns/user", (int)holder);
    return openat(proc, path, O_RDONLY | O_CLOEXEC);
}

/* A user namespace in which `user` and `group` are `host_id` as we see it, and no other id exists.
 * `proc` is an open proc of our PID namespace. -1 with errno when the kernel refuses. */
int user_namespace(int proc, uint32_t user, uint32_t group, uint32_t host_id) {
    pid_t holder = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (holder < 0) {
        return -1;
    }
    if (holder == 0) {
        for (;;) {
            pause();
        }
    }
    int namespace = map_and_open(proc, holder, user, group, host_id);
    int error = errno;
    kill(holder, SIGKILL);
    while (waitpid(holder, NULL, 0) < 0 && errno == EINTR) {
    }
    errno = error;
    return namespace;
}
