/* What the writer of a tree reads: frames, and the bytes of files between them on their way to the disk. */
#define _GNU_SOURCE
#include "content.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "attributes.h"

enum {
    BUFFER = TREE_MAX_FRAME + (64 << 10),
    SPLICE_FROM = 256 << 10, /* bytes that are left of a file; below, a copy more is cheaper than more calls */
    PIPE = 1 << 20
};

static char buffer[BUFFER];
static size_t at, end;

void widen_input(void) {
    fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE); /* refused to those who have many such pipes: then it is slower */
}

/* False at the end of the input: whoever sent it is gone, or changed its mind. */
static bool have(size_t wanted) {
    if (end - at >= wanted) {
        return true;
    }
    memmove(buffer, buffer + at, end - at);
    end -= at;
    at = 0;
    while (end < wanted) {
        ssize_t n = read(STDIN_FILENO, buffer + end, sizeof buffer - end);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return false;
        }
        end += n < 0 ? 0 : (size_t)n;
    }
    return true;
}

int next_frame(uint32_t *kind, struct reader *payload) {
    uint32_t head[2];
    if (!have(sizeof head)) {
        return 1;
    }
    memcpy(head, buffer + at, sizeof head);
    if (head[0] > TREE_MAX_FRAME || head[1] < TREE_FOLDER || head[1] > TREE_SPARSE_FILE) {
        errno = EPROTO;
        return -1;
    }
    if (!have(sizeof head + head[0])) {
        return 1;
    }
    const char *start = buffer + at + sizeof head;
    at += sizeof head + head[0];
    *kind = head[1];
    *payload = (struct reader){start, start + head[0], false};
    return 0;
}

static int write_all(int file, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t n = write(file, bytes, size);
        if (n < 0 && errno != EINTR) {
            tree_call = CALL_WRITE;
            return -1;
        }
        bytes += n < 0 ? 0 : n;
        size -= n < 0 ? 0 : (size_t)n;
    }
    return 0;
}

/* Moves pages of the pipe into the file. 1: the input ended. */
static int splice_all(int file, uint64_t *left) {
    while (*left > 0) {
        ssize_t n = splice(STDIN_FILENO, NULL, file, NULL, *left < (1u << 30) ? *left : 1u << 30, SPLICE_F_MOVE);
        if (n == 0) {
            return 1;
        }
        if (n < 0 && errno == EINVAL) {
            return 0; /* the input is no pipe, or this file system cannot: the rest is copied */
        }
        if (n < 0 && errno != EINTR) {
            tree_call = CALL_WRITE;
            return -1;
        }
        *left -= n < 0 ? 0 : (uint64_t)n;
    }
    return 0;
}

int write_content(int file, uint64_t size) {
    uint64_t left = size;
    while (left > 0) {
        if (at == end) {
            if (left >= SPLICE_FROM) {
                int result = splice_all(file, &left);
                if (result || left == 0) {
                    return result;
                }
            }
            if (!have(1)) {
                return 1;
            }
        }
        size_t here = left < end - at ? left : end - at;
        if (write_all(file, buffer + at, here)) {
            return -1;
        }
        at += here;
        left -= here;
    }
    return 0;
}

/* Pieces that end at the file's end, none of them empty: so they come to an end, too. */
int write_sparse_content(int file, uint64_t size) {
    uint64_t left = size;
    if (ftruncate(file, (off_t)size)) {
        tree_call = CALL_WRITE;
        return -1;
    }
    while (left > 0) {
        uint64_t piece[2]; /* hole, bytes */
        if (!have(sizeof piece)) {
            return 1;
        }
        memcpy(piece, buffer + at, sizeof piece);
        at += sizeof piece;
        if (piece[0] > left || piece[1] > left - piece[0] || piece[0] + piece[1] == 0) {
            errno = EPROTO;
            tree_call = CALL_PROTOCOL;
            return -1;
        }
        if (piece[0] > 0 && lseek(file, (off_t)piece[0], SEEK_CUR) < 0) {
            tree_call = CALL_WRITE;
            return -1;
        }
        int result = write_content(file, piece[1]);
        if (result) {
            return result;
        }
        left -= piece[0] + piece[1];
    }
    return 0;
}
