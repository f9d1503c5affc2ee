/* lock.h: one run at a time in a workspace, however often cron starts. */
#pragma once

#include <yousaid/error.h>

struct lock;

/* Locks `<store>.lock`. ERROR_TEMPFAIL "another run is under way (process N)" if another program holds it.
 * The lock ends with the process at the latest, even a killed one; the file stays. */
int lock_take(const char *store, struct lock **out, struct error *err);
void lock_release(struct lock *l);
