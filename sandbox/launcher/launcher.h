/* What the launcher's processes share. Read launcher.c first: it tells which process does what.
 *
 * A process copies this state when it is forked and never shares it afterwards; only `struct keepsake` lies in
 * memory that outer, main and the opener really have in common. */
#ifndef WAYBILL_LAUNCHER_H
#define WAYBILL_LAUNCHER_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

#include "protocol.h"

struct launcher {
    int control;                     /* socket to Java */
    int worker_sockets[MAX_WORKERS]; /* sockets to Java, one for each worker */
    int opener_ends[MAX_WORKERS];    /* the opener's ends of its sockets to the workers */
    int worker_ends[MAX_WORKERS];    /* the workers' ends */
    unsigned workers;
    bool rootless;                /* an ordinary user's: we live in a user namespace of our own */
    bool classic;                 /* the kernel cannot clone detached trees, or we were told to act so */
    uint32_t host_id;             /* root's: the unprivileged host id that tasks run as. Rootless: 0 */
    uint32_t sub_user, sub_group; /* rootless: the first of 65,535 subordinate ids; 0: there are none */
    int proc;                     /* a proc of our PID namespace */
    int id_map;                   /* user namespace mapping id 0 to the tasks' host id */
    struct keepsake *keepsake;
};

/* What outer must undo when everything else is dead. */
struct keepsake {
    volatile int terminal_is_raw;
    struct termios terminal; /* as it was before */
    volatile unsigned group_folders;
    char group_folder[3][PATH_MAX]; /* control group folders with our leaves in them */
};

/* outer, main */
_Noreturn void fail(enum stage stage); /* tells Java (stage, errno) and ends this process */
void set_report_socket(int socket);
_Noreturn void init_main(struct launcher *l, int outer_pipe);

/* opener.c */
_Noreturn void opener_main(struct launcher *l);

enum tree_flag { TREE_IS_READ_ONLY = 1, TREE_IS_FOR_TASKS = 2, TREE_IS_WHOLE = 4, TREE_KEEPS_IDS = 8 };
/* Asks the opener for a detached mount of a host path; -1 with errno and *call. FOR_TASKS: ids mapped, no set-id
 * files, no devices. WHOLE: with what is mounted below it. KEEPS_IDS: FOR_TASKS, but the ids are left to map. */
int opener_open(int opener, const char *path, unsigned flags, enum call *call);
/* The same, for those whose owners a map of the asker's tells; -1: the opener's. */
int open_mapped(int opener, const char *path, unsigned flags, int map, enum call *call);
struct disk;
/* Asks for a fresh disk in a file: a detached mount (disk.h). */
int opener_disk(int opener, const struct disk *disk, enum call *call);
/* Asks for a control group leaf; `folders` gets one O_PATH descriptor for each of `parents`. */
int opener_leaf(int opener, const char *const parents[3], unsigned number, int folders[3]);

/* identity.c. `proc` is an open proc of our PID namespace; all return -1 with errno when the kernel refuses. A map's
 * ids are those of the task, and, for a mount, those on the disk. */
enum { RANGE_IDS = 65536 };
/* `user` and `group` are `host_id` as we see it, and no other id exists. */
int single_namespace(int proc, uint32_t user, uint32_t group, uint32_t host_id);
/* The ids 0 to 65535 are those from `host_id` on; with 0, an ordinary user's, they are the ids of our own namespace. */
int range_namespace(int proc, uint32_t host_id);
/* For mounts of a root caller: what belongs to root on the disk belongs to this id of a task with a range. */
int callers_namespace(int proc, uint32_t user, uint32_t group, uint32_t host_id);
/* For a process in a user namespace without a map: 0 is we ourselves, 1 to 65535 are subordinate ids of ours. ENOENT:
 * newuidmap is not installed. EPERM: it says that they are not ours. */
int map_subordinate_ids(int pid, uint32_t first_user, uint32_t first_group);
int map_own_id(int proc, int pid, uint32_t user, uint32_t group);

/* unpack.c */
int unpack_main(int count, char **arguments); /* the status to exit with */

/* detach.c */
int detach_main(char **arguments); /* the status to exit with */

/* digest.c */
_Noreturn void digest_main(void);

/* filter.c */
int install_inherited_filter(void);
int install_task_filter(bool refuse_set_id); /* async-signal-safe, allocates nothing */
void build_filters(void);
int install_writer_filter(void);

/* worker.c */
_Noreturn void worker_main(struct launcher *l, unsigned index);

#endif
