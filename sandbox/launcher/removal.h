/* Removing trees that may be hostile: of any depth, with names of any bytes. */
#ifndef WAYBILL_REMOVAL_H
#define WAYBILL_REMOVAL_H

/* Removes all that is in a folder, but not the folder. -1 with errno. The descriptor must be one for reading. */
int remove_contents(int folder);

/* Removes whatever has that name. */
int remove_entry(int folder, const char *name);

#endif
