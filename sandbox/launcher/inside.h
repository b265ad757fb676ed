/* Inside the task: what its child does between clone and execve. */
#ifndef WAYBILL_INSIDE_H
#define WAYBILL_INSIDE_H

#include "plan.h"

struct inside {
    const struct plan *plan;
    const struct trees *trees;
    const struct root *root;
    const struct leaf *leaf;
    int network;               /* -1: the host's */
    int input, output, error;  /* -1: inherited */
    int layer;                 /* what takes writes, or -1: made in memory when it is needed */
    int own_terminals;         /* the devpts that holds the task's terminal, or -1 */
    struct halt *halt;
};

/* The child's whole life before the program: never returns. Borrows its worker's memory, so it allocates nothing
 * and calls nothing that could. */
int inside_main(void *inside);

#endif
