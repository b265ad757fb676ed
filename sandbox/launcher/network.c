/* Making a network namespace costs as much as everything else together, and taking one down queues in the kernel;
 * so they are kept. One is used by one task at a time, and goes back only when that task's PID namespace is dead.
 * What is left in one that never had loopback up is nothing: its sockets died, and no task can change its settings,
 * because it belongs to a user namespace in which no id exists. One with loopback is thrown away. */
#define _GNU_SOURCE
#include "network.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"

enum { POOL_SIZE = 256 };
static int pool[POOL_SIZE];
static int pooled;
static volatile int made, made_errno;

/* Shares our memory and descriptors, so that what it opens is ours. */
static int make_network(void *unused) {
    (void)unused;
    made = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    made_errno = errno;
    return 0;
}

static int make_network_in(void *user_namespace) {
    if (setns(*(int *)user_namespace, CLONE_NEWUSER) || unshare(CLONE_NEWNET)) {
        made_errno = errno;
        return 1;
    }
    return make_network(NULL);
}

static int run_maker(int (*maker)(void *), int *user_namespace, int flags) {
    static char stack[64 << 10] __attribute__((aligned(16)));
    made = -1;
    pid_t pid = clone(maker, stack + sizeof stack, CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD | flags, user_namespace);
    if (pid < 0) {
        return -1;
    }
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
    errno = made_errno;
    return made;
}

int take_network(void) {
    return pooled > 0 ? pool[--pooled] : run_maker(make_network, NULL, CLONE_NEWUSER | CLONE_NEWNET);
}

int make_network_of(int user_namespace) { return run_maker(make_network_in, &user_namespace, 0); }

void return_network(int network) {
    if (pooled < POOL_SIZE) {
        pool[pooled++] = network;
    } else {
        close(network);
    }
}

int raise_loopback(void) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    CLEANUP_FD fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return fd < 0 ? -1 : ioctl(fd, SIOCSIFFLAGS, &request);
}
