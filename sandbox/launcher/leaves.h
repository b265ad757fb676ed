/* The folders of our control group leaves, among the host's mounts. The opener makes them, outer removes them; those
 * of a launcher that was killed, outer and all, are removed by the next one that needs leaves. */
#ifndef WAYBILL_LEAVES_H
#define WAYBILL_LEAVES_H

#include "launcher.h"

/* Makes the folder that holds our leaves of one hierarchy, once, and sweeps its neighbours. -1 with errno. */
int enter_group_folder(struct keepsake *keepsake, const char *path);

/* Leaf `number` of that folder, made if it is not there: an O_PATH descriptor, or -1 with errno. */
int open_leaf(const char *path, unsigned number);

/* Removes such a folder with its leaves; what still has processes stays. */
void remove_group_folder(const char *path);

#endif
