/* pattern.h: one safe regular expression: PCRE2 with JIT, match limits and errors that give a column. The only module that sees PCRE2.
 *
 * Options are always UTF | UCP | CASELESS | DOTALL | DOLLAR_ENDONLY | NEVER_BACKSLASH_C. Subjects must be valid UTF-8. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>

enum {
    PATTERN_MAX_LENGTH = 64 << 10,  /* bytes of a pattern */
    PATTERN_MATCH_LIMIT = 200000,   /* PCRE2 match limit, per call */
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

struct pattern_scratch *pattern_scratch_new(void);
void pattern_scratch_free(struct pattern_scratch *s);

/* Leftmost match of `p` in subject[0..len), starting at or after `from`. Look-behind sees the text before `from`. */
enum pattern_result pattern_find(const struct pattern *p, struct pattern_scratch *scratch, const char *subject, size_t len,
                                 size_t from, struct pattern_span *span);
