/* Capabilities of this thread, as sets of bits. All of it is async-signal-safe. */
#ifndef WAYBILL_RIGHTS_H
#define WAYBILL_RIGHTS_H

#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>

#define TO_INSTALL_A_FILTER (1ull << CAP_SYS_ADMIN)

int get_capabilities(uint64_t *permitted);
int set_capabilities(uint64_t permitted, uint64_t effective);

/* What container engines grant, over the ids of the task's own user namespace: none of these reaches beyond it. */
uint64_t capabilities_of_range(bool without_file_capabilities);

/* Set-id programs work in a task with a range, so no_new_privs is off. What they could gain is bounded for good:
 * entering the user namespace has filled the bounding set again. */
int bound_capabilities(uint64_t kept);

#endif
