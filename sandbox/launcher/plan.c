#define _GNU_SOURCE
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "kernel.h"

static void add_string(struct strings *strings, const char *string) {
    if (strings->count == strings->capacity) {
        strings->capacity = strings->capacity ? strings->capacity * 2 : 64;
        strings->at = realloc(strings->at, strings->capacity * sizeof *strings->at);
        if (!strings->at) {
            fail(STAGE_MEMORY);
        }
    }
    strings->at[strings->count++] = (char *)string;
}

static void read_strings(struct reader *r, struct strings *strings) {
    strings->count = 0;
    for (uint32_t left = read_u32(r); left > 0 && !r->bad; left--) {
        add_string(strings, read_string(r));
    }
    add_string(strings, NULL);
}

static void read_identity(struct plan *plan, struct reader *step) {
    plan->user = read_u32(step);
    plan->group = read_u32(step);
    plan->ids = read_u32(step);
    read_u32(step);
    plan->group_count = read_u32(step);
    step->bad |= plan->ids > IDS_RANGE || plan->group_count > (plan->ids == IDS_RANGE ? MAX_GROUPS : 0) ||
                 (plan->ids == IDS_RANGE && (plan->user >= RANGE_IDS || plan->group >= RANGE_IDS));
    for (uint32_t i = 0; i < plan->group_count && !step->bad; i++) {
        plan->groups[i] = read_u32(step);
        step->bad |= plan->groups[i] >= RANGE_IDS;
    }
}

static void read_limits(struct plan *plan, struct reader *step) {
    plan->has_group = true;
    plan->limits.memory = read_u64(step);
    plan->limits.processes = read_u64(step);
    plan->limits.cpu_millis = read_u64(step);
}

static const struct disk no_disk = {"", "", ""};

static void read_root(struct plan *plan, struct reader *step) {
    plan->root = read_u32(step);
    bool writable = read_u32(step);
    plan->makes_places = read_u32(step);
    struct disk disk;
    disk.size = read_string(step);
    disk.folder = read_string(step);
    disk.formatter = read_string(step);
    plan->disk = writable ? disk : no_disk;
}

/* Looks at one step for what has to be known before the child is made. */
static void read_step(struct plan *plan, uint32_t number, uint32_t kind, struct reader *step) {
    switch ((enum step)kind) {
    case STEP_CONTROL_GROUP:
        plan->group_step = number;
        read_limits(plan, step);
        break;
    case STEP_NETWORK:
        plan->network_step = number;
        plan->network = read_u32(step);
        step->bad |= plan->network > NETWORK_HOST;
        break;
    case STEP_ROOT:
        plan->root_step = number;
        read_root(plan, step);
        break;
    case STEP_FILE_SYSTEM:
        read_string(step);
        read_string(step);
        read_u32(step);
        read_u32(step);
        read_string(step);
        read_string(step);
        break;
    case STEP_DEVICE:
    case STEP_LINK:
        read_string(step);
        read_string(step);
        break;
    case STEP_FILE:
        read_string(step);
        read_slice(step, read_u32(step));
        break;
    case STEP_BIND:
        read_string(step);
        read_string(step);
        step->bad |= read_u32(step) > BIND_DEVICE || plan->bind_count == MAX_BINDS;
        plan->bind_count += !step->bad;
        break;
    case STEP_MASK:
        read_string(step);
        read_u32(step);
        break;
    case STEP_RESOURCE_LIMIT:
        read_u32(step);
        read_u64(step);
        break;
    case STEP_IDENTITY:
        plan->identity_step = number;
        read_identity(plan, step);
        break;
    case STEP_DIRECTORY:
    case STEP_FOLDER:
        read_string(step);
        break;
    case STEP_FILTER:
        read_u32(step);
        break;
    case STEP_SESSION:
        break;
    case STEP_EXECUTE:
        read_strings(step, &plan->candidates);
        read_strings(step, &plan->arguments);
        read_strings(step, &plan->variables);
        step->bad |= plan->arguments.count < 2;
        break;
    default: /* not one of ours */
        step->bad = true;
    }
}

bool read_plan(struct plan *plan, struct reader *payload) {
    plan->task = read_u32(payload);
    plan->streams = read_u32(payload);
    plan->output_limit = read_u64(payload);
    plan->columns = read_u32(payload);
    plan->rows = read_u32(payload);
    plan->fault = read_u32(payload);
    plan->steps = read_u32(payload);
    plan->first_step = *payload;
    plan->has_group = plan->makes_places = false;
    plan->network = NETWORK_DISABLED;
    plan->limits = (struct limits){0};
    plan->disk = no_disk;
    plan->root = plan->user = plan->group = 0;
    plan->ids = IDS_SINGLE;
    plan->group_count = 0;
    plan->group_step = plan->network_step = plan->root_step = plan->identity_step = plan->steps;
    plan->bind_count = 0;
    uint32_t kind = 0;
    for (uint32_t i = 0; i < plan->steps && !payload->bad; i++) {
        kind = read_u32(payload);
        struct reader step = read_slice(payload, read_u32(payload));
        read_step(plan, i, kind, &step);
        payload->bad |= step.bad || step.at != step.end;
    }
    return !payload->bad && kind == STEP_EXECUTE && plan->streams >= STREAMS_CAPTURED &&
           plan->streams <= STREAMS_TERMINAL;
}

/* Only a device: a folder opened so would show all devices that its file system holds. */
static int open_device(int opener, const char *source, enum call *call) {
    CLEANUP_FD node = opener_open(opener, source, 0, call);
    struct mount_attributes wanted = {.set = ATTR_NO_SET_ID | ATTR_NO_EXECUTE};
    struct stat status;
    if (node < 0) {
        return -1;
    }
    *call = CALL_MOUNT_SETATTR;
    if (fstat(node, &status) || set_attributes(node, "", TREE_EMPTY_PATH, wanted)) {
        return -1;
    }
    if (!S_ISCHR(status.st_mode) && !S_ISBLK(status.st_mode)) {
        errno = ENODEV;
        return -1;
    }
    return take_fd(&node);
}

/* What the kernel itself mounts below one of its folders is left out, where the caller may leave it out. */
static int open_bind(int opener, const char *source, enum bind bind, int map, enum call *call) {
    if (bind == BIND_AS_IT_IS) {
        return opener_open(opener, source, TREE_IS_FOR_TASKS | TREE_IS_READ_ONLY | TREE_KEEPS_IDS, call);
    }
    if (bind == BIND_DEVICE) {
        return open_device(opener, source, call);
    }
    unsigned flags = TREE_IS_WHOLE | TREE_IS_FOR_TASKS | (bind == BIND_WRITABLE ? 0 : TREE_IS_READ_ONLY);
    return open_mapped(opener, source, flags, map, call);
}

bool open_binds(struct plan *plan, int opener, int map, struct halt *halt) {
    struct reader steps = plan->first_step;
    unsigned wanted = plan->bind_count;
    plan->bind_count = 0;
    for (uint32_t i = 0; plan->bind_count < wanted; i++) {
        uint32_t kind = read_u32(&steps);
        struct reader step = read_slice(&steps, read_u32(&steps));
        if (kind != STEP_BIND) {
            continue;
        }
        const char *source = read_string(&step);
        read_string(&step);
        enum call call;
        int fd = open_bind(opener, source, read_u32(&step), map, &call);
        if (fd < 0) {
            halt->step = i;
            halt->call = call;
            halt->error = (unsigned)errno;
            close_binds(plan);
            return false;
        }
        plan->binds[plan->bind_count++] = fd;
    }
    return true;
}

void close_binds(struct plan *plan) {
    while (plan->bind_count > 0) {
        close(plan->binds[--plan->bind_count]);
    }
}
