#define _GNU_SOURCE
#include "rights.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The raw calls: the C library's would reach for threads that a borrowed memory does not have. */
static struct __user_cap_header_struct this_thread(void) {
    return (struct __user_cap_header_struct){_LINUX_CAPABILITY_VERSION_3, 0};
}

int get_capabilities(uint64_t *permitted) {
    struct __user_cap_header_struct head = this_thread();
    struct __user_cap_data_struct have[2];
    if (syscall(SYS_capget, &head, have)) {
        return -1;
    }
    *permitted = have[0].permitted | (uint64_t)have[1].permitted << 32;
    return 0;
}

int set_capabilities(uint64_t permitted, uint64_t effective) {
    struct __user_cap_header_struct head = this_thread();
    struct __user_cap_data_struct sets[2];
    memset(sets, 0, sizeof sets);
    for (int i = 0; i < 2; i++) {
        sets[i].permitted = (uint32_t)(permitted >> 32 * i);
        sets[i].effective = (uint32_t)(effective >> 32 * i);
    }
    return (int)syscall(SYS_capset, &head, sets);
}

uint64_t capabilities_of_range(bool without_file_capabilities) {
    static const uint64_t granted =
        1ull << CAP_CHOWN | 1ull << CAP_DAC_OVERRIDE | 1ull << CAP_FOWNER | 1ull << CAP_FSETID | 1ull << CAP_KILL |
        1ull << CAP_SETGID | 1ull << CAP_SETUID | 1ull << CAP_SETPCAP | 1ull << CAP_NET_BIND_SERVICE |
        1ull << CAP_NET_RAW | 1ull << CAP_SYS_CHROOT | 1ull << CAP_MKNOD | 1ull << CAP_AUDIT_WRITE |
        1ull << CAP_SETFCAP;
    return without_file_capabilities ? granted & ~(1ull << CAP_SETFCAP) : granted;
}

int bound_capabilities(uint64_t kept) {
    for (int capability = 0; capability < 64; capability++) {
        if (!(kept >> capability & 1) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) {
            if (errno == EINVAL && capability > CAP_AUDIT_READ) {
                return 0; /* that many this kernel has */
            }
            return -1;
        }
    }
    return 0;
}
