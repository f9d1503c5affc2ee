/* matcher.c: which patterns match a text: candidates chosen by words, confirmed by PCRE2.
 *
 * The naive engine calls every pattern a candidate and confirms it on the whole text; that is all it does
 * differently. */
#include "matcher.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yousaid/mem.h>

#include "matcher_index.h"
#include "matcher_scan.h"

enum { BITS = 64 };

struct matcher {
    enum matcher_engine engine;
    size_t count, bit_words;
    struct index *index;
    uint64_t *search; /* bit i: pattern i takes part in matcher_next() */
    uint64_t *always; /* bit i: pattern i is a candidate in every text */
};

/* A word at which a pattern may begin to match. */
struct hit {
    uint32_t word;
    uint32_t next; /* a later word of the same pattern, or INDEX_NONE */
    bool whole;    /* that word is the match, where no byte above 0x7F touches it */
};

/* What a scanner knows of one pattern. */
struct tally {
    uint32_t first_hit; /* where it is a candidate that has starts */
    uint64_t tries, matches, nanoseconds;
};

struct matcher_scanner {
    const struct matcher *matcher;
    struct pattern_scratch *scratch;
    struct scan scan;
    const char *text;
    size_t len;
    uint64_t *candidates;    /* bit i: pattern i may match this text */
    size_t at, at_candidate; /* next pattern to confirm, to name */
    struct tally *tallies;   /* by pattern */
    struct hit *hits;
    size_t hit_count, hit_cap;
    uint32_t *seen; /* by clause: base + the first word found so far that satisfies it, scanning backwards */
    uint32_t base;  /* `seen` below it is of an earlier text */
    bool indexed;   /* the candidates were chosen by words */
    bool timing;
};

/* ---- life ---- */

static void set_bit(uint64_t *bits, size_t i)
{
    bits[i / BITS] |= (uint64_t)1 << i % BITS;
}

static bool has_bit(const uint64_t *bits, size_t i)
{
    return (bits[i / BITS] >> i % BITS & 1) != 0;
}

int matcher_new(const struct pattern *const *patterns, const bool *search, size_t count,
                enum matcher_engine engine, struct matcher **out, struct error *err)
{
    if (count > MATCHER_MAX_PATTERNS)
        return error_set(err, ERROR_CONFIG,
                         "%zu patterns are more than the limit of %d: use fewer rulesets at once", count,
                         MATCHER_MAX_PATTERNS);
    struct matcher *m = mem_new(1, sizeof *m);
    m->engine = engine;
    m->count = count;
    m->bit_words = count / BITS + 1;
    m->index = index_new(patterns, count);
    m->search = mem_new(m->bit_words, sizeof *m->search);
    m->always = mem_new(m->bit_words, sizeof *m->always);
    for (size_t i = 0; i < count; i++) {
        if (search[i])
            set_bit(m->search, i);
        if (m->index->patterns[i].always)
            set_bit(m->always, i);
    }
    *out = m;
    return 0;
}

void matcher_free(struct matcher *m)
{
    if (m == NULL)
        return;
    index_free(m->index);
    free(m->search);
    free(m->always);
    free(m);
}

struct matcher_scanner *matcher_scanner_new(const struct matcher *m)
{
    struct matcher_scanner *s = mem_new(1, sizeof *s);
    s->matcher = m;
    s->scratch = pattern_scratch_new();
    scan_init(&s->scan, m->index);
    s->candidates = mem_new(m->bit_words, sizeof *s->candidates);
    s->tallies = mem_new(m->count, sizeof *s->tallies);
    s->seen = mem_new(m->index->clause_count, sizeof *s->seen);
    s->base = 1;
    s->at = s->at_candidate = m->count;
    return s;
}

void matcher_scanner_free(struct matcher_scanner *s)
{
    if (s == NULL)
        return;
    pattern_scratch_free(s->scratch);
    scan_done(&s->scan);
    free(s->candidates);
    free(s->tallies);
    free(s->hits);
    free(s->seen);
    free(s);
}

/* ---- candidates ---- */

/* Clauses of the text so far: words are taken from the last to the first, so what was seen stands at or after
 * the word at hand. */
static bool all_seen(const struct matcher_scanner *s, const uint32_t *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (s->seen[clauses[i]] < s->base)
            return false;
    }
    return true;
}

static void see(struct matcher_scanner *s, uint32_t clause, uint32_t word, bool triggers)
{
    if (triggers && s->seen[clause] < s->base) {
        const struct index_lists *patterns = &s->matcher->index->clause_patterns;
        for (uint32_t i = patterns->from[clause]; i < patterns->from[clause + 1]; i++)
            set_bit(s->candidates, patterns->items[i]);
    }
    s->seen[clause] = s->base + word;
}

static void see_all(struct matcher_scanner *s, const struct index_lists *clauses, uint32_t word)
{
    for (uint32_t i = 0; i < clauses->count; i++)
        see(s, clauses->items[i], word, true);
}

static void start_at(struct matcher_scanner *s, uint32_t word, uint32_t item)
{
    const struct index_start *start = &s->matcher->index->starts[item >> 1];
    if (start->next != INDEX_NONE && s->seen[start->next] != s->base + word + 1)
        return;
    if (!all_seen(s, start->needs, start->need_count))
        return;
    uint32_t *first = &s->tallies[start->pattern].first_hit;
    if (!has_bit(s->candidates, start->pattern))
        *first = INDEX_NONE;
    set_bit(s->candidates, start->pattern);
    if (s->hit_count == s->hit_cap)
        s->hits = mem_grow(s->hits, &s->hit_cap, s->hit_count + 1, sizeof *s->hits);
    s->hits[s->hit_count] = (struct hit){.word = word, .next = *first, .whole = (item & 1) != 0};
    *first = (uint32_t)s->hit_count++;
}

static void take_word(struct matcher_scanner *s, uint32_t word)
{
    const uint32_t *answer = s->scan.answers + s->scan.words[word].answer;
    const uint32_t *item = answer + SCAN_PARTS;
    for (const uint32_t *end = item + answer[SCAN_NEXT]; item < end; item++)
        start_at(s, word, *item);
    for (const uint32_t *end = item + answer[SCAN_CLAUSES]; item < end; item++)
        see(s, *item >> 1, word, (*item & 1) != 0);
    for (const uint32_t *end = item + answer[SCAN_STARTS]; item < end; item++)
        start_at(s, word, *item);
}

static void find_candidates(struct matcher_scanner *s)
{
    const struct matcher *m = s->matcher;
    scan_split(&s->scan, s->text, s->len);
    uint32_t count = (uint32_t)s->scan.count;
    if (s->base > UINT32_MAX - 2 * count - 4) {
        memset(s->seen, 0, m->index->clause_count * sizeof *s->seen);
        s->base = 1;
    }
    if (!s->scan.ascii)
        see_all(s, &m->index->wide_clauses, count + 1);
    if (s->scan.letters)
        see_all(s, &m->index->letter_clauses, count + 1);
    for (uint32_t i = count; i-- > 0;) {
        if (m->index->repeat_clauses.count > 0 && scan_repeats(&s->scan, i))
            see_all(s, &m->index->repeat_clauses, i);
        if (s->scan.words[i].answer != 0)
            take_word(s, i);
    }
}

void matcher_begin(struct matcher_scanner *s, const char *text, size_t len)
{
    s->base += (uint32_t)s->scan.count + 2;
    s->text = text;
    s->len = len;
    s->at = s->at_candidate = 0;
    s->hit_count = 0;
    s->indexed = s->matcher->engine == MATCHER_INDEX && len <= PATTERN_MAX_SUBJECT;
    if (!s->indexed) {
        memset(s->candidates, 0xFF, s->matcher->bit_words * sizeof *s->candidates);
        return;
    }
    memcpy(s->candidates, s->matcher->always, s->matcher->bit_words * sizeof *s->candidates);
    find_candidates(s);
}

/* The first search pattern at or after `from` that is a candidate; `count` when there is none. */
static size_t next_bit(const struct matcher_scanner *s, size_t from)
{
    const struct matcher *m = s->matcher;
    size_t i = from / BITS;
    uint64_t bits = from < m->count ? (s->candidates[i] & m->search[i]) >> from % BITS << from % BITS : 0;
    while (bits == 0 && ++i < m->bit_words)
        bits = s->candidates[i] & m->search[i];
    return bits == 0 ? m->count : i * BITS + (size_t)__builtin_ctzll(bits);
}

/* ---- confirming ---- */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Whether what was found in the text holds in a range of it: no word may be cut in two. A long s or Kelvin
 * sign may be part of one. */
static bool keeps_words(const struct matcher_scanner *s, size_t start, size_t end)
{
    if (start == 0 && end == s->len)
        return true;
    if (start == end || s->scan.folded)
        return false;
    return !(start > 0 && is_word_byte(s->text[start - 1]) && is_word_byte(s->text[start])) &&
           !(end < s->len && is_word_byte(s->text[end - 1]) && is_word_byte(s->text[end]));
}

/* Whether the ends of a word are plain to see: no letter above U+007F can touch it in the range. */
static bool stands_alone(const struct matcher_scanner *s, const struct scan_word *word, size_t start,
                         size_t end)
{
    return !s->scan.letters || ((word->start <= start || (unsigned char)s->text[word->start - 1] < 0x80) &&
                                (word->end >= end || (unsigned char)s->text[word->end] < 0x80));
}

static enum pattern_result find_in(struct matcher_scanner *s, const struct pattern *p, size_t start,
                                   size_t end, size_t from, struct pattern_span *span)
{
    enum pattern_result result =
        pattern_find(p, s->scratch, s->text + start, end - start, from - start, span);
    span->start += start;
    span->end += start;
    return result;
}

/* The leftmost match of a pattern that can only begin at its hits. */
static enum pattern_result find_at_hits(struct matcher_scanner *s, size_t which, size_t start, size_t end,
                                        struct pattern_span *span)
{
    const struct index_pattern *p = &s->matcher->index->patterns[which];
    const struct pattern *anchored =
        s->scan.ascii && p->anchored_ascii != NULL ? p->anchored_ascii : p->anchored;
    for (uint32_t i = s->tallies[which].first_hit; i != INDEX_NONE;) {
        const struct scan_word *word = &s->scan.words[s->hits[i].word];
        bool whole = true;
        for (uint32_t at = s->hits[i].word; i != INDEX_NONE && s->hits[i].word == at; i = s->hits[i].next)
            whole = whole && s->hits[i].whole;
        if (word->start < start || word->end > end)
            continue;
        if (whole && stands_alone(s, word, start, end)) {
            *span = (struct pattern_span){word->start, word->end};
            return PATTERN_YES;
        }
        enum pattern_result result = find_in(s, anchored, start, end, word->start, span);
        if (result != PATTERN_NO)
            return result;
    }
    return PATTERN_NO;
}

/* The leftmost match of one pattern in a range. */
static enum pattern_result find(struct matcher_scanner *s, size_t which, size_t start, size_t end,
                                struct pattern_span *span)
{
    const struct index_pattern *p = &s->matcher->index->patterns[which];
    bool indexed = s->indexed && keeps_words(s, start, end);
    if (!indexed)
        return find_in(s, p->plain, start, end, start, span);
    if (!has_bit(s->candidates, which) || !all_seen(s, p->needs, p->need_count))
        return PATTERN_NO;
    if (s->scan.folded)
        return find_in(s, p->plain, start, end, start, span);
    const struct pattern *narrow = s->scan.ascii && p->ascii != NULL ? p->ascii : p->plain;
    enum pattern_result result =
        p->starts ? find_at_hits(s, which, start, end, span) : find_in(s, narrow, start, end, start, span);
    if (result == PATTERN_LIMIT) /* the pattern itself may know: PCRE2 optimises its variants differently */
        result = find_in(s, p->plain, start, end, start, span);
    return result;
}

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static enum pattern_result find_counted(struct matcher_scanner *s, size_t which, size_t start, size_t end,
                                        struct pattern_span *span)
{
    struct pattern_span found = {0, 0};
    uint64_t begin = s->timing ? now() : 0;
    enum pattern_result result = find(s, which, start, end, &found);
    struct tally *tally = &s->tallies[which];
    tally->nanoseconds += s->timing ? now() - begin : 0;
    tally->tries++;
    tally->matches += result == PATTERN_YES;
    if (result == PATTERN_YES)
        *span = found;
    return result;
}

enum pattern_result matcher_next(struct matcher_scanner *s, size_t *which, struct pattern_span *span)
{
    while ((s->at = next_bit(s, s->at)) < s->matcher->count) {
        size_t i = s->at++;
        enum pattern_result result = find_counted(s, i, 0, s->len, span);
        if (result != PATTERN_NO) {
            *which = i;
            return result;
        }
    }
    return PATTERN_NO;
}

bool matcher_next_candidate(struct matcher_scanner *s, size_t *which)
{
    while ((s->at_candidate = next_bit(s, s->at_candidate)) < s->matcher->count) {
        *which = s->at_candidate++;
        const struct index_pattern *p = &s->matcher->index->patterns[*which];
        if (!s->indexed || all_seen(s, p->needs, p->need_count))
            return true;
    }
    return false;
}

enum pattern_result matcher_test(struct matcher_scanner *s, size_t which, size_t start, size_t end,
                                 struct pattern_span *span)
{
    return find_counted(s, which, start, end, span);
}

/* ---- cost ---- */

void matcher_cost(const struct matcher_scanner *s, size_t which, struct matcher_cost *cost)
{
    const struct index_pattern *p = &s->matcher->index->patterns[which];
    *cost = (struct matcher_cost){.has_literal = !p->always,
                                  .literal = p->literal,
                                  .candidates = s->tallies[which].tries,
                                  .matches = s->tallies[which].matches,
                                  .nanoseconds = s->tallies[which].nanoseconds};
}

void matcher_time(struct matcher_scanner *s, bool on)
{
    s->timing = on;
}

size_t matcher_memory(const struct matcher *m, const struct matcher_scanner *s)
{
    return sizeof *m + sizeof *s + index_memory(m->index) + scan_memory(&s->scan) +
           3 * m->bit_words * sizeof *m->search + m->count * sizeof *s->tallies +
           m->index->clause_count * sizeof *s->seen + s->hit_cap * sizeof *s->hits;
}
