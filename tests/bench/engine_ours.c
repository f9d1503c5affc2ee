/* engine_ours.c: the index engine, its word scan alone, and the naive engine. */
#include <stdio.h>
#include <stdlib.h>
#include <yousaid/mem.h>

#include "bench_matcher.h"
#include "matcher.h"
#include "matcher_index.h"
#include "matcher_scan.h"

static void *build(const struct bench_data *data, enum matcher_engine engine)
{
    bool *search = mem_new(data->pattern_count, sizeof *search);
    for (size_t i = 0; i < data->pattern_count; i++)
        search[i] = true;
    struct matcher *m = NULL;
    matcher_new((const struct pattern *const *)data->patterns, search, data->pattern_count, engine, &m, NULL);
    free(search);
    return m;
}

static void *index_engine(const struct bench_data *data)
{
    return build(data, MATCHER_INDEX);
}

static void *naive_engine(const struct bench_data *data)
{
    return build(data, MATCHER_NAIVE);
}

static void *scanner(void *shared)
{
    return matcher_scanner_new(shared);
}

static void scanner_free(void *own)
{
    matcher_scanner_free(own);
}

static void match_comment(void *own, const char *text, size_t len, struct bench_sum *sum)
{
    size_t which;
    struct pattern_span span;
    matcher_begin(own, text, len);
    while (matcher_next(own, &which, &span) == PATTERN_YES)
        bench_found(sum, which, span.start, span.end);
}

static void show_memory(void *shared)
{
    struct matcher_scanner *s = matcher_scanner_new(shared);
    printf("%-12s matcher and a new scanner: %.1f MiB without PCRE2's code\n", "",
           (double)matcher_memory(shared, s) / 1048576);
    matcher_scanner_free(s);
}

static void *scan_engine(const struct bench_data *data)
{
    return index_new((const struct pattern *const *)data->patterns, data->pattern_count);
}

static void *scan_thread(void *shared)
{
    struct scan *s = mem_new(1, sizeof *s);
    scan_init(s, shared);
    return s;
}

static void scan_thread_free(void *own)
{
    scan_done(own);
    free(own);
}

static void scan_comment(void *own, const char *text, size_t len, struct bench_sum *sum)
{
    struct scan *s = own;
    scan_split(s, text, len);
    sum->hash += s->count;
}

const struct bench_engine bench_index = {.name = "index",
                                         .shared_new = index_engine,
                                         .thread_new = scanner,
                                         .thread_free = scanner_free,
                                         .comment = match_comment,
                                         .memory = show_memory};
const struct bench_engine bench_scan = {.name = "scan",
                                        .shared_new = scan_engine,
                                        .thread_new = scan_thread,
                                        .thread_free = scan_thread_free,
                                        .comment = scan_comment};
const struct bench_engine bench_naive = {.name = "naive",
                                         .slower = 200,
                                         .by_pattern = true,
                                         .shared_new = naive_engine,
                                         .thread_new = scanner,
                                         .thread_free = scanner_free,
                                         .comment = match_comment};
