/* bench_matcher.h: what an engine is to the benchmark, and the engines there are. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>
#include <yousaid/pattern.h>

struct bench_data {
    struct pattern **patterns;
    size_t pattern_count;
    struct buf texts;
    size_t *starts; /* comment i is texts[starts[i], starts[i + 1]) */
    size_t comment_count;
};

/* A sum over (comment, pattern, span) that does not depend on order. */
struct bench_sum {
    uint64_t hash, matches;
    size_t comment; /* at hand */
};

struct bench_engine {
    const char *name;
    unsigned slower; /* it gets one comment of so many */
    bool by_pattern; /* its time grows with the number of patterns */
    void *(*shared_new)(const struct bench_data *data);
    void *(*thread_new)(void *shared);
    void (*thread_free)(void *own);
    void (*comment)(void *own, const char *text, size_t len, struct bench_sum *sum);
    void (*memory)(void *shared); /* prints what it holds; may be NULL */
};

extern const struct bench_engine bench_index;       /* ours */
extern const struct bench_engine bench_scan;        /* its word scan alone: the floor */
extern const struct bench_engine bench_naive;       /* ours without the index */
extern const struct bench_engine bench_jit;         /* a loop over PCRE2 JIT, as lean as PCRE2 allows */
extern const struct bench_engine bench_interpreter; /* a loop over PCRE2 without JIT */
extern const struct bench_engine bench_vectorscan;  /* Vectorscan finds literals, PCRE2 JIT confirms */

static inline void bench_found(struct bench_sum *sum, size_t pattern, size_t start, size_t end)
{
    uint64_t h =
        (uint64_t)sum->comment * 0x9E3779B97F4A7C15 ^ (uint64_t)pattern << 40 ^ (uint64_t)start << 20 ^ end;
    h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9;
    sum->hash += h ^ h >> 27;
    sum->matches++;
}
