/* Large writable roots: a file system in a file that has no name, attached to a loop device. */
#ifndef WAYBILL_DISK_H
#define WAYBILL_DISK_H

#include <stdint.h>

#include "protocol.h"

/* In the opener. A detached mount of a fresh file system of `bytes`, in a file in `folder`, which must be a folder and
 * no link; -1 with errno and *call. `formatter` is the host's mkfs.ext4. Whoever closes the last descriptor and whoever
 * dies: the kernel unmounts it, detaches the device and frees the file. */
int make_disk(const char *folder, const char *formatter, uint64_t bytes, enum call *call);

/* Before its last descriptor is closed: nobody wants what lies in it, so that nothing of it is written any more. */
void abandon_disk(int mount);

#endif
