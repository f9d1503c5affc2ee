/* matcher.c: the naive engine: every pattern is tried on every text. It is the reference that the index
 * engine must agree with. */
#include "matcher.h"
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

struct matcher {
    const struct pattern **patterns;
    bool *search;
    size_t count;
};

struct matcher_scanner {
    const struct matcher *matcher;
    struct pattern_scratch *scratch;
    const char *text;
    size_t len;
    size_t at, candidate; /* next pattern to try, next candidate to name */
    uint64_t *candidates, *matches;
};

int matcher_new(const struct pattern *const *patterns, const bool *search, size_t count,
                enum matcher_engine engine, struct matcher **out, struct error *err)
{
    (void)engine;
    if (count > MATCHER_MAX_PATTERNS)
        return error_set(err, ERROR_CONFIG,
                         "%zu patterns are more than the limit of %d; use fewer rulesets at once", count,
                         MATCHER_MAX_PATTERNS);
    struct matcher *m = mem_new(1, sizeof *m);
    m->patterns = mem_new(count, sizeof *m->patterns);
    m->search = mem_new(count, sizeof *m->search);
    m->count = count;
    for (size_t i = 0; i < count; i++) {
        m->patterns[i] = patterns[i];
        m->search[i] = search[i];
    }
    *out = m;
    return 0;
}

void matcher_free(struct matcher *m)
{
    if (m == NULL)
        return;
    free(m->patterns);
    free(m->search);
    free(m);
}

struct matcher_scanner *matcher_scanner_new(const struct matcher *m)
{
    struct matcher_scanner *s = mem_new(1, sizeof *s);
    s->matcher = m;
    s->scratch = pattern_scratch_new();
    s->candidates = mem_new(m->count, sizeof *s->candidates);
    s->matches = mem_new(m->count, sizeof *s->matches);
    s->at = s->candidate = m->count;
    return s;
}

void matcher_scanner_free(struct matcher_scanner *s)
{
    if (s == NULL)
        return;
    pattern_scratch_free(s->scratch);
    free(s->candidates);
    free(s->matches);
    free(s);
}

void matcher_begin(struct matcher_scanner *s, const char *text, size_t len)
{
    s->text = text;
    s->len = len;
    s->at = s->candidate = 0;
}

enum pattern_result matcher_next(struct matcher_scanner *s, size_t *which, struct pattern_span *span)
{
    const struct matcher *m = s->matcher;
    while (s->at < m->count) {
        size_t i = s->at++;
        if (!m->search[i])
            continue;
        s->candidates[i]++;
        enum pattern_result result = pattern_find(m->patterns[i], s->scratch, s->text, s->len, 0, span);
        if (result == PATTERN_NO)
            continue;
        s->matches[i] += result == PATTERN_YES;
        *which = i;
        return result;
    }
    return PATTERN_NO;
}

bool matcher_next_candidate(struct matcher_scanner *s, size_t *which)
{
    const struct matcher *m = s->matcher;
    while (s->candidate < m->count && !m->search[s->candidate])
        s->candidate++;
    if (s->candidate >= m->count)
        return false;
    *which = s->candidate++;
    return true;
}

enum pattern_result matcher_test(struct matcher_scanner *s, size_t which, size_t start, size_t end,
                                 struct pattern_span *span)
{
    enum pattern_result result =
        pattern_find(s->matcher->patterns[which], s->scratch, s->text + start, end - start, 0, span);
    if (result == PATTERN_YES) {
        span->start += start;
        span->end += start;
    }
    return result;
}

void matcher_cost(const struct matcher_scanner *s, size_t which, struct matcher_cost *cost)
{
    *cost = (struct matcher_cost){
        .literal = "", .candidates = s->candidates[which], .matches = s->matches[which]};
}

void matcher_time(struct matcher_scanner *s, bool on)
{
    (void)s;
    (void)on;
}

size_t matcher_memory(const struct matcher *m, const struct matcher_scanner *s)
{
    return sizeof *m + sizeof *s +
           m->count * (sizeof *m->patterns + sizeof *m->search + 2 * sizeof *s->matches);
}
