/* A plan as it came from Java, checked and made ready: everything that needs memory or the opener is done here,
 * before the task's child exists. */
#ifndef WAYBILL_PLAN_H
#define WAYBILL_PLAN_H

#include <stdbool.h>

#include "group.h"
#include "trees.h"
#include "wire.h"

struct strings {
    char **at; /* ends with NULL */
    size_t count, capacity;
};

struct plan {
    uint32_t task, streams, columns, rows, fault, steps;
    uint64_t output_limit;
    struct reader first_step;

    bool has_group, shares_network;
    uint32_t network;               /* enum network */
    struct limits limits;
    uint32_t root;
    bool makes_places;
    struct disk disk;
    uint32_t user, group, ids;      /* enum ids */
    uint32_t groups[MAX_GROUPS], group_count;
    uint32_t group_step, network_step, root_step, identity_step; /* where these stand in the plan */
    int user_namespace;             /* not ours to close */
    int binds[MAX_BINDS];
    unsigned bind_count;
    struct strings candidates, arguments, variables;
};

/* What stopped a task, and at which step: `steps` of the plan when at none of them. In memory that the task's child shares with its worker: volatile, or the
 * compiler would not look again after clone. */
struct halt {
    volatile unsigned step, call, error;
};

/* False when the payload is not a plan: a bug in Java, told as CALL_PROTOCOL. */
bool read_plan(struct plan *plan, struct reader *payload);

/* Opens the plan's binds; false with `halt` filled in. `map` says what their owners are for the task; -1: the opener
 * knows. */
bool open_binds(struct plan *plan, int opener, int map, struct halt *halt);
void close_binds(struct plan *plan);

#endif
