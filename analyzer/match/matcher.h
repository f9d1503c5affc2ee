/* matcher.h: many patterns, one text: which of them match, and where. Exact, whatever the engine.
 *
 * A matcher is immutable once built and shared by threads; each thread has its own scanner. The index engine
 * chooses candidates by the words a pattern cannot match without and confirms them with PCRE2; the naive
 * engine tries every pattern. They always agree: matcher_equality tests hold them to it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/pattern.h>

enum matcher_engine { MATCHER_INDEX, MATCHER_NAIVE };
enum { MATCHER_MAX_PATTERNS = 100000 };

struct matcher;
struct matcher_scanner;

/* Builds from `count` compiled patterns, which stay owned by the caller and must outlive the matcher. A
 * pattern is known by its position. `search[i]` = pattern i takes part in matcher_next(); the others (vetoes,
 * further conditions) are only asked for by matcher_test(). */
int matcher_new(const struct pattern *const *patterns, const bool *search, size_t count,
                enum matcher_engine engine, struct matcher **out, struct error *err);
void matcher_free(struct matcher *m);

struct matcher_scanner *matcher_scanner_new(const struct matcher *m);
void matcher_scanner_free(struct matcher_scanner *s);

/* Sets the text (valid UTF-8, borrowed until the next call) and finds the candidates. */
void matcher_begin(struct matcher_scanner *s, const char *text, size_t len);

/* The next search pattern, in ascending position, that matches the text; its leftmost match in `span`.
 * PATTERN_NO when there are no more. PATTERN_LIMIT: pattern `*which` could not be decided; go on calling. */
enum pattern_result matcher_next(struct matcher_scanner *s, size_t *which, struct pattern_span *span);

/* The next search pattern that MIGHT match (a superset; no PCRE2 call), for rules whose scope is not the
 * whole text. false: no more. */
bool matcher_next_candidate(struct matcher_scanner *s, size_t *which);

/* Leftmost match of one pattern in text[start..end) taken as a subject of its own (^ and $ are its edges);
 * span counts from the start of the whole text. start <= end are on character boundaries; quick where they
 * cut no word. */
enum pattern_result matcher_test(struct matcher_scanner *s, size_t which, size_t start, size_t end,
                                 struct pattern_span *span);

/* What the cost of each pattern is made of, for `rules check` and `classify -v`. */
struct matcher_cost {
    bool has_literal;    /* false: tried on every text */
    const char *literal; /* the rarest necessary word, "" without one; borrowed from the matcher */
    uint64_t candidates; /* of this scanner so far */
    uint64_t matches;
    uint64_t nanoseconds; /* only when timing is on */
};
void matcher_cost(const struct matcher_scanner *s, size_t which, struct matcher_cost *cost);
void matcher_time(struct matcher_scanner *s, bool on);
/* Bytes held by the matcher and one scanner, without PCRE2's code. */
size_t matcher_memory(const struct matcher *m, const struct matcher_scanner *s);
