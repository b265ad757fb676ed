/*
 * tree FOLDER owners|contents
 * One line for each file of a tree, in the order of their names: kind, mode, owner, links, size, time, extended
 * attributes, content or target, so that two trees are compared by comparing text. Java can see neither names that are
 * not UTF-8 nor attributes of the name space `security`.
 *
 * `contents` leaves out all in which tasks of a single user differ: owners, set-id bits, extended attributes.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

static bool owners;

_Noreturn static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void put(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c > ' ' && c < 0x7f && c != '\\') {
            putchar(c);
        } else {
            printf("\\%03o", c);
        }
    }
}

/* FNV-1a: nobody here makes collisions on purpose. */
static void put_content(int folder, const char *name) {
    unsigned char buffer[1 << 16];
    uint64_t hash = 0xcbf29ce484222325;
    ssize_t size;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) {
        fail(name);
    }
    while ((size = read(file, buffer, sizeof buffer)) > 0) {
        for (ssize_t i = 0; i < size; i++) {
            hash = (hash ^ buffer[i]) * 0x100000001b3;
        }
    }
    if (size < 0) {
        fail(name);
    }
    close(file);
    printf(" content=%016llx", (unsigned long long)hash);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* By the path in proc: there is no call that takes a folder and a name and follows no link. */
static void put_attributes(int folder, const char *name) {
    char path[PATH_MAX], names[1 << 16], value[1 << 16], *sorted[100];
    size_t count = 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", folder, name);
    ssize_t size = llistxattr(path, names, sizeof names);
    if (size < 0) {
        fail(name);
    }
    for (char *at = names; at < names + size && count < 100; at += strlen(at) + 1) {
        sorted[count++] = at;
    }
    qsort(sorted, count, sizeof *sorted, by_text);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(sorted[i], "user.overlay.", 13) == 0) {
            continue; /* of an archive: never kept by us, always by others */
        }
        ssize_t length = lgetxattr(path, sorted[i], value, sizeof value);
        if (length < 0) {
            fail(sorted[i]);
        }
        printf(" %s=", sorted[i]);
        put(value, (size_t)length);
    }
}

static void list(int folder, const char *path);

static void put_entry(int folder, const char *path, const char *name) {
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW)) {
        fail(name);
    }
    put(path, strlen(path));
    mode_t mode = status.st_mode & (owners ? 07777 : 01777);
    printf(" %c %04o", "?pc?d?b?-?l?s???"[status.st_mode >> 12], mode);
    if (owners) {
        printf(" %u:%u", status.st_uid, status.st_gid);
    }
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) {
        printf(" device=%u:%u", major(status.st_rdev), minor(status.st_rdev));
    }
    if (!S_ISDIR(status.st_mode)) { /* how a folder counts is the file system's own */
        printf(" links=%lu size=%ld", (unsigned long)status.st_nlink, (long)status.st_size);
    }
    if (*path) {
        printf(" time=%ld.%09ld", (long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    }
    if (owners) {
        put_attributes(folder, name);
    }
    if (S_ISREG(status.st_mode)) {
        put_content(folder, name);
    } else if (S_ISLNK(status.st_mode)) {
        char target[PATH_MAX];
        ssize_t size = readlinkat(folder, name, target, sizeof target);
        printf(" -> ");
        put(target, size < 0 ? 0 : (size_t)size);
    }
    putchar('\n');
    if (S_ISDIR(status.st_mode)) {
        int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner < 0) {
            fail(name);
        }
        list(inner, path);
        close(inner);
    }
}

static void list(int folder, const char *path) {
    struct dirent **entries;
    int count = scandirat(folder, ".", &entries, NULL, NULL);
    if (count < 0) {
        fail(path);
    }
    char *names[count + 1];
    for (int i = 0; i < count; i++) {
        names[i] = entries[i]->d_name;
    }
    qsort(names, (size_t)count, sizeof *names, by_text);
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], ".") != 0 && strcmp(names[i], "..") != 0) {
            char inner[PATH_MAX];
            snprintf(inner, sizeof inner, "%s/%s", path, names[i]);
            put_entry(folder, inner, names[i]);
        }
    }
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
}

int main(int count, char **words) {
    if (count != 3) {
        return 2;
    }
    owners = strcmp(words[2], "owners") == 0;
    if (chdir(words[1])) {
        fail(words[1]);
    }
    int root = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        fail(words[1]);
    }
    put_entry(root, "", ".");
    return fflush(stdout) != 0;
}
