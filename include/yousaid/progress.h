/* progress.h: one status line on a terminal, nothing in cron. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct progress;
/* `what` is shown in front ("classify"). `total` 0 = unknown. Shows nothing unless stderr is a terminal and `quiet` is false. */
struct progress *progress_new(const char *what, int64_t total, bool quiet);
/* At most 10 redraws a second. Thread-safe only in the sense that one thread calls it. */
void progress_set(struct progress *p, int64_t done, const char *note);
/* Removes the line and frees. Accepts NULL. */
void progress_free(struct progress *p);
