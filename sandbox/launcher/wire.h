/* Reading and writing frames. Nothing here allocates while a task is being made. */
#ifndef WAYBILL_WIRE_H
#define WAYBILL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol.h"

/* A place in a received payload. `bad` turns true, and stays so, at the first read past the end. */
struct reader {
    const char *at, *end;
    bool bad;
};

uint32_t read_u32(struct reader *r);
uint64_t read_u64(struct reader *r);
const char *read_string(struct reader *r);          /* points into the payload; never NULL */
struct reader read_slice(struct reader *r, size_t size);

/* Bytes on their way to Java. Grows, and is written as far as the socket takes it. */
struct outbox {
    char *bytes;
    size_t size, capacity, sent;
};

void outbox_frame(struct outbox *box, uint32_t kind, const void *head, size_t head_size, const void *tail,
                  size_t tail_size);
void outbox_append(struct outbox *box, const void *bytes, size_t size);
bool outbox_flush(struct outbox *box, int socket);  /* false: the other side is gone */

/* Bytes from Java, at least one whole frame when `inbox_next` says so. */
struct inbox {
    char *bytes;
    size_t size, capacity, used;
};

bool inbox_fill(struct inbox *box, int socket);     /* false: the other side is gone */
bool inbox_next(struct inbox *box, uint32_t *kind, struct reader *payload);

/* Reads exactly one frame, waiting for it; for the time before the event loops run. */
bool read_frame(int socket, uint32_t *kind, void *payload, size_t size);

void write_frame(int socket, uint32_t kind, const void *payload, size_t size);

#endif
