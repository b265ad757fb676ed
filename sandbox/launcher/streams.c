/* Where a task's standard streams lead: pipes or a terminal, opened by its worker before the task is there. */
#define _GNU_SOURCE
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cleanup.h"
#include "kernel.h"
#include "protocol.h"

/* A task must be able to open /proc/self/fd/1 anew, as many programs do. A single id of an ordinary user is the owner
 * already. */
static int give_to_task(int fd, const struct plan *plan, uint32_t host_id) {
    uint32_t user = host_id, group = host_id;
    if (plan->ids == IDS_RANGE) {
        user += plan->user;
        group += plan->group;
    }
    return user || group ? fchown(fd, user, group) : 0;
}

static int open_pipe(const struct plan *plan, uint32_t host_id, int *ours, int *the_tasks) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC)) {
        return -1;
    }
    *ours = ends[0];
    *the_tasks = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) || give_to_task(ends[1], plan, host_id) ? -1 : 0;
}

/* A terminal in a devpts of the task's own, so that nothing leads from it to the user's. */
static int open_terminal(const struct plan *plan, uint32_t host_id, struct inside *in, int *ours, int *terminal) {
    int unlocked = 0;
    struct winsize size = {(unsigned short)plan->rows, (unsigned short)plan->columns, 0, 0};
    CLEANUP_FD fs = fs_open("devpts");
    if (fs < 0 || fs_set(fs, "ptmxmode", "0666") || fs_create(fs) ||
        (in->own_terminals = fs_mount(fs, ATTR_NO_SET_ID | ATTR_NO_EXECUTE)) < 0) {
        return -1;
    }
    *ours = openat(in->own_terminals, "ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (*ours < 0 || ioctl(*ours, TIOCSPTLCK, &unlocked) || ioctl(*ours, TIOCSWINSZ, &size)) {
        return -1;
    }
    *terminal = ioctl(*ours, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*terminal < 0 || give_to_task(*terminal, plan, host_id)) {
        return -1;
    }
    in->input = in->output = in->error = *terminal;
    return 0;
}

int open_streams(const struct plan *plan, uint32_t host_id, int null, struct inside *in, int ours[2], int *terminal) {
    switch ((enum streams)plan->streams) {
    case STREAMS_CAPTURED:
        in->input = null;
        return open_pipe(plan, host_id, &ours[0], &in->output) || open_pipe(plan, host_id, &ours[1], &in->error) ? -1
                                                                                                                 : 0;
    case STREAMS_TERMINAL:
        return open_terminal(plan, host_id, in, &ours[0], terminal);
    case STREAMS_INHERITED:
        break;
    }
    return 0;
}

void close_child_ends(const struct plan *plan, const struct inside *in) {
    if (plan->streams == STREAMS_CAPTURED) {
        close_fd(&in->output);
        close_fd(&in->error);
    }
    close_fd(&in->own_terminals);
}
