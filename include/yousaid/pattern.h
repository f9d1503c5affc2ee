/* pattern.h: one safe regular expression: PCRE2 with JIT, match limits and errors that give a column. The only module that sees PCRE2.
 *
 * Options are always UTF | UCP | CASELESS | DOTALL | DOLLAR_ENDONLY | NEVER_BACKSLASH_C. Subjects must be valid UTF-8.
 * A search does at most a fixed amount of work for its text length, counted in steps and not in seconds, so it ends in time and
 * gives up at the same point on every machine. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>

enum {
    PATTERN_MAX_LENGTH = 64 << 10,  /* bytes of a pattern */
    PATTERN_MATCH_LIMIT = 200000,   /* PCRE2 match limit, for each start position */
    PATTERN_JIT_STACK = 1 << 20,    /* bytes per thread */
    PATTERN_MAX_SUBJECT = 16 << 20  /* bytes of a text */
};

struct pattern;
struct pattern_scratch; /* match data and JIT stack of one thread */

enum pattern_result {
    PATTERN_NO = 0,
    PATTERN_YES = 1,
    PATTERN_LIMIT = -1 /* gave up at a limit: neither yes nor no; must be reported */
};
struct pattern_span {
    size_t start, end; /* bytes; start <= end, both on character boundaries */
};

/* Compiles. -1 with ERROR_CONFIG "pattern '...': column N: ..." ; the caller adds file and line. */
int pattern_new(const char *text, size_t len, struct pattern **out, struct error *err);
void pattern_free(struct pattern *p);
const char *pattern_text(const struct pattern *p);

/* A second compilation of the same pattern for a narrower use, found with pattern_find() like any other:
 * PATTERN_ANCHORED matches at `from` or not at all; PATTERN_ASCII is for subjects without a byte above 0x7F, and cheaper there.
 * The caller frees it. NULL when the pattern cannot be narrowed without changing what it matches: use `p` itself. */
enum pattern_how { PATTERN_ASCII = 1, PATTERN_ANCHORED = 2 };
struct pattern *pattern_variant(const struct pattern *p, unsigned how);

struct pattern_scratch *pattern_scratch_new(void);
void pattern_scratch_free(struct pattern_scratch *s);

/* Leftmost match of `p` in subject[0..len), starting at or after `from`. Look-behind sees the text before `from`. */
enum pattern_result pattern_find(const struct pattern *p, struct pattern_scratch *scratch, const char *subject, size_t len,
                                 size_t from, struct pattern_span *span);
