/*
 * terminal STEP... -- PROGRAM ARGUMENT...
 * A terminal of 77 columns and 33 rows with somebody before it. The program is started in the foreground as a shell
 * does; then the steps are done one after the other:
 *
 *   see=TEXT      wait until the terminal shows it, after what the step before saw
 *   taken=        wait until the program has changed the terminal's settings
 *   type=KEYS     press keys
 *   rows=N        make the window higher or lower
 *   signal=N      send a signal to the program
 *   stopped=      wait until the program is suspended, look at the settings then, and continue it until it
 *                 has the terminal again
 *
 * Standard output gets all that the terminal showed, then a line: how the program ended, and whether the terminal's
 * settings are then, or soon, what they were.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { SCREEN = 1 << 20, PATIENCE_MS = 20000, RESTORING_MS = 5000, TICK_MS = 20 };

static int keyboard, screen;
static char shown[SCREEN + 1];
static size_t shown_size, seen;
static struct termios before;

_Noreturn static void fail(const char *what) {
    fwrite(shown, 1, shown_size, stdout);
    printf("\nfailed: %s\n", what);
    fflush(stdout);
    _exit(1);
}

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Takes what the terminal shows next, if that is soon. */
static void look(void) {
    struct pollfd ready = {keyboard, POLLIN, 0};
    if (poll(&ready, 1, TICK_MS) > 0 && shown_size < SCREEN) {
        ssize_t size = read(keyboard, shown + shown_size, SCREEN - shown_size);
        shown_size += size < 0 ? 0 : (size_t)size;
    }
}

static void see(const char *text) {
    long start = now();
    for (;;) {
        char *found = memmem(shown + seen, shown_size - seen, text, strlen(text));
        if (found != NULL) {
            seen = (size_t)(found - shown) + strlen(text);
            return;
        }
        if (now() - start > PATIENCE_MS) {
            fail(text);
        }
        look();
    }
}

static bool is_as(const struct termios *before) {
    struct termios after;
    tcgetattr(screen, &after);
    return after.c_iflag == before->c_iflag && after.c_oflag == before->c_oflag && after.c_cflag == before->c_cflag &&
           after.c_lflag == before->c_lflag && memcmp(after.c_cc, before->c_cc, sizeof after.c_cc) == 0;
}

/* Keys that come before mean what they mean to the terminal, and not to the program. */
static void see_taken(void) {
    long start = now();
    while (is_as(&before)) {
        if (now() - start > PATIENCE_MS) {
            fail("it does not take the terminal");
        }
        look();
    }
}

static void see_stopped(pid_t program) {
    int status;
    long start = now();
    while (waitpid(program, &status, WUNTRACED | WNOHANG) != program) {
        if (now() - start > PATIENCE_MS) {
            fail("it does not stop");
        }
        look();
    }
    if (!WIFSTOPPED(status) || !is_as(&before)) {
        fail("it stops and leaves the terminal as only it wants it");
    }
    tcsetpgrp(screen, program);
    kill(-program, SIGCONT);
    see_taken();
}

static void do_step(const char *step, pid_t program) {
    const char *value = strchr(step, '=') + 1;
    if (strncmp(step, "see=", 4) == 0) {
        see(value);
    } else if (strncmp(step, "taken=", 6) == 0) {
        see_taken();
    } else if (strncmp(step, "type=", 5) == 0) {
        if (write(keyboard, value, strlen(value)) < 0) {
            fail(step);
        }
    } else if (strncmp(step, "rows=", 5) == 0) {
        struct winsize size = {(unsigned short)atoi(value), 77, 0, 0};
        ioctl(keyboard, TIOCSWINSZ, &size);
    } else if (strncmp(step, "signal=", 7) == 0) {
        kill(program, atoi(value));
    } else if (strncmp(step, "stopped=", 8) == 0) {
        see_stopped(program);
    } else {
        fail(step);
    }
}

static void open_terminal(void) {
    struct winsize size = {33, 77, 0, 0};
    keyboard = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (keyboard < 0 || grantpt(keyboard) || unlockpt(keyboard)) {
        fail("no terminal");
    }
    setsid(); /* fails for who leads a group: then there is a terminal already, and that would be bad */
    screen = open(ptsname(keyboard), O_RDWR | O_CLOEXEC);
    if (screen < 0 || ioctl(screen, TIOCSWINSZ, &size) || getsid(0) != getpid()) {
        fail("no terminal of our own");
    }
}

static pid_t start(char **words) {
    signal(SIGTTOU, SIG_IGN);
    pid_t program = fork();
    if (program == 0) {
        setpgid(0, 0);
        tcsetpgrp(screen, getpid());
        signal(SIGTTOU, SIG_DFL);
        for (int i = 0; i < 3; i++) {
            dup2(screen, i);
        }
        execv(words[0], words);
        _exit(127);
    }
    return program;
}

int main(int count, char **words) {
    int status, first = 1;
    if (getpgid(0) == getpid()) { /* let somebody else lead a session */
        pid_t other = fork();
        if (other > 0) {
            waitpid(other, &status, 0);
            return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        }
    }
    while (first < count && strcmp(words[first], "--") != 0) {
        first++;
    }
    open_terminal();
    tcgetattr(screen, &before);
    pid_t program = start(words + first + 1);
    for (int i = 1; i < first; i++) {
        do_step(words[i], program);
    }
    long start = now();
    while (waitpid(program, &status, WNOHANG) == 0) {
        look();
        if (now() - start > PATIENCE_MS) {
            kill(-program, SIGKILL);
            fail("it does not end");
        }
    }
    start = now();
    while (!is_as(&before) && now() - start < RESTORING_MS) {
        look();
    }
    look();
    fwrite(shown, 1, shown_size, stdout);
    printf(WIFSIGNALED(status) ? "\nsignal %d" : "\nexit %d", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    puts(is_as(&before) ? ", restored" : ", not restored");
    fflush(stdout);
    signal(SIGHUP, SIG_IGN); /* the terminal goes with us */
    return 0;
}
