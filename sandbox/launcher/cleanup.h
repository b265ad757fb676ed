/* Descriptors that close themselves when their variable goes out of scope. */
#ifndef WAYBILL_CLEANUP_H
#define WAYBILL_CLEANUP_H

#include <errno.h>
#include <unistd.h>

static inline void close_fd(const int *fd) {
    if (*fd >= 0) {
        int kept = errno;
        close(*fd);
        errno = kept;
    }
}

#define CLEANUP_FD __attribute__((cleanup(close_fd))) int

/* Hands a descriptor on: the caller keeps it open, the variable forgets it. */
static inline int take_fd(int *fd) {
    int taken = *fd;
    *fd = -1;
    return taken;
}

#endif
