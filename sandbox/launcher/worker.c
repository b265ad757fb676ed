/* A worker makes tasks and reports their ends. One thread, one event loop; while a task's child is on its way to its
 * program the worker stands still, which is why there is one worker for each processor. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "disk.h"
#include "group.h"
#include "inside.h"
#include "kernel.h"
#include "launcher.h"
#include "namespaces.h"
#include "network.h"
#include "plan.h"
#include "streams.h"
#include "trees.h"
#include "wire.h"

enum {
    OUTBOX_LIMIT = 1 << 20,  /* bytes; above this we wait for Java instead of reading more output */
    INPUT_LIMIT = 1 << 20,   /* bytes waiting for a terminal that is not read; more is dropped */
    READ_SIZE = 64 << 10,
    MAX_ROOT = 4096,
    LAST_READS = 512         /* of each stream when a task is over */
};

enum source { SOURCE_OUTPUT = 0, SOURCE_ERROR, SOURCE_END, SOURCES };

struct task {
    struct task *next;               /* in the list of free ones */
    unsigned number;                 /* our index */
    uint32_t id;                     /* Java's; 0: free */
    int pid, pidfd;
    int fds[2];                      /* output and error, or the terminal and -1 */
    int terminal;                    /* the task's side of its terminal, or -1: while we hold it too, a task that
                                        closes it for a moment is not hung up on */
    uint64_t limit, total[2];        /* bytes kept of each, bytes written to each */
    struct outbox input;             /* for the terminal */
    struct leaf *leaf;
    int network;                     /* -1: the host's */
    bool network_is_clean;
    int layer;                       /* what takes the writes to a root with a size, or -1 */
    bool layer_is_file;
    uint64_t started_us;
};

static struct {
    int socket, opener, epoll;
    unsigned index, workers;
    struct inbox inbox;
    struct outbox outbox;
    struct trees trees;
    struct root *roots;              /* index: Java's number */
    unsigned root_count;
    struct task **tasks;             /* index: struct task.number */
    unsigned task_count;
    struct task *free_tasks;
    uint32_t host_id;
} self;

static uint64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void watch(int fd, unsigned task, enum source source) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = task * SOURCES + source};
    if (epoll_ctl(self.epoll, EPOLL_CTL_ADD, fd, &event)) {
        fail(STAGE_WORKER);
    }
}

/* Deleted before it is closed: a child that was cloned but not yet executed may still hold a copy, and would keep
 * the entry alive. */
static void unwatch(int *fd) {
    if (*fd >= 0) {
        epoll_ctl(self.epoll, EPOLL_CTL_DEL, *fd, NULL);
        close(*fd);
        *fd = -1;
    }
}

/* ---- tasks ---- */

static struct task *new_task(uint32_t id) {
    struct task *task = self.free_tasks;
    if (task) {
        self.free_tasks = task->next;
    } else {
        task = malloc(sizeof *task);
        self.tasks = realloc(self.tasks, (self.task_count + 1) * sizeof *self.tasks);
        if (!task || !self.tasks) {
            fail(STAGE_MEMORY);
        }
        task->number = self.task_count;
        self.tasks[self.task_count++] = task;
    }
    unsigned number = task->number;
    *task = (struct task){.number = number, .id = id, .pid = -1, .pidfd = -1, .fds = {-1, -1}, .terminal = -1,
                           .network = -1, .layer = -1};
    return task;
}

static void free_task(struct task *task) {
    free(task->input.bytes);
    close_fd(&task->terminal);
    if (task->layer >= 0 && task->layer_is_file) {
        abandon_disk(task->layer);
    }
    close_fd(&task->layer);
    if (task->leaf) {
        return_leaf(task->leaf);
    }
    if (task->network >= 0 && task->network_is_clean) {
        return_network(task->network);
    } else if (task->network >= 0) {
        close(task->network);
    }
    task->id = 0;
    task->next = self.free_tasks;
    self.free_tasks = task;
}

static struct task *find_task(uint32_t id) {
    for (unsigned i = 0; id && i < self.task_count; i++) {
        if (self.tasks[i]->id == id) {
            return self.tasks[i];
        }
    }
    return NULL; /* ended while Java's word was on its way */
}

static void report_end(struct task *task, const struct halt *halt, int status, const struct rusage *usage) {
    struct ended ended = {.task = task->id, .step = halt->step, .call = halt->call, .error = halt->error,
                          .status = (unsigned)status, .wall_us = now_us() - task->started_us,
                          .out_bytes = task->total[0], .err_bytes = task->total[1]};
    if (usage) {
        ended.user_us = (uint64_t)usage->ru_utime.tv_sec * 1000000 + (uint64_t)usage->ru_utime.tv_usec;
        ended.system_us = (uint64_t)usage->ru_stime.tv_sec * 1000000 + (uint64_t)usage->ru_stime.tv_usec;
        ended.peak_bytes = (uint64_t)usage->ru_maxrss * 1024;
        ended.read_blocks = (uint64_t)usage->ru_inblock;
        ended.written_blocks = (uint64_t)usage->ru_oublock;
    }
    if (task->layer >= 0 && usage) {
        ended.disk_bytes = layer_bytes(task->layer);
    }
    if (task->leaf && usage) {
        ended.out_of_memory = (unsigned)leaf_ran_out_of_memory(task->leaf);
        uint64_t peak = leaf_peak(task->leaf);
        ended.peak_bytes = peak ? peak : ended.peak_bytes;
    }
    outbox_frame(&self.outbox, REPORT_ENDED, &ended, sizeof ended, NULL, 0);
}

/* Passes on some of what a task has written. False at the end of the stream, or when there is nothing now. */
static bool read_output(struct task *task, unsigned stream) {
    static char bytes[READ_SIZE];
    ssize_t n = read(task->fds[stream], bytes, sizeof bytes);
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            unwatch(&task->fds[stream]); /* a terminal says EIO when its last user is gone */
        }
        return false;
    }
    uint64_t before = task->total[stream];
    task->total[stream] += (uint64_t)n;
    if (before < task->limit) {
        uint64_t room = task->limit - before;
        uint32_t head[2] = {task->id, stream + 1};
        outbox_frame(&self.outbox, REPORT_OUTPUT, head, sizeof head, bytes, (uint64_t)n < room ? (size_t)n : room);
    }
    while (self.outbox.size - self.outbox.sent > OUTBOX_LIMIT) { /* bounded memory, whatever a task writes */
        struct pollfd wait = {self.socket, POLLOUT, 0};
        poll(&wait, 1, -1);
        if (!outbox_flush(&self.outbox, self.socket)) {
            _exit(0);
        }
    }
    return true;
}

/* The whole PID namespace is dead: what is there now is all that the task wrote. Bounded, because it may have handed
 * its end to somebody outside who goes on writing. */
static void read_the_rest(struct task *task, unsigned stream) {
    for (int i = 0; i < LAST_READS && task->fds[stream] >= 0 && read_output(task, stream); i++) {
    }
    unwatch(&task->fds[stream]);
}

static void task_ended(struct task *task) {
    static const struct halt none;
    struct rusage usage;
    int status;
    while (wait4(task->pid, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    read_the_rest(task, 0);
    read_the_rest(task, 1);
    unwatch(&task->pidfd);
    report_end(task, &none, status, &usage);
    free_task(task);
}

/* ---- launching ---- */

static bool open_the_binds(struct plan *plan, struct halt *halt) {
    int map;
    if (plan->bind_count > 0 && !find_callers_map(plan->ids, plan->user, plan->group, &map)) {
        halt->step = plan->identity_step;
        halt->call = CALL_SETID;
        halt->error = (unsigned)errno;
        plan->bind_count = 0;
        return false;
    }
    return plan->bind_count == 0 || open_binds(plan, self.opener, map, halt);
}

static bool stop(struct halt *halt, uint32_t step, enum call call) {
    halt->step = step;
    halt->call = call;
    halt->error = (unsigned)errno;
    return false;
}

/* Everything that the child must find ready. */
static bool prepare_task(struct task *task, struct plan *plan, struct inside *in, struct halt *halt) {
    plan->user_namespace = namespace_for(plan->ids, plan->user, plan->group);
    if (plan->user_namespace < 0) {
        return stop(halt, plan->identity_step, CALL_SETID);
    }
    if (plan->network == NETWORK_LOOPBACK && plan->ids == IDS_RANGE) { /* raw sockets: `ping` */
        task->network = make_network_of(plan->user_namespace);
    } else if (plan->network != NETWORK_HOST) {
        task->network = take_network();
    }
    if (plan->network != NETWORK_HOST && task->network < 0) {
        return stop(halt, plan->network_step, CALL_UNSHARE);
    }
    task->network_is_clean = plan->network == NETWORK_DISABLED;
    in->network = task->network;
    if (plan->has_group && !(task->leaf = take_leaf(self.opener, plan->limits))) {
        return stop(halt, plan->group_step, CALL_WRITE);
    }
    in->leaf = task->leaf;
    if (plan->root >= self.root_count) {
        errno = EINVAL;
        return stop(halt, plan->root_step, CALL_PROTOCOL);
    }
    in->root = &self.roots[plan->root];
    if (*plan->disk.size) { /* made here, because what it held is asked for when the task's namespaces are gone */
        enum call call;
        in->layer = task->layer = make_layer(&self.trees, self.opener, &plan->disk, &call);
        task->layer_is_file = *plan->disk.folder;
        if (task->layer < 0) {
            return stop(halt, plan->root_step, call);
        }
    }
    if (open_streams(plan, self.host_id, self.trees.null, in, task->fds, &task->terminal)) {
        return stop(halt, plan->steps, plan->streams == STREAMS_TERMINAL ? CALL_TERMINAL : CALL_PIPE);
    }
    return true;
}

static bool make_child(struct task *task, const struct plan *plan, struct inside *in, struct halt *halt) {
    static char stack[128 << 10] __attribute__((aligned(16)));
    int flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS |
                (plan->has_group ? 0 : CLONE_NEWCGROUP) | SIGCHLD;
    task->pid = clone(inside_main, stack + sizeof stack, flags, in, &task->pidfd);
    if (self.trees.rootless && plan->ids == IDS_RANGE) {
        prctl(PR_SET_DUMPABLE, 1); /* the child changed ids in our memory: our files in proc would not be ours any more */
    }
    if (task->pid < 0) {
        task->pidfd = -1;
        return stop(halt, plan->steps, CALL_CLONE);
    }
    if (halt->call != CALL_NONE) { /* it is gone already */
        while (waitpid(task->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        close(task->pidfd);
        return false;
    }
    return true;
}

static void launch(struct reader *payload) {
    static struct plan plan;
    static struct halt halt;
    struct inside in = {.plan = &plan, .trees = &self.trees, .halt = &halt, .input = -1, .output = -1, .error = -1,
                        .layer = -1, .own_terminals = -1};
    halt = (struct halt){0, CALL_NONE, 0};
    bool readable = read_plan(&plan, payload);
    struct task *task = new_task(plan.task);
    task->started_us = now_us();
    task->limit = plan.streams == STREAMS_TERMINAL ? UINT64_MAX : plan.output_limit;
    bool started = false;
    if (!readable) {
        errno = EPROTO;
        stop(&halt, plan.steps, CALL_PROTOCOL);
        plan.bind_count = 0;
    } else if (open_the_binds(&plan, &halt)) {
        started = prepare_task(task, &plan, &in, &halt) && make_child(task, &plan, &in, &halt);
    }
    close_binds(&plan);
    close_child_ends(&plan, &in);
    if (!started) {
        close_fd(&task->fds[0]);
        close_fd(&task->fds[1]);
        report_end(task, &halt, 0, NULL);
        free_task(task);
        return;
    }
    for (unsigned stream = 0; stream < 2; stream++) {
        if (task->fds[stream] >= 0) {
            watch(task->fds[stream], task->number, (enum source)stream);
        }
    }
    watch(task->pidfd, task->number, SOURCE_END);
}

/* ---- what Java asks ---- */

static void prepare(struct reader *payload) {
    static struct stack stack;
    uint32_t number = read_u32(payload), ids = read_u32(payload), user = read_u32(payload), group = read_u32(payload);
    uint32_t count = stack.count = read_u32(payload);
    if (number > MAX_ROOT) {
        return; /* a launch that names this root is refused */
    }
    stack.for_range = ids == IDS_RANGE;
    bool mapped = find_callers_map(ids, user, group, &stack.callers_map);
    stack.range_map = stack.for_range && !self.trees.rootless ? namespace_of_range() : -1;
    mapped &= stack.range_map >= 0 || !stack.for_range || self.trees.rootless;
    for (uint32_t i = 0; i < count && i < MAX_LAYERS; i++) {
        stack.is_of_range[i] = read_u32(payload) == IDS_RANGE;
        stack.layers[i] = read_string(payload);
    }
    if (number >= self.root_count) {
        self.roots = realloc(self.roots, (number + 1) * sizeof *self.roots);
        if (!self.roots) {
            fail(STAGE_MEMORY);
        }
        while (self.root_count <= number) {
            self.roots[self.root_count++] = no_root;
        }
    }
    forget_root(&self.trees, &self.roots[number]);
    if (count > 0 && count <= MAX_LAYERS && !payload->bad && mapped) {
        self.roots[number] = prepare_root(&self.trees, self.opener, &stack);
    }
}

static void write_input(struct task *task) {
    while (task->input.sent < task->input.size) {
        ssize_t n = write(task->fds[0], task->input.bytes + task->input.sent, task->input.size - task->input.sent);
        if (n < 0) {
            break;
        }
        task->input.sent += (size_t)n;
    }
    bool waits = task->input.sent < task->input.size && errno == EAGAIN;
    if (!waits) {
        task->input.size = task->input.sent = 0;
    }
    struct epoll_event event = {.events = EPOLLIN | (waits ? EPOLLOUT : 0),
                                .data.u32 = task->number * SOURCES + SOURCE_OUTPUT};
    epoll_ctl(self.epoll, EPOLL_CTL_MOD, task->fds[0], &event);
}

static void take_input(struct task *task, struct reader *payload) {
    size_t size = (size_t)(payload->end - payload->at);
    if (task->fds[0] >= 0 && task->fds[1] < 0 && task->input.size + size <= INPUT_LIMIT) {
        outbox_append(&task->input, payload->at, size);
        write_input(task);
    }
}

static void obey(uint32_t kind, struct reader *payload) {
    switch ((enum worker_frame)kind) {
    case WORKER_PREPARE_ROOT:
        prepare(payload);
        return;
    case WORKER_LAUNCH:
        launch(payload);
        return;
    case WORKER_CONTROL_GROUPS:
        configure_groups(payload, self.index, self.workers);
        return;
    case WORKER_SIGNAL:
    case WORKER_INPUT:
    case WORKER_WINDOW:
        break;
    }
    struct task *task = find_task(read_u32(payload));
    if (!task) {
        return;
    }
    if (kind == WORKER_SIGNAL) {
        pidfd_signal(task->pidfd, (int)read_u32(payload));
    } else if (kind == WORKER_INPUT) {
        take_input(task, payload);
    } else {
        struct winsize size = {.ws_col = (unsigned short)read_u32(payload)};
        size.ws_row = (unsigned short)read_u32(payload);
        ioctl(task->fds[0], TIOCSWINSZ, &size);
    }
}

/* ---- the loop ---- */

static void handle(const struct epoll_event *event) {
    struct task *task = self.tasks[event->data.u32 / SOURCES];
    enum source source = event->data.u32 % SOURCES;
    if (task->id == 0) {
        return; /* ended earlier in this round */
    }
    if (source == SOURCE_END) {
        task_ended(task);
        return;
    }
    if (event->events & EPOLLOUT) {
        write_input(task);
    }
    if (event->events & ~(uint32_t)EPOLLOUT && task->fds[source] >= 0) {
        read_output(task, source);
    }
}

static void flush_and_watch_socket(struct epoll_event *event) {
    if (!outbox_flush(&self.outbox, self.socket)) {
        _exit(0);
    }
    uint32_t wanted = EPOLLIN | (self.outbox.size > 0 ? EPOLLOUT : 0);
    if (event->events != wanted) {
        event->events = wanted;
        epoll_ctl(self.epoll, EPOLL_CTL_MOD, self.socket, event);
    }
}

_Noreturn static void run(void) {
    struct epoll_event events[64], socket_event = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
    if (epoll_ctl(self.epoll, EPOLL_CTL_ADD, self.socket, &socket_event)) {
        fail(STAGE_WORKER);
    }
    for (;;) {
        flush_and_watch_socket(&socket_event);
        int count = epoll_wait(self.epoll, events, 64, -1);
        bool asked = false;
        for (int i = 0; i < count; i++) {
            if (events[i].data.u32 == UINT32_MAX) {
                asked = true;
            } else {
                handle(&events[i]);
            }
        }
        /* Ends are reported before new tasks are made: making one takes as long as a program may run. */
        if (!outbox_flush(&self.outbox, self.socket) || (asked && !inbox_fill(&self.inbox, self.socket))) {
            _exit(0);
        }
        uint32_t kind;
        struct reader payload;
        while (inbox_next(&self.inbox, &kind, &payload)) {
            obey(kind, &payload);
        }
    }
}

_Noreturn void worker_main(struct launcher *l, unsigned index) {
    prctl(PR_SET_NAME, "waybill-worker");
    self.socket = l->worker_sockets[index];
    self.opener = l->worker_ends[index];
    self.index = index;
    self.workers = l->workers;
    self.host_id = l->host_id;
    begin_namespaces(l);
    umask(0022);
    if (l->classic && unshare(CLONE_NEWNS)) { /* what it attaches below /t is its own, not its neighbours' */
        fail(STAGE_WORKER);
    }
    self.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (self.epoll < 0) {
        fail(STAGE_WORKER);
    }
    prepare_devices_and_masks(&self.trees, l, self.opener);
    build_filters();
    if (install_inherited_filter()) {
        fail(STAGE_FILTER);
    }
    int network = take_network(); /* the first task should not wait for it, and a refusal is told early */
    if (network < 0) {
        fail(STAGE_NETWORK);
    }
    return_network(network);
    outbox_frame(&self.outbox, REPORT_READY, "", 0, NULL, 0);
    run();
}
