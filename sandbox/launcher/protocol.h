/* The wire between Java and the launcher: frames on Unix stream sockets, all numbers little-endian.
 *
 * A frame is { u32 length of the payload, u32 kind, payload }. A string is { u32 length with its NUL,
 * bytes, NUL }. There is one control socket (its end is the end of the launcher) and one socket for each
 * worker. waybill.sandbox.Frames holds the same numbers; WireTest reads this file and compares. */
#ifndef WAYBILL_PROTOCOL_H
#define WAYBILL_PROTOCOL_H

enum {
    MAX_FRAME = 16 << 20,  /* bytes; the kernel refuses longer argument lists anyway */
    MAX_WORKERS = 64,
    MAX_LAYERS = 500,      /* what overlayfs takes */
    MAX_BINDS = 1024,      /* of one task */
    MAX_GROUPS = 1024      /* of one task beside its own */
};

/* Java to the control socket. */
enum control_frame {
    CONTROL_CONFIGURE = 1, /* u32 workers, u32 host id (0: the caller's own), u32 flags, u32 and u32: the first of
                              65,535 subordinate user and group ids of an ordinary user, or 0 and 0 */
    CONTROL_RAW_TERMINAL,  /* u32 1 to make our standard input's terminal raw, 0 to restore it */
};

enum configure_flag {
    CONFIGURE_CLASSIC = 1  /* behave as on a kernel without detached trees; for tests */
};

/* Java to a worker. */
enum worker_frame {
    WORKER_PREPARE_ROOT = 1, /* u32 root, u32 enum ids, u32 user, u32 group, u32 layers, each { u32 enum ids, string
                                absolute path }, lowest first; in place of the root that had this number. In a root
                                for a range, what is the caller's in a layer made for a single id is that user's */
    WORKER_LAUNCH,           /* u32 task, u32 streams, u64 limit, u32 columns, u32 rows, u32 fault, u32 steps,
                                steps. `fault` is 0 except for builds with WAYBILL_FAULTS: there the call of that
                                number fails with EIO */
    WORKER_SIGNAL,           /* u32 task, u32 signal */
    WORKER_INPUT,            /* u32 task, bytes for its terminal */
    WORKER_WINDOW,           /* u32 task, u32 columns, u32 rows */
    WORKER_CONTROL_GROUPS    /* u32 version (1 or 2), three strings: folders that will hold our leaves. Version 1: of
                                the memory, pids and cpu hierarchies; version 2: one, then "" and "" */
};

/* The launcher to Java. */
enum report_frame {
    REPORT_FAILED = 1, /* u32 stage, u32 errno: this process of the launcher could not start and is gone */
    REPORT_READY,      /* nothing: this worker takes tasks */
    REPORT_OUTPUT,     /* u32 task, u32 stream (1 output, 2 error), bytes */
    REPORT_ENDED       /* struct ended */
};

/* Where the task's standard streams go. */
enum streams { STREAMS_CAPTURED = 1, STREAMS_INHERITED, STREAMS_TERMINAL };

/* One step of a plan: { u32 kind, u32 size, payload }. Java gives the order; inside.c obeys. */
enum step {
    STEP_CONTROL_GROUP = 1, /* u64 memory bytes, u64 processes, u64 thousandths of a processor; 0: none */
    STEP_NETWORK,           /* u32 enum network */
    STEP_ROOT,              /* u32 root, u32 writable, u32 1: mount points that it lacks are made, string bytes that
                               it takes if it is writable, as mount(8) takes them; "": half of the machine's memory;
                               string folder, string program: what it takes lies in a file of that many bytes in that
                               folder, formatted by that program; "" and "": in memory */
    STEP_FILE_SYSTEM,       /* string type, string target, u32 attributes (MOUNT_ATTR_…), u32 1: its root is the task's,
                               string mode of its root, string size: as mount(8) takes them, "" for the type's own */
    STEP_DEVICE,            /* string name below /dev, string target */
    STEP_BIND,              /* string source, string target, u32 enum bind */
    STEP_MASK,              /* string target, u32 folder: covers it with an empty, unreadable one, if it is there */
    STEP_SESSION,           /* nothing */
    STEP_RESOURCE_LIMIT,    /* u32 resource, u64 soft; the hard limit is lowered only if it must be */
    STEP_IDENTITY,          /* u32 user, u32 group, u32 enum ids, u32 1: without the right to set file capabilities,
                               u32 more groups, u32 each; with a single id there are none */
    STEP_DIRECTORY,         /* string */
    STEP_FILTER,            /* u32 1: refuse set-id modes as well */
    STEP_EXECUTE,           /* u32 candidates, strings; u32 arguments, strings; u32 variables, strings */
    STEP_FOLDER,            /* string: makes this folder, if it is not there, for whom the program runs as */
    STEP_LINK,              /* string path, string target: makes a symbolic link */
    STEP_FILE               /* string path, u32 size, bytes: a new file in place of what is there */
};

/* Which ids there are in a task, or of whom the files of a layer are. */
enum ids { IDS_SINGLE = 0, IDS_RANGE };

/* What the task may do with a bind. Of those AS_IT_IS owners are not mapped: file systems of the kernel's refuse that.
 * A DEVICE can be opened as one. */
enum bind { BIND_READ_ONLY = 0, BIND_WRITABLE, BIND_AS_IT_IS, BIND_DEVICE };

enum network { NETWORK_DISABLED = 0, NETWORK_LOOPBACK, NETWORK_HOST };

/* What a step was doing when the kernel refused. */
enum call {
    CALL_NONE = 0, CALL_PROTOCOL, CALL_CLONE, CALL_PIPE, CALL_OPEN, CALL_WRITE, CALL_DUP, CALL_UNSHARE, CALL_SETNS,
    CALL_OPEN_TREE, CALL_MOUNT_SETATTR, CALL_FSOPEN, CALL_FSCONFIG, CALL_FSCREATE, CALL_FSMOUNT, CALL_MOVE_MOUNT,
    CALL_MOUNT, CALL_MKDIR, CALL_CHOWN, CALL_CHROOT, CALL_SETSID, CALL_TERMINAL, CALL_SETRLIMIT, CALL_SETGROUPS,
    CALL_SETID, CALL_NO_NEW_PRIVS, CALL_CAPSET, CALL_CHDIR, CALL_CLOSE_RANGE, CALL_SECCOMP, CALL_EXECVE, CALL_MAP_IDS,
    CALL_READ, CALL_MKNOD, CALL_LINK, CALL_REMOVE, CALL_CHMOD, CALL_SET_TIME, CALL_SETXATTR, CALL_SYNC, CALL_FORMAT,
    CALL_LOOP
};

/* Java to the standard input of the writer of a tree (unpack.c). Paths are strings without empty parts, `.` or `..`; the
 * tree's own root is "". Attributes are { u32 user, u32 group, u32 mode, u32 nanoseconds, u64 seconds (signed), u32
 * extended attributes, each { string name, u32 size, bytes } }. */
enum tree_frame {
    TREE_FOLDER = 1,       /* attributes, string path */
    TREE_FILE,             /* attributes, string path, u64 size; that many bytes follow the frame */
    TREE_SYMBOLIC_LINK,    /* attributes, string path, string target */
    TREE_HARD_LINK,        /* string path, string target: a path like any other */
    TREE_FIFO,             /* attributes, string path */
    TREE_WHITEOUT,         /* string path */
    TREE_OPAQUE,           /* string path */
    TREE_END,              /* nothing: final modes and times of folders, all of it durable, then the answer */
    TREE_SPARSE_FILE       /* attributes, string path, u64 size; pieces that make up the size follow the frame, each
                              { u64 bytes that are a hole, u64 bytes, the bytes } and not both 0 */
};

enum tree_limit {
    TREE_MAX_FRAME = 1 << 20,   /* bytes */
    TREE_MAX_PATH = 4096,       /* bytes with the NUL */
    TREE_MAX_NAME = 255,        /* bytes of one part */
    TREE_MAX_ATTRIBUTES = 64,   /* extended ones of one entry */
    TREE_MAX_VALUE = 64 << 10   /* bytes of one of them */
};

/* The writer's only word, on its standard output: this, then the path of the entry that it is about. CALL_NONE: done, and
 * that is what is in the tree (measure.h). */
struct tree_report {
    unsigned long long entries, bytes;
    unsigned call, error, path_size, unused;
};

/* Where a process of the launcher failed to start. */
enum stage {
    STAGE_CONNECT = 1, STAGE_CONFIGURE, STAGE_NAMESPACES, STAGE_ID_MAPS, STAGE_PROPAGATION, STAGE_PROC, STAGE_SYSFS,
    STAGE_USER_NAMESPACE, STAGE_OPENER, STAGE_EMPTY_ROOT, STAGE_WORKER, STAGE_DEVICES, STAGE_MASKS, STAGE_NETWORK,
    STAGE_FILTER, STAGE_MEMORY
};

/* How a task ended. `call` is CALL_NONE when the program was started; then `status` is what wait4 gave. Else `step` is
 * the index of the step that failed, or the number of steps when it was none of them. `disk_bytes`: what a
 * root with a size held of the task's writes. */
struct ended {
    unsigned task, step, call, error, status, out_of_memory;
    unsigned long long user_us, system_us, wall_us, peak_bytes, read_blocks, written_blocks, out_bytes, err_bytes,
        disk_bytes;
};

#endif
