/* engine_vectorscan.c: Vectorscan (or Hyperscan) finds the words that a pattern cannot match without, PCRE2
 * JIT confirms.
 *
 * The words are those the index engine reads from the pattern, the rarest set of each; without Unicode
 * knowledge Vectorscan can take no more from these patterns without losing matches. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/pattern_need.h>

#include "bench_matcher.h"
#if __has_include(<hs.h>)
#include <hs.h>
#else
#include <hs/hs.h>
#endif

struct prefilter {
    const struct bench_data *data;
    hs_database_t *database;
    bool *always;
    /* literal i asks for pattern owners[i] */
    char **literals;
    unsigned *owners, *flags, *ids;
    size_t *lengths;
    size_t count, cap;
};

struct prefilter_thread {
    const struct prefilter *shared;
    struct pattern_scratch *pcre2;
    hs_scratch_t *scratch;
    uint64_t *candidates;
};

static void add_literal(struct prefilter *p, const struct need_literal *literal, size_t owner)
{
    size_t cap = p->cap;
    p->literals = mem_grow(p->literals, &cap, p->count + 1, sizeof *p->literals);
    cap = p->cap;
    p->owners = mem_grow(p->owners, &cap, p->count + 1, sizeof *p->owners);
    cap = p->cap;
    p->flags = mem_grow(p->flags, &cap, p->count + 1, sizeof *p->flags);
    cap = p->cap;
    p->ids = mem_grow(p->ids, &cap, p->count + 1, sizeof *p->ids);
    cap = p->cap;
    p->lengths = mem_grow(p->lengths, &cap, p->count + 1, sizeof *p->lengths);
    p->cap = cap;
    p->literals[p->count] = mem_strndup(literal->text, literal->len);
    p->lengths[p->count] = literal->len;
    p->owners[p->count] = (unsigned)owner;
    p->ids[p->count] = (unsigned)p->count;
    p->flags[p->count] = HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH;
    p->count++;
}

static const struct need_literal *longest(const struct need_literal *literals, size_t count)
{
    const struct need_literal *best = NULL;
    for (size_t i = 0; i < count; i++) {
        if (literals[i].len > 0 && (best == NULL || literals[i].len > best->len))
            best = &literals[i];
    }
    return best;
}

static void add_pattern(struct prefilter *p, size_t i)
{
    struct pattern_need need;
    const char *text = pattern_text(p->data->patterns[i]);
    pattern_need(text, strlen(text), &need);
    bool every = need.shape_count > 0;
    for (size_t k = 0; k < need.shape_count; k++)
        every = every && longest(need.shapes[k].literals, need.shapes[k].count) != NULL;
    for (size_t k = 0; k < need.shape_count && every; k++)
        add_literal(p, longest(need.shapes[k].literals, need.shapes[k].count), i);
    for (size_t k = 0; !every && need.clause_count > 0 && k < need.clauses[0].count; k++)
        add_literal(p, &need.clauses[0].literals[k], i);
    p->always[i] = !every && need.clause_count == 0;
    pattern_need_free(&need);
}

static void *shared_new(const struct bench_data *data)
{
    struct prefilter *p = mem_new(1, sizeof *p);
    p->data = data;
    p->always = mem_new(data->pattern_count, sizeof *p->always);
    for (size_t i = 0; i < data->pattern_count; i++)
        add_pattern(p, i);
    hs_compile_error_t *error = NULL;
    if (hs_compile_lit_multi((const char *const *)p->literals, p->flags, p->ids, p->lengths,
                             (unsigned)p->count, HS_MODE_BLOCK, NULL, &p->database, &error) != HS_SUCCESS)
        return NULL;
    return p;
}

static void *thread_new(void *shared)
{
    struct prefilter_thread *t = mem_new(1, sizeof *t);
    t->shared = shared;
    t->pcre2 = pattern_scratch_new();
    t->candidates = mem_new(t->shared->data->pattern_count / 64 + 1, sizeof *t->candidates);
    hs_alloc_scratch(t->shared->database, &t->scratch);
    return t;
}

static void thread_free(void *own)
{
    struct prefilter_thread *t = own;
    pattern_scratch_free(t->pcre2);
    hs_free_scratch(t->scratch);
    free(t->candidates);
    free(t);
}

static int on_literal(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                      void *context)
{
    struct prefilter_thread *t = context;
    unsigned owner = t->shared->owners[id];
    (void)from, (void)to, (void)flags;
    t->candidates[owner / 64] |= (uint64_t)1 << owner % 64;
    return 0;
}

static void comment(void *own, const char *text, size_t len, struct bench_sum *sum)
{
    struct prefilter_thread *t = own;
    const struct bench_data *data = t->shared->data;
    memset(t->candidates, 0, (data->pattern_count / 64 + 1) * sizeof *t->candidates);
    hs_scan(t->shared->database, text, (unsigned)len, 0, t->scratch, on_literal, t);
    for (size_t i = 0; i < data->pattern_count; i++) {
        struct pattern_span span;
        if ((t->shared->always[i] || (t->candidates[i / 64] >> i % 64 & 1) != 0) &&
            pattern_find(data->patterns[i], t->pcre2, text, len, 0, &span) == PATTERN_YES)
            bench_found(sum, i, span.start, span.end);
    }
}

const struct bench_engine bench_vectorscan = {.name = "vectorscan",
                                              .slower = 10,
                                              .shared_new = shared_new,
                                              .thread_new = thread_new,
                                              .thread_free = thread_free,
                                              .comment = comment};
