/* User namespaces, prepared once for each set of ids and entered by every task that wants it: entering is cheaper than
 * making one, and a suspended parent could not write a new one's map. A map also says what a mount makes of owners. */
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

enum { MAP_SIZE = 160 };

static int write_file(int proc, pid_t pid, const char *file, const char *text) {
    char path[64];
    snprintf(path, sizeof path, "%d/%s", (int)pid, file);
    CLEANUP_FD fd = openat(proc, path, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, text, strlen(text)) < 0 ? -1 : 0;
}

static int map_and_open(int proc, pid_t holder, const char *users, const char *groups, bool several) {
    char path[64];
    if ((!several && write_file(proc, holder, "setgroups", "deny")) || write_file(proc, holder, "uid_map", users) ||
        write_file(proc, holder, "gid_map", groups)) {
        return -1;
    }
    snprintf(path, sizeof path, "%d/ns/user", (int)holder);
    return openat(proc, path, O_RDONLY | O_CLOEXEC);
}

static int make_namespace(int proc, const char *users, const char *groups, bool several) {
    pid_t holder = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (holder < 0) {
        return -1;
    }
    if (holder == 0) {
        for (;;) {
            pause();
        }
    }
    int namespace = map_and_open(proc, holder, users, groups, several);
    int error = errno;
    kill(holder, SIGKILL);
    while (waitpid(holder, NULL, 0) < 0 && errno == EINTR) {
    }
    errno = error;
    return namespace;
}

int single_namespace(int proc, uint32_t user, uint32_t group, uint32_t host_id) {
    char users[MAP_SIZE], groups[MAP_SIZE];
    snprintf(users, sizeof users, "%u %u 1", user, host_id);
    snprintf(groups, sizeof groups, "%u %u 1", group, host_id);
    return make_namespace(proc, users, groups, false);
}

int range_namespace(int proc, uint32_t host_id) {
    char map[MAP_SIZE];
    if (host_id) {
        snprintf(map, sizeof map, "%u %u %u", 0u, host_id, (unsigned)RANGE_IDS);
    } else { /* the range that we live in was mapped in two parts, and no line may span them */
        snprintf(map, sizeof map, "0 0 1\n1 1 %u", (unsigned)RANGE_IDS - 1);
    }
    return make_namespace(proc, map, map, true);
}

/* The caller's 0 is the task's `id`; what other ids of the task make there belongs to the ids they have on the host. */
static void callers_map(char map[MAP_SIZE], uint32_t id, uint32_t host_id) {
    int length = snprintf(map, MAP_SIZE, "0 %u 1\n", host_id + id);
    if (id > 0) {
        length += snprintf(map + length, MAP_SIZE - (size_t)length, "%u %u %u\n", host_id, host_id, id);
    }
    if (id < RANGE_IDS - 1) {
        snprintf(map + length, MAP_SIZE - (size_t)length, "%u %u %u\n", host_id + id + 1, host_id + id + 1,
                 RANGE_IDS - 1 - id);
    }
}

int callers_namespace(int proc, uint32_t user, uint32_t group, uint32_t host_id) {
    char users[MAP_SIZE], groups[MAP_SIZE];
    callers_map(users, user, host_id);
    callers_map(groups, group, host_id);
    return make_namespace(proc, users, groups, true);
}

/* ---- an ordinary user's subordinate ids ---- */

/* Only the set-id programs newuidmap and newgidmap may map them; what they say is for people who called them. */
static int run_mapper(const char *program, pid_t pid, uint32_t own, uint32_t first) {
    char target[16], caller[16], base[16], count[16];
    snprintf(target, sizeof target, "%d", (int)pid);
    snprintf(caller, sizeof caller, "%u", own);
    snprintf(base, sizeof base, "%u", first);
    snprintf(count, sizeof count, "%u", (unsigned)RANGE_IDS - 1);
    pid_t child = vfork();
    if (child < 0) {
        return -1;
    }
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        if (null >= 0) {
            dup2(null, STDIN_FILENO);
            dup2(null, STDOUT_FILENO);
            dup2(null, STDERR_FILENO);
        }
        execlp(program, program, target, "0", caller, "1", "1", base, count, (char *)NULL);
        _exit(127);
    }
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status) {
        errno = WIFEXITED(status) && WEXITSTATUS(status) == 127 ? ENOENT : EPERM;
        return -1;
    }
    return 0;
}

int map_subordinate_ids(pid_t pid, uint32_t first_user, uint32_t first_group) {
    return run_mapper("newuidmap", pid, geteuid(), first_user) || run_mapper("newgidmap", pid, getegid(), first_group)
               ? -1
               : 0;
}

/* An ordinary user alone may map exactly one id, its own, and only after giving up setgroups. */
int map_own_id(int proc, pid_t pid, uint32_t user, uint32_t group) {
    char users[MAP_SIZE], groups[MAP_SIZE];
    snprintf(users, sizeof users, "0 %u 1", user);
    snprintf(groups, sizeof groups, "0 %u 1", group);
    return write_file(proc, pid, "setgroups", "deny") || write_file(proc, pid, "uid_map", users) ||
                   write_file(proc, pid, "gid_map", groups)
               ? -1
               : 0;
}
