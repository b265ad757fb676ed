/* `waybill-launcher detach PROGRAM ARGUMENT...`: runs a program that outlives its starter.
 *
 * Waits until the program has written a byte to its standard output, passes that on and ends; or until it has ended
 * without one, and then ends as it did. The program leads a session of its own, so no terminal's keys or end reach it,
 * and signals mean to it what they mean by default, whatever the starter ignored.
 *
 * Java could not do this by itself: whoever starts a process there waits for it in a thread, and a JVM whose thread
 * waits in the kernel takes a third of a second longer to end. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launcher.h"

static void default_signals(void) {
    sigset_t none;
    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL); /* refused for the two that cannot be changed */
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
}

_Noreturn static void become(char **arguments, int output) {
    default_signals();
    setsid();
    if (dup2(output, STDOUT_FILENO) == STDOUT_FILENO) {
        close(output);
        execv(arguments[0], arguments);
    }
    dprintf(STDERR_FILENO, "cannot run %s: %s\n", arguments[0], strerror(errno));
    _exit(127);
}

int detach_main(char **arguments) {
    int output[2], status = 0;
    char byte;
    if (pipe2(output, O_CLOEXEC)) {
        return 1;
    }
    pid_t pid = fork();
    if (pid < 0) {
        return 1;
    }
    if (pid == 0) {
        become(arguments, output[1]);
    }
    close(output[1]);
    if (read(output[0], &byte, 1) == 1) {
        return write(STDOUT_FILENO, &byte, 1) != 1;
    }
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
