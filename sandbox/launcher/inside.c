/* One loop over the plan's steps. Each step is a function that returns 0, or -1 after `tried` has noted what failed.
 *
 * The order is Java's, but these of its reasons are ours: the control group comes before its namespace is unshared,
 * else the path of the host shows; the root comes before all mounts, which are then looked up inside it and cannot
 * be led astray by a link; the user namespace comes last of all namespaces, so the task owns neither its mounts nor
 * its network; capabilities go after the ids, because changing ids needs them; the filter goes last, because it
 * takes away most of what was used here. */
#define _GNU_SOURCE
#include "inside.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "kernel.h"
#include "network.h"
#include "places.h"
#include "rights.h"

static struct halt *halt;
#ifdef WAYBILL_FAULTS
static unsigned calls_until_fault;
#endif

/* Notes the call that is being made; passes its result on. */
static long tried(enum call call, long result) {
#ifdef WAYBILL_FAULTS
    if (calls_until_fault > 0 && --calls_until_fault == 0) {
        errno = EIO;
        result = -1;
    }
#endif
    if (result < 0) {
        halt->call = call;
        halt->error = (unsigned)errno;
    }
    return result;
}

#define TRY(call, expression)                           \
    __extension__({                                     \
        long result_ = tried((call), (expression));     \
        if (result_ < 0) {                              \
            return -1;                                  \
        }                                               \
        (int)result_;                                   \
    })

static int begin(const struct inside *in) {
    const int wanted[3] = {in->input, in->output, in->error};
    if (in->trees->classic) {
        TRY(CALL_OPEN, enter_copied_places());
    }
    for (int i = 0; i < 3; i++) {
        if (wanted[i] >= 0) {
            TRY(CALL_DUP, dup2(wanted[i], i));
        }
    }
    return 0;
}

static int join_group(const struct inside *in) {
    TRY(CALL_WRITE, join_leaf(in->leaf));
    TRY(CALL_UNSHARE, unshare(CLONE_NEWCGROUP));
    return 0;
}

static int enter_network(const struct inside *in, struct reader *step) {
    uint32_t network = read_u32(step);
    if (network == NETWORK_HOST) {
        return 0;
    }
    TRY(CALL_SETNS, setns(in->network, CLONE_NEWNET));
    if (network == NETWORK_LOOPBACK) {
        TRY(CALL_SETNS, raise_loopback());
    }
    return 0;
}

/* Over "/", as initramfs does, instead of pivot_root: what lies beneath is the worker's empty folder, and an escape
 * from the chroot would find nothing there. */
static int enter_root(const struct inside *in, struct reader *step) {
    read_u32(step);
    bool writable = read_u32(step);
    if (in->root->call) {
        halt->call = in->root->call;
        halt->error = in->root->error;
        return -1;
    }
    int root;
    if (writable) {
        enum call call = CALL_NONE;
        root = clone_writable(in->trees, in->root, in->layer, &call);
        TRY(call, root);
    } else {
        root = TRY(CALL_OPEN_TREE, clone_tree(in->trees, &in->root->stack, ""));
    }
    TRY(CALL_MOVE_MOUNT, move_mount_to(root, "/"));
    TRY(CALL_CHDIR, fchdir(root));
    TRY(CALL_CHROOT, chroot("."));
    return 0;
}

static struct owners owners_of(const struct inside *in) {
    uint32_t first = in->trees->host_id;
    bool range = in->plan->ids == IDS_RANGE;
    struct owner root = {first, first}, program = root, ours = {0, 0};
    if (range) {
        program = (struct owner){first + in->plan->user, first + in->plan->group};
    }
    return (struct owners){root, program, in->trees->rootless ? ours : program};
}

static int find_place(const struct inside *in, int mount, const char *target) {
    if (!in->plan->makes_places) {
        return open_place(target, O_NOFOLLOW);
    }
    struct owners owners = owners_of(in);
    struct stat what;
    return fstat(mount, &what) ? -1 : make_place(&owners, target, S_ISDIR(what.st_mode) ? PLACE_FOLDER : PLACE_FILE);
}

/* Attaches a mount to a path of the task's root. A layer may hold any link: one to /proc/1/fd would lead to what the
 * worker has open, and change it for other tasks. */
static int attach(const struct inside *in, int mount, const char *target) {
    CLEANUP_FD place = find_place(in, mount, target);
    return place < 0 ? -1
                     : (int)syscall(NR_MOVE_MOUNT, mount, "", place, "", MOVE_FROM_EMPTY_PATH | MOVE_TO_EMPTY_PATH);
}

static int attach_file_system(const struct inside *in, struct reader *step) {
    const char *type = read_string(step), *target = read_string(step);
    uint32_t attributes = read_u32(step);
    bool is_the_tasks = read_u32(step);
    const char *mode = read_string(step), *size = read_string(step);
    if (in->own_terminals >= 0 && strcmp(type, "devpts") == 0) {
        TRY(CALL_MOVE_MOUNT, attach(in, in->own_terminals, target));
        return 0;
    }
    int fs = TRY(CALL_FSOPEN, fs_open(type));
    if (strcmp(type, "devpts") == 0) {
        TRY(CALL_FSCONFIG, fs_set(fs, "ptmxmode", "0666"));
    }
    if (*mode) {
        TRY(CALL_FSCONFIG, fs_set(fs, "mode", mode));
    }
    if (*size) {
        TRY(CALL_FSCONFIG, fs_set(fs, "size", size));
    }
    TRY(CALL_FSCREATE, fs_create(fs));
    int mount = TRY(CALL_FSMOUNT, fs_mount(fs, attributes));
    if (is_the_tasks && !in->trees->rootless) {
        TRY(CALL_CHOWN, fchownat(mount, "", in->trees->host_id, in->trees->host_id, AT_EMPTY_PATH));
    }
    TRY(CALL_MOVE_MOUNT, attach(in, mount, target));
    close(fs);
    close(mount);
    return 0;
}

static int attach_device(const struct inside *in, struct reader *step) {
    const char *name = read_string(step), *target = read_string(step);
    int device = TRY(CALL_OPEN_TREE, clone_tree(in->trees, &in->trees->devices, name));
    TRY(CALL_MOVE_MOUNT, attach(in, device, target));
    close(device);
    return 0;
}

static int attach_bind(const struct inside *in, struct reader *step, unsigned number) {
    read_string(step);
    TRY(CALL_MOVE_MOUNT, attach(in, in->plan->binds[number], read_string(step)));
    return 0;
}

static int mask(const struct inside *in, struct reader *step) {
    const char *target = read_string(step);
    bool folder = read_u32(step);
    if (access(target, F_OK) && errno == ENOENT) {
        return 0; /* not every kernel has every file that is worth hiding, and not every bind every folder */
    }
    int cover = TRY(CALL_OPEN_TREE, clone_tree(in->trees, &in->trees->masks, folder ? "folder" : "file"));
    TRY(CALL_MOVE_MOUNT, attach(in, cover, target));
    close(cover);
    return 0;
}

static int make_folder(const struct inside *in, struct reader *step) {
    struct owners owners = owners_of(in);
    CLEANUP_FD made = TRY(CALL_MKDIR, make_place(&owners, read_string(step), PLACE_DIRECTORY));
    return 0;
}

static int link_path(const struct inside *in, struct reader *step) {
    struct owners owners = owners_of(in);
    const char *path = read_string(step);
    TRY(CALL_LINK, make_link(&owners, path, read_string(step)));
    return 0;
}

static int write_file(const struct inside *in, struct reader *step) {
    struct owners owners = owners_of(in);
    const char *path = read_string(step);
    struct reader bytes = read_slice(step, read_u32(step));
    TRY(CALL_WRITE, make_file(&owners, path, bytes.at, (size_t)(bytes.end - bytes.at)));
    return 0;
}

static int start_session(const struct inside *in) {
    TRY(CALL_SETSID, setsid());
    if (in->plan->streams == STREAMS_TERMINAL) {
        TRY(CALL_TERMINAL, ioctl(STDIN_FILENO, TIOCSCTTY, 0));
    }
    return 0;
}

/* The hard limit is never raised: even root may lack the right to. */
static int limit_resource(struct reader *step) {
    int resource = (int)read_u32(step);
    uint64_t soft = read_u64(step);
    struct rlimit limit;
    TRY(CALL_SETRLIMIT, getrlimit(resource, &limit));
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    TRY(CALL_SETRLIMIT, setrlimit(resource, &limit));
    return 0;
}

static int enter_user_namespace(const struct inside *in) {
    TRY(CALL_SETNS, setns(in->plan->user_namespace, CLONE_NEWUSER));
    /* Closed now, not by execve: the task's own paths are looked up after this, and /proc/self/fd must lead nowhere. */
    TRY(CALL_CLOSE_RANGE, syscall(NR_CLOSE_RANGE, 3u, ~0u, 0u));
    return 0;
}

/* The raw calls: the C library's would reach for threads that a borrowed memory does not have. */
static int change_ids(const struct plan *plan) {
    TRY(CALL_SETID, syscall(SYS_setresgid, plan->group, plan->group, plan->group));
    TRY(CALL_SETID, syscall(SYS_setresuid, plan->user, plan->user, plan->user));
    return 0;
}

static int take_identity_of_range(const struct inside *in, bool without_file_capabilities) {
    uint64_t kept = capabilities_of_range(without_file_capabilities);
    if (enter_user_namespace(in)) {
        return -1;
    }
    TRY(CALL_SETGROUPS, syscall(SYS_setgroups, in->plan->group_count, in->plan->groups));
    TRY(CALL_CAPSET, bound_capabilities(kept));
    TRY(CALL_CAPSET, prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)); /* until execve: the filter is still to come */
    if (change_ids(in->plan)) {
        return -1;
    }
    if (in->plan->user != 0) {
        kept = 0;
    }
    TRY(CALL_CAPSET, set_capabilities(kept | TO_INSTALL_A_FILTER, kept)); /* the directory is entered without it */
    return 0;
}

static int take_identity(const struct inside *in, struct reader *step) {
    read_u32(step);
    read_u32(step);
    if (read_u32(step) == IDS_RANGE) {
        return take_identity_of_range(in, read_u32(step));
    }
    if (!in->trees->rootless) { /* an ordinary user's groups cannot be given up once the map is written */
        TRY(CALL_SETGROUPS, syscall(SYS_setgroups, 0, NULL));
    }
    if (enter_user_namespace(in) || change_ids(in->plan)) {
        return -1;
    }
    TRY(CALL_NO_NEW_PRIVS, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    TRY(CALL_CAPSET, set_capabilities(0, 0));
    return 0;
}

/* Without no_new_privs a filter needs a right that the task must not have. */
static int install_filter(const struct inside *in, struct reader *step) {
    bool refuse_set_id = read_u32(step);
    if (in->plan->ids == IDS_SINGLE) {
        TRY(CALL_SECCOMP, install_task_filter(refuse_set_id));
        return 0;
    }
    uint64_t permitted;
    TRY(CALL_CAPSET, get_capabilities(&permitted));
    TRY(CALL_CAPSET, set_capabilities(permitted, permitted));
    TRY(CALL_SECCOMP, install_task_filter(refuse_set_id));
    permitted &= ~TO_INSTALL_A_FILTER;
    TRY(CALL_CAPSET, set_capabilities(permitted, permitted));
    return 0;
}

/* Not through a link like /proc/1/cwd or /proc/1/root: those of this process, which is not the task's program yet. */
static int enter_directory(struct reader *step) {
    CLEANUP_FD place = TRY(CALL_CHDIR, open_place(read_string(step), O_DIRECTORY));
    TRY(CALL_CHDIR, fchdir(place));
    return 0;
}

/* The first candidate that may be executed is; if there is none, the name as it was written. */
static int execute(const struct inside *in) {
    const struct plan *plan = in->plan;
    const char *program = plan->arguments.at[0];
    for (char **candidate = plan->candidates.at; *candidate; candidate++) {
        if (access(*candidate, X_OK) == 0) {
            program = *candidate;
            break;
        }
    }
    TRY(CALL_EXECVE, execve(program, plan->arguments.at, plan->variables.at));
    return 0;
}

static int run_step(const struct inside *in, uint32_t kind, struct reader *step, unsigned *binds) {
    switch ((enum step)kind) {
    case STEP_CONTROL_GROUP:
        return join_group(in);
    case STEP_NETWORK:
        return enter_network(in, step);
    case STEP_ROOT:
        return enter_root(in, step);
    case STEP_FILE_SYSTEM:
        return attach_file_system(in, step);
    case STEP_DEVICE:
        return attach_device(in, step);
    case STEP_BIND:
        return attach_bind(in, step, (*binds)++);
    case STEP_MASK:
        return mask(in, step);
    case STEP_SESSION:
        return start_session(in);
    case STEP_RESOURCE_LIMIT:
        return limit_resource(step);
    case STEP_IDENTITY:
        return take_identity(in, step);
    case STEP_DIRECTORY:
        return enter_directory(step);
    case STEP_FILTER:
        return install_filter(in, step);
    case STEP_EXECUTE:
        return execute(in);
    case STEP_FOLDER:
        return make_folder(in, step);
    case STEP_LINK:
        return link_path(in, step);
    case STEP_FILE:
        return write_file(in, step);
    }
    return 0; /* read_plan let no other kind pass */
}

int inside_main(void *argument) {
    const struct inside *in = argument;
    halt = in->halt;
#ifdef WAYBILL_FAULTS
    calls_until_fault = in->plan->fault;
#endif
    halt->step = in->plan->steps;
    int failed = begin(in);
    struct reader steps = in->plan->first_step;
    unsigned binds = 0;
    for (unsigned i = 0; i < in->plan->steps && !failed; i++) {
        uint32_t kind = read_u32(&steps);
        struct reader step = read_slice(&steps, read_u32(&steps));
        halt->step = i;
        failed = run_step(in, kind, &step, &binds);
    }
    _exit(127);
}
