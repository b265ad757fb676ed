/* What a task may ask of the kernel.
 *
 * The inherited filter is the kind that container engines ship: it is installed once in a worker, costs a launch
 * nothing, and admits what the worker itself needs to make tasks. The task's own filter, installed last, takes that
 * away too. Calls that are newer than this list get ENOSYS, so that libraries fall back. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel.h"
#include "launcher.h"

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#else
#error "waybill runs on x86-64 and arm64"
#endif

enum { NEWEST_CALL = 462 }; /* mseal; what came later was not looked at */

/* Refused with EPERM: they act on the whole machine, or are known ways out. */
static const int refused[] = {
    SYS_acct, SYS_add_key, SYS_adjtimex, SYS_bpf, SYS_clock_adjtime, SYS_clock_settime, SYS_delete_module,
    SYS_fanotify_init, SYS_finit_module, SYS_get_mempolicy, SYS_init_module, SYS_kexec_load, SYS_keyctl,
    SYS_lookup_dcookie, SYS_mbind, SYS_migrate_pages, SYS_move_pages, SYS_nfsservctl, SYS_open_by_handle_at,
    SYS_perf_event_open, SYS_quotactl, SYS_reboot, SYS_request_key, SYS_set_mempolicy, SYS_settimeofday, SYS_swapoff,
    SYS_swapon, SYS_syslog, SYS_userfaultfd, SYS_vhangup,
#ifdef SYS_kexec_file_load
    SYS_kexec_file_load,
#endif
#ifdef __x86_64__
    SYS__sysctl, SYS_create_module, SYS_get_kernel_syms, SYS_ioperm, SYS_iopl, SYS_modify_ldt, SYS_query_module,
    SYS_sysfs, SYS_uselib, SYS_ustat, SYS_vserver,
#endif
    425 /* io_uring_setup */, 426 /* io_uring_enter */, 427 /* io_uring_register */, 443 /* quotactl_fd */,
    450 /* set_mempolicy_home_node */, 457 /* statmount */, 458 /* listmount */,
};

/* What only the worker needs. */
static const int refused_to_tasks[] = {
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_setns, SYS_unshare, SYS_chroot, NR_OPEN_TREE, NR_MOVE_MOUNT,
    NR_FSOPEN, NR_FSCONFIG, NR_FSMOUNT, NR_FSPICK, NR_MOUNT_SETATTR,
};

/* All that the writer of a tree does. */
static const int of_writer[] = {
    SYS_read, SYS_write, SYS_openat, NR_OPENAT2, SYS_close, SYS_mkdirat, SYS_unlinkat, SYS_symlinkat, SYS_linkat,
    SYS_mknodat, SYS_fchmod, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_fsetxattr, SYS_readlinkat, SYS_newfstatat, SYS_fstat,
    SYS_fcntl, SYS_splice, SYS_sync_file_range, SYS_syncfs, SYS_getdents64, SYS_lseek, SYS_ftruncate,
    SYS_brk, SYS_mmap, SYS_munmap,
    SYS_mremap, SYS_exit_group, SYS_rt_sigreturn, SYS_restart_syscall,
#ifdef SYS_open
    SYS_open, SYS_stat,
#endif
};

/* Calls that give a file its mode, which argument holds it, and, for those that only sometimes make a file, which
 * argument says so: without O_CREAT or O_TMPFILE the mode may be anything. */
static const struct {
    int call, mode, flags;
} set_mode[] = {
    {SYS_fchmod, 1, -1}, {SYS_fchmodat, 2, -1}, {NR_FCHMODAT2, 2, -1}, {SYS_mknodat, 2, -1}, {SYS_openat, 3, 2},
#ifdef __x86_64__
    {SYS_chmod, 1, -1}, {SYS_creat, 1, -1}, {SYS_mknod, 1, -1}, {SYS_open, 2, 1},
#endif
};

enum { TMPFILE_FLAG = 020000000 }; /* what O_TMPFILE has beside O_DIRECTORY */

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define LOAD_ARGUMENT(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (n))
#define SKIP_UNLESS_EQUAL(value, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(value), 0, (n))
#define SKIP_IF_EQUAL(value, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(value), (n), 0)
#define SKIP_UNLESS_ABOVE(value, n) BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (unsigned)(value), 0, (n))
#define SKIP_UNLESS_ANY(bits, n) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (unsigned)(bits), 0, (n))
#define SKIP_IF_ANY(bits, n) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (unsigned)(bits), (n), 0)
#define ANSWER(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

#define ADD(...) (program->filter[program->len++] = (struct sock_filter)__VA_ARGS__)

static struct sock_filter inherited_code[256], task_code[256], no_set_id_code[256];
static struct sock_fprog inherited = {0, inherited_code};
static struct sock_fprog task = {0, task_code}, no_set_id = {0, no_set_id_code};

static void refuse(struct sock_fprog *program, const int *calls, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ADD(SKIP_UNLESS_EQUAL(calls[i], 1));
        ADD(ANSWER(EPERM));
    }
}

/* vsock reaches the machine's hypervisor and is not part of any network namespace. */
static void refuse_vsock(struct sock_fprog *program) {
    ADD(SKIP_UNLESS_EQUAL(SYS_socket, 4));
    ADD(LOAD_ARGUMENT(0));
    ADD(SKIP_UNLESS_EQUAL(AF_VSOCK, 1));
    ADD(ANSWER(EPERM));
    ADD(ALLOW);
}

/* Execution domains are old, little tested code; only Linux's own, and asking, are of use. */
static void restrict_personality(struct sock_fprog *program) {
    static const unsigned allowed[] = {0, 0x0008, 0x20000, 0x20008, 0xffffffff};
    ADD(SKIP_UNLESS_EQUAL(SYS_personality, 12));
    ADD(LOAD_ARGUMENT(0));
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        ADD(SKIP_UNLESS_EQUAL(allowed[i], 1));
        ADD(ALLOW);
    }
    ADD(ANSWER(EPERM));
}

static void build_inherited(struct sock_fprog *program) {
    ADD(LOAD(arch));
    ADD(SKIP_IF_EQUAL(NATIVE, 1));
    ADD(KILL); /* other numbers mean other calls: none of the rules below would hold */
    ADD(LOAD(nr));
    ADD(SKIP_UNLESS_ABOVE(NEWEST_CALL, 1)); /* x32 calls too: their numbers have a high bit set */
    ADD(ANSWER(ENOSYS));
    refuse(program, refused, sizeof refused / sizeof *refused);
    refuse_vsock(program);
    restrict_personality(program);
    ADD(ALLOW);
}

static void build_task(struct sock_fprog *program, bool refuse_set_id) {
    ADD(LOAD(nr));
    refuse(program, refused_to_tasks, sizeof refused_to_tasks / sizeof *refused_to_tasks);
    ADD(SKIP_UNLESS_EQUAL(NR_CLONE3, 1)); /* its flags lie in memory, where a filter cannot look */
    ADD(ANSWER(ENOSYS));
    if (refuse_set_id) { /* through a writable bind such a file would come to life on the host */
        ADD(SKIP_UNLESS_EQUAL(NR_OPENAT2, 1));
        ADD(ANSWER(ENOSYS));
        for (size_t i = 0; i < sizeof set_mode / sizeof *set_mode; i++) {
            bool sometimes = set_mode[i].flags >= 0;
            ADD(SKIP_UNLESS_EQUAL(set_mode[i].call, sometimes ? 7 : 4));
            if (sometimes) {
                ADD(LOAD_ARGUMENT(set_mode[i].flags));
                ADD(SKIP_IF_ANY(O_CREAT | TMPFILE_FLAG, 1));
                ADD(ALLOW);
            }
            ADD(LOAD_ARGUMENT(set_mode[i].mode));
            ADD(SKIP_UNLESS_ANY(06000, 1));
            ADD(ANSWER(EPERM));
            ADD(ALLOW);
        }
    }
    ADD(SKIP_UNLESS_EQUAL(SYS_clone, 3));
    ADD(LOAD_ARGUMENT(0));
    ADD(SKIP_UNLESS_ANY(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |
                            CLONE_NEWNET | 0x80 /* CLONE_NEWTIME */,
                        1));
    ADD(ANSWER(EPERM));
    ADD(ALLOW);
}

void build_filters(void) {
    build_inherited(&inherited);
    build_task(&task, false);
    build_task(&no_set_id, true);
}

int install_writer_filter(void) {
    struct sock_fprog *program = &task;
    program->len = 0;
    ADD(LOAD(arch));
    ADD(SKIP_IF_EQUAL(NATIVE, 1));
    ADD(KILL);
    ADD(LOAD(nr));
    for (size_t i = 0; i < sizeof of_writer / sizeof *of_writer; i++) {
        ADD(SKIP_UNLESS_EQUAL(of_writer[i], 1));
        ADD(ALLOW);
    }
    ADD(ANSWER(EPERM));
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program);
}

int install_inherited_filter(void) { return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &inherited); }

int install_task_filter(bool refuse_set_id) {
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, refuse_set_id ? &no_set_id : &task);
}
