/* due.h: which sources it is time for. */
#pragma once

#include <stdbool.h>
#include <yousaid/error.h>
#include <yousaid/store_collect.h>

#include "source.h"

/* Whether `every` of the source has gone by since it last answered, less a twentieth: cron comes at the same
 * minute each day, and a run takes a while. */
int due_now(struct store *store, const struct source *s, bool *due, struct error *err);
