/* The user namespaces that a worker keeps. -1: the kernel refused, and errno says why. */
#ifndef WAYBILL_NAMESPACES_H
#define WAYBILL_NAMESPACES_H

#include <stdbool.h>
#include <stdint.h>

#include "launcher.h"

void begin_namespaces(const struct launcher *l);

/* Of all tasks with a range of ids. ENOTSUP: there are no subordinate ids. */
int namespace_of_range(void);

/* Of a task with these ids. */
int namespace_for(uint32_t ids, uint32_t user, uint32_t group);

/* What the owners of a bound folder are for this task; `map` is -1 where that is the same for all. */
bool find_callers_map(uint32_t ids, uint32_t user, uint32_t group, int *map);

#endif
