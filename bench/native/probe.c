/* The native half of the benchmark: measures the floor, the launcher asked from C, and other programs, one at a time
 * on request, so that the Java half can mix all of them in random order within one run.
 *
 *   probe PROGRAM [LAUNCHER SOCKET FRAMES HOST-ID]
 *
 * Requests are lines on standard input, each answered with one line, nanoseconds:
 *   floor            vfork + exec of `PROGRAM true`, until it is gone
 *   floors P N       N of them by P processes at the same time
 *   prepare K        sends frames K of FRAMES to a launcher of our own; nothing comes back
 *   launch K         sends frames K, which start a task, until its end is reported
 *   spawn WORDS      posix_spawn of a command with nothing to read and nowhere to write, until it is gone
 *   peak WORDS       the same; the answer is the most memory that it used, in KiB, instead of a time
 * FRAMES holds { u32 length, bytes to send } again and again. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MAX_PLANS = 16, REPORT_OUTPUT = 3, REPORT_ENDED = 4 };

static const char *program;
static char stack[64 << 10] __attribute__((aligned(16)));
static struct {
    uint32_t size;
    char *bytes;
} plans[MAX_PLANS];
static int control = -1, worker = -1;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static _Noreturn void give_up(const char *what) {
    perror(what);
    exit(1);
}

static int become_program(void *unused) {
    (void)unused;
    char *arguments[] = {"true", "true", NULL}, *variables[] = {NULL};
    arguments[0] = (char *)program;
    execve(program, arguments, variables);
    _exit(127);
}

static void floor_once(void) {
    int status;
    pid_t pid = clone(become_program, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status) {
        give_up("floor");
    }
}

static void floors(int processes, int count) {
    for (int i = 0; i < processes; i++) {
        if (fork() == 0) {
            for (int n = 0; n < count / processes; n++) {
                floor_once();
            }
            _exit(0);
        }
    }
    for (int i = 0; i < processes; i++) {
        wait(NULL);
    }
}

static long spawn_words(char *words) {
    char *arguments[64];
    int count = 0, status;
    struct rusage usage;
    static posix_spawn_file_actions_t silent;
    static int prepared;
    if (!prepared) {
        prepared = 1;
        posix_spawn_file_actions_init(&silent);
        posix_spawn_file_actions_addopen(&silent, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
    }
    for (char *word = strtok(words, " "); word && count < 63; word = strtok(NULL, " ")) {
        arguments[count++] = word;
    }
    arguments[count] = NULL;
    pid_t pid;
    if (posix_spawnp(&pid, arguments[0], &silent, NULL, arguments, environ) ||
        wait4(pid, &status, 0, &usage) != pid || status) {
        give_up(arguments[0]);
    }
    return usage.ru_maxrss;
}

static void read_all(int fd, void *into, size_t size) {
    for (char *at = into; size > 0;) {
        ssize_t n = read(fd, at, size);
        if (n <= 0) {
            give_up("the launcher is gone");
        }
        at += n;
        size -= (size_t)n;
    }
}

static void send_frames(unsigned plan) {
    if (plan >= MAX_PLANS || send(worker, plans[plan].bytes, plans[plan].size, MSG_NOSIGNAL) != (ssize_t)plans[plan].size) {
        give_up("send");
    }
}

static void launch(unsigned plan) {
    send_frames(plan);
    static char payload[1 << 20];
    uint32_t head[2];
    do {
        read_all(worker, head, sizeof head);
        if (head[0] > sizeof payload) {
            give_up("frame");
        }
        read_all(worker, payload, head[0]);
    } while (head[1] == REPORT_OUTPUT);
    uint32_t *ended = (uint32_t *)payload; /* task, step, call, error, status */
    if (head[1] != REPORT_ENDED || ended[2] || ended[4]) {
        fprintf(stderr, "plan %u: step %u call %u error %u status %u\n", plan, ended[1], ended[2], ended[3], ended[4]);
        exit(1);
    }
}

static void start_launcher(char **arguments) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", arguments[1]);
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server < 0 || bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 2)) {
        give_up(arguments[1]);
    }
    char *command[] = {arguments[0], arguments[1], NULL};
    pid_t pid;
    if (posix_spawn(&pid, arguments[0], NULL, NULL, command, environ)) {
        give_up(arguments[0]);
    }
    control = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    /* CONTROL_CONFIGURE of the launcher's protocol.h: one worker, the host's id, no flag, no subordinate ids */
    uint32_t configure[7] = {20, 1, 1, (uint32_t)strtoul(arguments[3], NULL, 10), 0, 0, 0}, ready[2];
    if (write(control, configure, sizeof configure) != sizeof configure) {
        give_up("configure");
    }
    struct timeval patience = {10, 0}; /* a launcher that refuses its configuration never connects again */
    setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    worker = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    if (worker < 0) {
        give_up("the launcher's worker");
    }
    unlink(arguments[1]);
    read_all(worker, ready, sizeof ready);
    int frames = open(arguments[2], O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < MAX_PLANS && read(frames, &plans[i].size, 4) == 4; i++) {
        plans[i].bytes = malloc(plans[i].size);
        read_all(frames, plans[i].bytes, plans[i].size);
    }
    close(frames);
    close(server);
}

int main(int count, char **arguments) {
    static char line[4096];
    program = arguments[1];
    if (count == 6) {
        start_launcher(arguments + 2);
    }
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        int processes, tasks;
        unsigned plan;
        uint64_t begun = now();
        if (strcmp(line, "floor") == 0) {
            floor_once();
        } else if (sscanf(line, "floors %d %d", &processes, &tasks) == 2) {
            floors(processes, tasks);
        } else if (sscanf(line, "launch %u", &plan) == 1) {
            launch(plan);
        } else if (sscanf(line, "prepare %u", &plan) == 1) {
            send_frames(plan);
        } else if (strncmp(line, "spawn ", 6) == 0) {
            spawn_words(line + 6);
        } else if (strncmp(line, "peak ", 5) == 0) {
            printf("%ld\n", spawn_words(line + 5));
            fflush(stdout);
            continue;
        } else {
            return 2;
        }
        printf("%llu\n", (unsigned long long)(now() - begun));
        fflush(stdout);
    }
    return 0;
}
