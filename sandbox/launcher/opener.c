/* The opener stays in a copy of the host's mount namespace and turns host paths into detached mounts: once the
 * workers have left, they cannot name or clone the host's trees themselves. It also makes control group leaves,
 * whose folders lie among the host's mounts too, and disks, whose files do (disk.c). One request at a time from each worker, answered at once. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "cleanup.h"
#include "disk.h"
#include "kernel.h"
#include "launcher.h"
#include "leaves.h"
#include "trees.h"

struct request {
    uint64_t disk;                  /* 0: none, else make one of so many bytes in `path[0]` by program `path[1]` */
    uint32_t leaf;                  /* 0: open `path[0]`, else make leaf number `leaf - 1` */
    uint32_t flags;                 /* enum tree_flag */
    char path[3][PATH_MAX];         /* a leaf has up to three parents, unused ones are "" */
};

struct answer {
    int error;
    uint32_t call;
};

/* ---- in the opener ---- */

static int open_host_tree(const struct launcher *l, const struct request *request, struct answer *answer) {
    /* The kernel does not let an ordinary user uncover what is mounted below a folder: it is all or nothing. */
    bool whole = l->rootless || (request->flags & TREE_IS_WHOLE);
    unsigned recursive = whole ? TREE_RECURSIVE : 0;
    answer->call = CALL_OPEN_TREE;
    CLEANUP_FD tree = tree_open(AT_FDCWD, request->path[0], TREE_CLONE | recursive);
    if (tree < 0) {
        return -1;
    }
    struct mount_attributes wanted = {0};
    if (request->flags & TREE_IS_READ_ONLY) {
        wanted.set |= ATTR_READ_ONLY;
    }
    if (request->flags & TREE_IS_FOR_TASKS) {
        wanted.set |= ATTR_NO_SET_ID | ATTR_NO_DEVICES;
        if (!l->rootless && !(request->flags & TREE_KEEPS_IDS)) { /* rootless, the task's nested user namespace does what the map does for root */
            wanted.set |= ATTR_ID_MAP;
            wanted.user_namespace = (uint64_t)l->id_map;
        }
    }
    answer->call = CALL_MOUNT_SETATTR;
    if (wanted.set && set_attributes(tree, "", TREE_EMPTY_PATH | recursive, wanted)) {
        return -1;
    }
    return take_fd(&tree);
}

static int make_host_disk(const struct launcher *l, const struct request *request, struct answer *answer) {
    enum call call = CALL_LOOP;
    errno = EPERM;
    int disk = l->rootless ? -1 : make_disk(request->path[0], request->path[1], request->disk, &call);
    answer->call = call;
    return disk;
}

static int make_leaf(const struct launcher *l, const struct request *request, struct answer *answer, int folders[3]) {
    int count = 0;
    answer->call = CALL_MKDIR;
    for (; count < 3 && request->path[count][0]; count++) {
        if (enter_group_folder(l->keepsake, request->path[count]) ||
            (folders[count] = open_leaf(request->path[count], request->leaf - 1)) < 0) {
            while (count-- > 0) {
                close_fd(&folders[count]);
            }
            return -1;
        }
    }
    return count;
}

static void send_answer(int socket, const struct answer *answer, const int *fds, int count) {
    struct iovec bytes = {(void *)answer, sizeof *answer};
    char room[CMSG_SPACE(3 * sizeof(int))] __attribute__((aligned(8))) = {0};
    struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
    if (count > 0) {
        message.msg_control = room;
        message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
        memcpy(CMSG_DATA(head), fds, (size_t)count * sizeof(int));
    }
    if (sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
        _exit(1); /* main sees it and ends the launcher */
    }
}

static void serve(const struct launcher *l, int socket) {
    static struct request request;
    ssize_t size = recv(socket, &request, sizeof request, 0);
    if (size != sizeof request) {
        _exit(size == 0 ? 0 : 1);
    }
    struct answer answer = {0};
    int fds[3] = {-1, -1, -1}, count;
    if (request.disk) {
        fds[0] = make_host_disk(l, &request, &answer);
        count = fds[0] < 0 ? -1 : 1;
    } else if (request.leaf) {
        count = make_leaf(l, &request, &answer, fds);
    } else {
        fds[0] = open_host_tree(l, &request, &answer);
        count = fds[0] < 0 ? -1 : 1;
    }
    answer.error = count < 0 ? errno : 0;
    send_answer(socket, &answer, fds, count);
    for (int i = 0; i < count; i++) {
        close(fds[i]);
    }
}

_Noreturn void opener_main(struct launcher *l) {
    prctl(PR_SET_NAME, "waybill-opener");
    struct pollfd fds[MAX_WORKERS];
    for (unsigned i = 0; i < l->workers; i++) {
        fds[i] = (struct pollfd){l->opener_ends[i], POLLIN, 0};
    }
    for (;;) {
        if (poll(fds, l->workers, -1) < 0 && errno != EINTR) {
            _exit(1);
        }
        for (unsigned i = 0; i < l->workers; i++) {
            if (fds[i].revents) {
                serve(l, fds[i].fd);
            }
        }
    }
}

/* ---- in a worker ---- */

static int receive(int opener, int *fds, int wanted, enum call *call) {
    struct answer answer;
    struct iovec bytes = {&answer, sizeof answer};
    char room[CMSG_SPACE(3 * sizeof(int))] __attribute__((aligned(8)));
    struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    if (recvmsg(opener, &message, MSG_CMSG_CLOEXEC) != sizeof answer) {
        _exit(1); /* the opener is gone, and main is about to end us too */
    }
    *call = answer.call;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    int got = head ? (int)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int)) : 0;
    if (got > 0) {
        memcpy(fds, CMSG_DATA(head), (size_t)got * sizeof(int));
    }
    if (answer.error || got != wanted) {
        while (got > 0) {
            close_fd(&fds[--got]);
        }
        errno = answer.error ? answer.error : EMFILE; /* the kernel leaves out what does not fit into our table */
        return -1;
    }
    return 0;
}

static int ask(int opener, const struct request *request) {
    return send(opener, request, sizeof *request, MSG_NOSIGNAL) == sizeof *request ? 0 : -1;
}

int opener_open(int opener, const char *path, unsigned flags, enum call *call) {
    static struct request request;
    int fd = -1;
    *call = CALL_OPEN_TREE;
    if (strlen(path) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    request.disk = 0;
    request.leaf = 0;
    request.flags = flags;
    strcpy(request.path[0], path);
    return ask(opener, &request) || receive(opener, &fd, 1, call) ? -1 : fd;
}

int open_mapped(int opener, const char *path, unsigned flags, int map, enum call *call) {
    CLEANUP_FD tree = opener_open(opener, path, flags | (map >= 0 ? TREE_KEEPS_IDS : 0), call);
    if (tree < 0 || map < 0) {
        return take_fd(&tree);
    }
    struct mount_attributes mapped = {.set = ATTR_ID_MAP, .user_namespace = (uint64_t)map};
    *call = CALL_MOUNT_SETATTR;
    unsigned recursive = flags & TREE_IS_WHOLE ? TREE_RECURSIVE : 0;
    return set_attributes(tree, "", TREE_EMPTY_PATH | recursive, mapped) ? -1 : take_fd(&tree);
}

int opener_disk(int opener, const struct disk *disk, enum call *call) {
    static struct request request;
    int fd = -1;
    *call = CALL_OPEN;
    if (strlen(disk->folder) >= PATH_MAX || strlen(disk->formatter) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    request.disk = strtoull(disk->size, NULL, 10);
    if (request.disk == 0 || request.disk > INT64_MAX) {
        errno = EINVAL;
        return -1;
    }
    strcpy(request.path[0], disk->folder);
    strcpy(request.path[1], disk->formatter);
    return ask(opener, &request) || receive(opener, &fd, 1, call) ? -1 : fd;
}

int opener_leaf(int opener, const char *const parents[3], unsigned number, int folders[3]) {
    static struct request request;
    int count = 0;
    enum call call;
    request.leaf = number + 1;
    for (int i = 0; i < 3; i++) {
        if (strlen(parents[i]) >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return -1;
        }
        strcpy(request.path[i], parents[i]);
        count += parents[i][0] != 0;
    }
    return ask(opener, &request) || receive(opener, folders, count, &call) ? -1 : count;
}
