/* A task's standard streams. */
#ifndef WAYBILL_STREAMS_H
#define WAYBILL_STREAMS_H

#include <stdint.h>

#include "inside.h"
#include "plan.h"

/* Opens both ends of each. `ours` gets those of output and error, or the terminal's and nothing, `terminal` the task's
 * side of a terminal. What it opened before it failed is there and in `in`, for those who close that anyway. -1 with
 * errno. */
int open_streams(const struct plan *plan, uint32_t host_id, int null, struct inside *in, int ours[2], int *terminal);

/* The child's ends, which only the child needs. */
void close_child_ends(const struct plan *plan, const struct inside *in);

#endif
