/* User namespaces of a worker, made when they are first wanted and kept for the tasks that come after. */
#define _GNU_SOURCE
#include "namespaces.h"

#include <errno.h>
#include <unistd.h>

enum { MAX_NAMESPACES = 64 };

/* Used round robin once it is full. */
struct namespaces {
    struct {
        uint32_t user, group;
        int fd;
    } at[MAX_NAMESPACES];
    unsigned count, next;
};

static struct {
    struct namespaces single, callers; /* by ids: of tasks, and for mounts of tasks with a range */
    bool has_range, rootless;
    int range; /* the user namespace of all tasks with a range, or -1 */
    int proc;
    uint32_t host_id;
    int id_map;
} self;

void begin_namespaces(const struct launcher *l) {
    self.proc = l->proc;
    self.host_id = l->host_id;
    self.id_map = l->id_map;
    self.has_range = l->sub_user;
    self.rootless = l->rootless;
    self.range = -1;
}

static int kept_namespace(struct namespaces *kept, uint32_t user, uint32_t group,
                          int make(int proc, uint32_t user, uint32_t group, uint32_t host_id)) {
    for (unsigned i = 0; i < kept->count; i++) {
        if (kept->at[i].user == user && kept->at[i].group == group) {
            return kept->at[i].fd;
        }
    }
    int fd = make(self.proc, user, group, self.host_id);
    if (fd < 0) {
        return -1;
    }
    unsigned place = kept->next;
    if (kept->count < MAX_NAMESPACES) {
        kept->count++;
    } else {
        close(kept->at[place].fd);
    }
    kept->next = (place + 1) % MAX_NAMESPACES;
    kept->at[place].user = user;
    kept->at[place].group = group;
    kept->at[place].fd = fd;
    return fd;
}

/* Made when it is first wanted: many launchers never need one. */
int namespace_of_range(void) {
    if (self.range < 0 && self.rootless && !self.has_range) {
        errno = ENOTSUP; /* no subordinate ids */
    } else if (self.range < 0) {
        self.range = range_namespace(self.proc, self.host_id);
    }
    return self.range;
}

int namespace_for(uint32_t ids, uint32_t user, uint32_t group) {
    if (ids == IDS_RANGE) {
        return namespace_of_range();
    }
    return user == 0 && group == 0 ? self.id_map : kept_namespace(&self.single, user, group, single_namespace);
}

bool find_callers_map(uint32_t ids, uint32_t user, uint32_t group, int *map) {
    *map = -1;
    if (ids == IDS_RANGE && !self.rootless) {
        *map = kept_namespace(&self.callers, user, group, callers_namespace);
        return *map >= 0;
    }
    return true;
}
