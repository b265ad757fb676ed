#define _GNU_SOURCE
#include "group.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "launcher.h"

enum { MEMORY = 0, PROCESSES = 1, CPU = 2 }; /* hierarchies of version 1; version 2 has all in folder 0 */

static uint32_t version;
static char parents[3][PATH_MAX];
static unsigned next_number, number_step;
static struct leaf *idle;

void configure_groups(struct reader *payload, unsigned worker, unsigned workers) {
    version = read_u32(payload);
    for (int i = 0; i < 3; i++) {
        const char *path = read_string(payload);
        payload->bad |= strlen(path) >= sizeof parents[i];
        snprintf(parents[i], sizeof parents[i], "%s", path);
    }
    if (payload->bad || version > 2) {
        version = 0; /* then every limit is refused */
    }
    next_number = worker; /* so that no two workers make the same leaf */
    number_step = workers;
}

static int write_value(int folder, const char *file, const char *value) {
    CLEANUP_FD fd = openat(folder, file, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, value, strlen(value)) < 0 ? -1 : 0;
}

static int write_number(int folder, const char *file, uint64_t value, const char *none) {
    char text[32];
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    return write_value(folder, file, value ? text : none);
}

/* The number that follows `key` in the file. */
static uint64_t read_number(int fd, const char *key) {
    char text[1024];
    ssize_t size = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
    if (size <= 0) {
        return 0;
    }
    text[size] = 0;
    const char *at = strstr(text, key);
    return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

/* Memory and swap together may never be below memory alone: so both are lifted before they are set. */
static int limit_memory_v1(int folder, uint64_t bytes) {
    bool counts_swap = faccessat(folder, "memory.memsw.limit_in_bytes", F_OK, 0) == 0;
    if (counts_swap && write_value(folder, "memory.memsw.limit_in_bytes", "-1")) {
        return -1;
    }
    if (write_number(folder, "memory.limit_in_bytes", bytes, "-1")) {
        return -1;
    }
    return counts_swap ? write_number(folder, "memory.memsw.limit_in_bytes", bytes, "-1") : 0;
}

static int limit_memory(const struct leaf *leaf, uint64_t bytes) {
    if (version == 1) {
        return limit_memory_v1(leaf->folder[MEMORY], bytes);
    }
    if (faccessat(leaf->folder[0], "memory.swap.max", F_OK, 0) == 0 &&
        write_value(leaf->folder[0], "memory.swap.max", bytes ? "0" : "max")) {
        return -1;
    }
    return write_number(leaf->folder[0], "memory.max", bytes, "max");
}

/* The kernel takes quotas of a millisecond and more, so small shares need a long period. */
static int limit_cpu(const struct leaf *leaf, uint64_t millis) {
    char text[64];
    unsigned long period = millis >= 10 ? 100000 : 1000000;
    unsigned long long quota = millis * (period / 1000);
    if (version == 1) {
        snprintf(text, sizeof text, "%lu", period);
        return write_value(leaf->folder[CPU], "cpu.cfs_quota_us", "-1") ||
                       write_value(leaf->folder[CPU], "cpu.cfs_period_us", text)
                   ? -1
                   : write_number(leaf->folder[CPU], "cpu.cfs_quota_us", quota, "-1");
    }
    if (millis) {
        snprintf(text, sizeof text, "%llu %lu", quota, period);
    } else {
        snprintf(text, sizeof text, "max %lu", period);
    }
    return write_value(leaf->folder[0], "cpu.max", text);
}

static int set_limits(struct leaf *leaf, struct limits wanted) {
    if (wanted.memory != leaf->limits.memory && limit_memory(leaf, wanted.memory)) {
        return -1;
    }
    leaf->limits.memory = wanted.memory;
    if (wanted.processes != leaf->limits.processes &&
        write_number(leaf->folder[version == 1 ? PROCESSES : 0], "pids.max", wanted.processes, "max")) {
        return -1;
    }
    leaf->limits.processes = wanted.processes;
    if (wanted.cpu_millis != leaf->limits.cpu_millis && limit_cpu(leaf, wanted.cpu_millis)) {
        return -1;
    }
    leaf->limits.cpu_millis = wanted.cpu_millis;
    return 0;
}

static struct leaf *make_leaf(int opener) {
    const char *const at[3] = {parents[0], parents[1], parents[2]};
    if (version == 0) {
        errno = EOPNOTSUPP;
        return NULL;
    }
    struct leaf *leaf = calloc(1, sizeof *leaf);
    if (!leaf) {
        return NULL;
    }
    int folders = opener_leaf(opener, at, next_number, leaf->folder);
    if (folders < 0) {
        free(leaf);
        return NULL;
    }
    next_number += number_step;
    leaf->folders = (unsigned)folders;
    int error = 0;
    for (unsigned i = 0; i < leaf->folders; i++) {
        leaf->join[i] = openat(leaf->folder[i], version == 1 ? "tasks" : "cgroup.procs", O_WRONLY | O_CLOEXEC);
        error = leaf->join[i] < 0 ? errno : error;
    }
    leaf->peak = openat(leaf->folder[MEMORY], version == 1 ? "memory.max_usage_in_bytes" : "memory.peak",
                        O_RDWR | O_CLOEXEC); /* not there before Linux 5.19 */
    if (error) {
        for (unsigned i = 0; i < leaf->folders; i++) {
            close_fd(&leaf->folder[i]);
            close_fd(&leaf->join[i]);
        }
        close_fd(&leaf->peak);
        free(leaf);
        errno = error;
        return NULL;
    }
    return leaf;
}

static bool are_equal(struct limits a, struct limits b) {
    return a.memory == b.memory && a.processes == b.processes && a.cpu_millis == b.cpu_millis;
}

/* An idle one with these limits already, else any. */
static struct leaf *take_idle_leaf(struct limits limits) {
    struct leaf **best = &idle;
    for (struct leaf **at = &idle; *at; at = &(*at)->next) {
        if (are_equal((*at)->limits, limits)) {
            best = at;
            break;
        }
    }
    struct leaf *leaf = *best;
    if (leaf) {
        *best = leaf->next;
    }
    return leaf;
}

struct leaf *take_leaf(int opener, struct limits limits) {
    struct leaf *leaf = take_idle_leaf(limits);
    if (leaf && set_limits(leaf, limits) == 0) {
        return leaf;
    }
    if (leaf && errno != EBUSY) {
        int error = errno;
        return_leaf(leaf);
        errno = error;
        return NULL;
    }
    /* EBUSY: what its last task left in memory, such as a root that is still being taken down, is above the limit. */
    struct leaf *fresh = make_leaf(opener);
    int error = errno;
    if (leaf) {
        return_leaf(leaf);
    }
    if (fresh && set_limits(fresh, limits)) {
        error = errno;
        return_leaf(fresh);
        fresh = NULL;
    }
    errno = error;
    return fresh;
}

void return_leaf(struct leaf *leaf) {
    leaf->next = idle;
    idle = leaf;
}

int join_leaf(const struct leaf *leaf) {
    for (unsigned i = 0; i < leaf->folders; i++) {
        if (write(leaf->join[i], "0", 1) != 1) {
            return -1;
        }
    }
    return 0;
}

int leaf_ran_out_of_memory(struct leaf *leaf) {
    if (leaf->limits.memory == 0) {
        return 0;
    }
    CLEANUP_FD file = openat(leaf->folder[MEMORY], version == 1 ? "memory.oom_control" : "memory.events",
                             O_RDONLY | O_CLOEXEC);
    uint64_t kills = read_number(file, "oom_kill ");
    int more = kills > leaf->kills;
    leaf->kills = kills;
    return more;
}

uint64_t leaf_peak(struct leaf *leaf) {
    uint64_t peak = leaf->peak_is_stale ? 0 : read_number(leaf->peak, "");
    leaf->peak_is_stale = leaf->peak < 0 || write(leaf->peak, "0", 1) != 1;
    return peak;
}
