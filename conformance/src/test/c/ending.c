/*
 * ending FILE PROGRAM ARGUMENT...
 * Runs the program and writes how it ended to FILE: "exit 3" or "signal 11". Java reports both as one number, and a
 * product that exits with 139 must not pass for one that died of signal 11.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words) {
    int status;
    pid_t child = count > 2 ? fork() : -1;
    if (child == 0) {
        execv(words[2], words + 2);
        _exit(127);
    }
    FILE *file = fopen(words[1], "w");
    if (child < 0 || file == NULL || waitpid(child, &status, 0) != child) {
        return 1;
    }
    fprintf(file, WIFSIGNALED(status) ? "signal %d" : "exit %d",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    return fclose(file) != 0;
}
