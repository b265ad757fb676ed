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
    int control;                        /* socket to Java */
    int worker_sockets[MAX_WORKERS];    /* sockets to Java, one for each worker */
    int opener_ends[MAX_WORKERS];       /* the opener's ends of its sockets to the workers */
    int worker_ends[MAX_WORKERS];       /* the workers' ends */
    unsigned workers;
    bool rootless;                      /* an ordinary user's: we live in a user namespace of our own */
    bool classic;                       /* the kernel cannot clone detached trees, or we were told to act so */
    uint32_t host_id;                   /* root's: the unprivileged host id that tasks run as. Rootless: 0 */
    int proc;                           /* a proc of our PID namespace */
    int id_map;                         /* user namespace mapping id 0 to the tasks' host id */
    struct keepsake *keepsake;
};

/* What outer must undo when everything else is dead. */
struct keepsake {
    volatile int terminal_is_raw;
    struct termios terminal;            /* as it was before */
    volatile unsigned group_folders;
    char group_folder[3][PATH_MAX];     /* control group folders with our leaves in them */
};

/* outer, main */
_Noreturn void fail(enum stage stage);  /* tells Java (stage, errno) and ends this process */
void set_report_socket(int socket);
_Noreturn void init_main(struct launcher *l, int outer_pipe);

/* opener.c */
_Noreturn void opener_main(struct launcher *l);

enum tree_flag { TREE_IS_READ_ONLY = 1, TREE_IS_FOR_TASKS = 2, TREE_IS_WHOLE = 4 };
/* Asks the opener for a detached mount of a host path; -1 with errno and *call. FOR_TASKS: ids mapped, no set-id
 * files, no devices. WHOLE: with what is mounted below it. */
int opener_open(int opener, const char *path, unsigned flags, enum call *call);
/* Asks for a control group leaf; `folders` gets one O_PATH descriptor for each of `parents`. */
int opener_leaf(int opener, const char *const parents[3], unsigned number, int folders[3]);

/* identity.c */
int user_namespace(int proc, uint32_t user, uint32_t group, uint32_t host_id);

/* filter.c */
int install_inherited_filter(void);
int install_task_filter(bool refuse_set_id); /* async-signal-safe, allocates nothing */
void build_filters(void);

/* worker.c */
_Noreturn void worker_main(struct launcher *l, unsigned index);

#endif
