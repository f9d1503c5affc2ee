/* parallel.c: see parallel.h. */
#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { CHUNK = 16 /* jobs taken at a time */, THREADS_MAX = 16 };

struct work {
    void (*job)(void *ctx, size_t i);
    void *ctx;
    size_t count;
    atomic_size_t next;
};

static void *work(void *argument)
{
    struct work *w = argument;
    size_t from = 0;
    while ((from = atomic_fetch_add(&w->next, CHUNK)) < w->count)
        for (size_t i = from; i < from + CHUNK && i < w->count; i++)
            w->job(w->ctx, i);
    return NULL;
}

void parallel_for(size_t count, void (*job)(void *ctx, size_t i), void *ctx)
{
    struct work w = {.job = job, .ctx = ctx, .count = count};
    pthread_t threads[THREADS_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t started = 0;
    while (started + 1 < (size_t)(processors > 0 ? processors : 1) && started < THREADS_MAX &&
           (started + 1) * CHUNK < count && pthread_create(&threads[started], NULL, work, &w) == 0)
        started++;
    work(&w);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}
