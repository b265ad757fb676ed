/* The input of the writer of a tree. All of these return 0, 1 when the input ended, because whoever sent it is gone or
 * changed its mind, or -1 with errno. */
#ifndef WAYBILL_CONTENT_H
#define WAYBILL_CONTENT_H

#include <stdint.h>

#include "protocol.h"
#include "wire.h"

/* More of it at once. */
void widen_input(void);

/* The next frame, good until the next call of any of these. -1: it is none. */
int next_frame(uint32_t *kind, struct reader *payload);

/* Writes the bytes that follow the frame of a file. -1 with tree_call. */
int write_content(int file, uint64_t size);
int write_sparse_content(int file, uint64_t size);

#endif
