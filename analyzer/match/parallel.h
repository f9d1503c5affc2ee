/* parallel.h: the same small job many times, on every processor. */
#pragma once

#include <stddef.h>

/* Calls `job` for every number below `count`, each once and in no order, and returns when all are done. A job
 * writes only what is its own. Few jobs, or no thread to be had: the caller does them alone. */
void parallel_for(size_t count, void (*job)(void *ctx, size_t i), void *ctx);
