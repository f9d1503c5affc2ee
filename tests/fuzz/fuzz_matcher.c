/* fuzz_matcher.c: the first line is a pattern, the rest a text: the index engine finds what the naive engine
 * finds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

#include "matcher.h"

enum { LONGEST_PATTERN = 200, LONGEST_TEXT = 1000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct answer {
    enum pattern_result result;
    struct pattern_span span;
};

static struct answer ask(const struct pattern *p, enum matcher_engine engine, const char *text, size_t len)
{
    const bool search = true;
    struct matcher *m = NULL;
    struct answer a = {PATTERN_NO, {0, 0}};
    if (matcher_new(&p, &search, 1, engine, &m, NULL) != 0)
        abort();
    struct matcher_scanner *s = matcher_scanner_new(m);
    size_t which;
    matcher_begin(s, text, len);
    a.result = matcher_next(s, &which, &a.span);
    matcher_scanner_free(s);
    matcher_free(m);
    return a;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *pattern = (const char *)data;
    const char *newline = size > 0 ? memchr(pattern, '\n', size) : NULL;
    struct pattern *p = NULL;
    if (newline == NULL || newline - pattern > LONGEST_PATTERN || size > LONGEST_TEXT ||
        !text_is_utf8(pattern, size, NULL) ||
        pattern_new(pattern, (size_t)(newline - pattern), &p, NULL) != 0)
        return 0;
    const char *text = newline + 1;
    size_t len = size - (size_t)(text - pattern);
    struct answer naive = ask(p, MATCHER_NAIVE, text, len), index = ask(p, MATCHER_INDEX, text, len);
    pattern_free(p);
    bool same = naive.result == index.result &&
                (naive.result != PATTERN_YES ||
                 (naive.span.start == index.span.start && naive.span.end == index.span.end));
    if (naive.result != PATTERN_LIMIT && !same)
        abort();
    return 0;
}
