#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "launcher.h"

enum { KEPT_CAPACITY = 1 << 20 };

uint32_t read_u32(struct reader *r) {
    uint32_t value = 0;
    if (r->bad || r->end - r->at < (ptrdiff_t)sizeof value) {
        r->bad = true;
        return 0;
    }
    memcpy(&value, r->at, sizeof value);
    r->at += sizeof value;
    return value;
}

uint64_t read_u64(struct reader *r) {
    uint64_t low = read_u32(r);
    return low | (uint64_t)read_u32(r) << 32;
}

struct reader read_slice(struct reader *r, size_t size) {
    struct reader slice = {r->at, r->at, r->bad};
    if (r->bad || (size_t)(r->end - r->at) < size) {
        r->bad = slice.bad = true;
        return slice;
    }
    slice.end = r->at += size;
    return slice;
}

const char *read_string(struct reader *r) {
    uint32_t size = read_u32(r);
    struct reader slice = read_slice(r, size);
    if (slice.bad || size == 0 || slice.end[-1] != 0 || memchr(slice.at, 0, size) != slice.end - 1) {
        r->bad = true;
        return "";
    }
    return slice.at;
}

static void grow(char **bytes, size_t *capacity, size_t wanted) {
    if (wanted <= *capacity) {
        return;
    }
    size_t size = *capacity ? *capacity : 64 << 10;
    while (size < wanted) {
        size *= 2;
    }
    char *grown = realloc(*bytes, size);
    if (!grown) {
        fail(STAGE_MEMORY);
    }
    *bytes = grown;
    *capacity = size;
}

void outbox_append(struct outbox *box, const void *bytes, size_t size) {
    if (box->sent > box->size / 2) { /* else a box that is never quite empty would grow for ever */
        memmove(box->bytes, box->bytes + box->sent, box->size - box->sent);
        box->size -= box->sent;
        box->sent = 0;
    }
    grow(&box->bytes, &box->capacity, box->size + size);
    if (size) {
        memcpy(box->bytes + box->size, bytes, size);
        box->size += size;
    }
}

void outbox_frame(struct outbox *box, uint32_t kind, const void *head, size_t head_size, const void *tail,
                  size_t tail_size) {
    uint32_t frame[2] = {(uint32_t)(head_size + tail_size), kind};
    outbox_append(box, frame, sizeof frame);
    outbox_append(box, head, head_size);
    outbox_append(box, tail, tail_size);
}

bool outbox_flush(struct outbox *box, int socket) {
    while (box->sent < box->size) {
        ssize_t n = send(socket, box->bytes + box->sent, box->size - box->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return errno == EAGAIN;
        }
        box->sent += (size_t)n;
    }
    box->sent = box->size = 0;
    return true;
}

bool inbox_fill(struct inbox *box, int socket) {
    if (box->used) {
        memmove(box->bytes, box->bytes + box->used, box->size - box->used);
        box->size -= box->used;
        box->used = 0;
    }
    if (box->size == 0 && box->capacity > KEPT_CAPACITY) { /* one huge plan is no reason to stay huge */
        free(box->bytes);
        *box = (struct inbox){0};
    }
    grow(&box->bytes, &box->capacity, box->size + (64 << 10));
    ssize_t n = recv(socket, box->bytes + box->size, box->capacity - box->size, MSG_DONTWAIT);
    if (n < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    box->size += (size_t)n;
    return n > 0;
}

bool inbox_next(struct inbox *box, uint32_t *kind, struct reader *payload) {
    uint32_t frame[2];
    size_t have = box->size - box->used;
    if (have < sizeof frame) {
        return false;
    }
    memcpy(frame, box->bytes + box->used, sizeof frame);
    if (frame[0] > MAX_FRAME) {
        errno = EMSGSIZE;
        fail(STAGE_MEMORY);
    }
    if (have - sizeof frame < frame[0]) {
        return false;
    }
    *kind = frame[1];
    const char *start = box->bytes + box->used + sizeof frame;
    *payload = (struct reader){start, start + frame[0], false};
    box->used += sizeof frame + frame[0];
    return true;
}

static bool read_all(int socket, void *into, size_t size) {
    for (char *at = into; size > 0;) {
        ssize_t n = read(socket, at, size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        at += n;
        size -= (size_t)n;
    }
    return true;
}

bool read_frame(int socket, uint32_t *kind, void *payload, size_t size) {
    uint32_t frame[2];
    if (!read_all(socket, frame, sizeof frame) || frame[0] != size) {
        return false;
    }
    *kind = frame[1];
    return read_all(socket, payload, size);
}

void write_frame(int socket, uint32_t kind, const void *payload, size_t size) {
    struct outbox box = {0};
    outbox_frame(&box, kind, payload, size, NULL, 0);
    outbox_flush(&box, socket); /* a lost last word is no harm: the end of the socket says the rest */
    free(box.bytes);
}
