/* bench_matcher.c: the engines side by side on the same comments: comments a second, ratios, and whether they
 * find the same.
 *
 * bench_matcher [patterns [comments [threads [mean length]]]]. Rounds are interleaved; each figure is the
 * median of BENCH_ROUNDS (5). BENCH_ENGINES picks engines ("index,jit"). Slow engines take a first part of
 * the comments. */
#include "bench_matcher.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <yousaid/mem.h>

#include "corpus.h"

enum { SEED = 20261122, CHUNK = 256, ROUNDS_MAX = 99, THREADS_MAX = 64, THEME = 10 /* patterns */ };

static const struct bench_engine *const engines[] = {
    &bench_index,      &bench_scan, &bench_naive, &bench_jit, &bench_interpreter,
#ifdef BENCH_VECTORSCAN
    &bench_vectorscan,
#endif
};
enum { ENGINES = sizeof engines / sizeof engines[0] };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void make_data(struct bench_data *d, size_t patterns, size_t comments, size_t mean)
{
    struct corpus c = {.state = SEED};
    struct buf text = buf_new(256);
    d->patterns = mem_new(patterns, sizeof *d->patterns);
    for (d->pattern_count = 0; d->pattern_count < patterns; d->pattern_count++) {
        struct error err = {0};
        buf_clear(&text);
        corpus_pattern(&c, d->pattern_count, &text);
        if (pattern_new(buf_str(&text), text.len, &d->patterns[d->pattern_count], &err) != 0) {
            fprintf(stderr, "%s\n", err.text);
            exit(1);
        }
    }
    buf_free(&text);
    d->texts = buf_new(SIZE_MAX / 2);
    d->starts = mem_new(comments + 1, sizeof *d->starts);
    c.state = SEED;
    for (d->comment_count = 0; d->comment_count < comments; d->comment_count++) {
        corpus_comment(&c, mean, &d->texts);
        d->starts[d->comment_count + 1] = d->texts.len;
    }
}

/* ---- one run of one engine ---- */

struct run {
    const struct bench_engine *engine;
    const struct bench_data *data;
    void *shared;
    size_t comments;
    atomic_size_t next;
    atomic_ullong found, matches;
};

static void *work(void *argument)
{
    struct run *run = argument;
    void *own = run->engine->thread_new(run->shared);
    struct bench_sum sum = {0};
    for (size_t from; (from = atomic_fetch_add(&run->next, CHUNK)) < run->comments;) {
        for (size_t i = from; i < from + CHUNK && i < run->comments; i++) {
            sum.comment = i;
            run->engine->comment(own, run->data->texts.data + run->data->starts[i],
                                 run->data->starts[i + 1] - run->data->starts[i], &sum);
        }
    }
    atomic_fetch_add(&run->found, sum.hash);
    atomic_fetch_add(&run->matches, sum.matches);
    run->engine->thread_free(own);
    return NULL;
}

struct result {
    double rate, build;
    unsigned long long hash, matches;
};

static struct result measure(const struct bench_engine *engine, const struct bench_data *data, void *shared,
                             size_t comments, size_t threads, bool cpu)
{
    struct run run = {.engine = engine, .data = data, .shared = shared, .comments = comments};
    pthread_t workers[THREADS_MAX];
    double begin = cpu ? cpu_now() : now();
    for (size_t i = 0; i < threads; i++)
        pthread_create(&workers[i], NULL, work, &run);
    for (size_t i = 0; i < threads; i++)
        pthread_join(workers[i], NULL);
    double seconds = (cpu ? cpu_now() : now()) - begin;
    return (struct result){.rate = (double)comments / seconds, .hash = run.found, .matches = run.matches};
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t share(const struct bench_engine *engine, const struct bench_data *d)
{
    size_t comments = d->comment_count / (engine->slower > 0 ? engine->slower : 1);
    if (engine->by_pattern) /* about the same time however many patterns there are */
        comments = comments * 1000 / (d->pattern_count + 20);
    return comments < 64 ? 64 : comments < d->comment_count ? comments : d->comment_count;
}

static bool wanted(const struct bench_engine *engine)
{
    const char *list = getenv("BENCH_ENGINES");
    return list == NULL || strstr(list, engine->name) != NULL;
}

static size_t argument(int argc, char **argv, int i, size_t otherwise)
{
    return argc > i ? strtoul(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    size_t patterns = argument(argc, argv, 1, 1000), comments = argument(argc, argv, 2, 100000);
    size_t threads = argument(argc, argv, 3, 1), mean = argument(argc, argv, 4, 0);
    const char *asked = getenv("BENCH_ROUNDS");
    size_t rounds = asked != NULL ? strtoul(asked, NULL, 10) : 5;
    bool cpu = getenv("BENCH_CPU") != NULL;
    if (threads < 1 || threads > THREADS_MAX || rounds < 1 || rounds > ROUNDS_MAX || comments < 64)
        return fprintf(stderr, "bench_matcher: 1-64 threads, 1-99 rounds, 64 comments or more\n"), 64;
    static struct bench_data data;
    make_data(&data, patterns, comments, mean);
    double bytes = (double)data.texts.len / (double)comments;
    printf("%zu patterns, %zu comments of %.1f bytes, %zu threads, median of %zu rounds%s\n", patterns,
           comments, bytes, threads, rounds, cpu ? ", processor time" : "");

    void *shared[ENGINES] = {0};
    static double rates[ENGINES][ROUNDS_MAX];
    struct result last[ENGINES] = {0};
    for (size_t e = 0; e < ENGINES; e++) {
        double begin = now();
        if (wanted(engines[e]))
            shared[e] = engines[e]->shared_new(&data);
        last[e].build = now() - begin;
    }
    for (size_t round = 0; round < rounds; round++) {
        for (size_t e = 0; e < ENGINES; e++) {
            if (shared[e] == NULL)
                continue;
            double build = last[e].build;
            last[e] = measure(engines[e], &data, shared[e], share(engines[e], &data), threads, cpu);
            last[e].build = build;
            rates[e][round] = last[e].rate;
        }
    }
    double jit = 0;
    for (size_t e = 0; e < ENGINES; e++) {
        qsort(rates[e], rounds, sizeof rates[e][0], compare);
        if (engines[e] == &bench_jit)
            jit = rates[e][rounds / 2];
    }
    printf("%-12s %12s %9s %9s %9s %9s  %s\n", "engine", "comments/s", "MB/s", "x jit", "build s", "matches",
           "over comments, hash");
    for (size_t e = 0; e < ENGINES; e++) {
        if (shared[e] == NULL)
            continue;
        double rate = rates[e][rounds / 2];
        size_t n = share(engines[e], &data);
        printf("%-12s %12.0f %9.2f %9.1f %9.2f %9.2f  %zu, %016llx", engines[e]->name, rate,
               rate * bytes / 1e6, jit > 0 ? rate / jit : 0, last[e].build,
               (double)last[e].matches / (double)n, n, last[e].hash);
        if (engines[e] != &bench_index && shared[0] != NULL && last[e].matches > 0) {
            struct result same = measure(&bench_index, &data, shared[0], n, 1, false);
            printf(same.hash == last[e].hash ? " (the index finds the same)" : " (THE INDEX FINDS OTHERS)");
        }
        printf("\n");
        if (engines[e]->memory != NULL)
            engines[e]->memory(shared[e]);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("largest resident size %.1f MiB, of it comments %.1f MiB\n", (double)usage.ru_maxrss / 1024,
           (double)(data.texts.cap + (comments + 1) * sizeof *data.starts) / 1048576);
    return 0;
}
