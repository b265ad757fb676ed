/* Control group leaves, kept and used again. */
#ifndef WAYBILL_GROUP_H
#define WAYBILL_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "wire.h"

struct limits {
    uint64_t memory, processes, cpu_millis; /* 0: none */
};

struct leaf {
    struct leaf *next;
    unsigned folders;      /* how many of the three are used: 3 with version 1, 1 with version 2 */
    int folder[3];         /* O_PATH */
    int join[3];           /* writing "0" here moves the writer in */
    int peak;              /* the most memory used since it was last written to, with version 2 by this descriptor */
    bool peak_is_stale;    /* this kernel cannot reset it: it is of another task */
    struct limits limits;  /* as they are set now */
    uint64_t kills;        /* by the out-of-memory killer, as last counted */
};

/* Where leaves are to be made: the payload of WORKER_CONTROL_GROUPS. */
void configure_groups(struct reader *payload, unsigned worker, unsigned workers);

/* A leaf with these limits, empty of processes. NULL with errno: they cannot be enforced here. */
struct leaf *take_leaf(int opener, struct limits limits);
void return_leaf(struct leaf *leaf);

/* In the task's child. Version 1 joins by `tasks`: `cgroup.procs` takes a global lock and waits milliseconds. */
int join_leaf(const struct leaf *leaf);

/* After the task's end: whether memory ran out, and the most it used, in bytes. */
int leaf_ran_out_of_memory(struct leaf *leaf);
uint64_t leaf_peak(struct leaf *leaf); /* 0: not known */

#endif
