/* matcher_equality.c: the index engine finds exactly what the naive engine finds, over random patterns of
 * PCRE2 and random texts.
 *
 * MATCHER_PAIRS sets how many (pattern, text) pairs are compared, MATCHER_SEED repeats a run. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yousaid/buf.h>

#include "matcher.h"
#include "random_pattern.h"

Suite *suite(void);

enum { PATTERNS = 24, TEXTS = 24, PAIRS = 100000 };

/* ---- comparing ---- */

struct round {
    struct pattern *patterns[PATTERNS];
    struct buf samples[PATTERNS];
    bool search[PATTERNS];
    size_t count;
    struct matcher *matchers[2];
    struct matcher_scanner *scanners[2];
    size_t matches, limits;
};

struct answer {
    enum pattern_result result;
    struct pattern_span span;
};

static void differ(const struct round *r, size_t which, const struct buf *text, const char *how,
                   const struct answer *naive, const struct answer *index)
{
    ck_abort_msg("%s: pattern '%s' on '%s': naive %d %zu-%zu, index %d %zu-%zu", how,
                 pattern_text(r->patterns[which]), buf_str(text), naive->result, naive->span.start,
                 naive->span.end, index->result, index->span.start, index->span.end);
}

static void compare(struct round *r, size_t which, const struct buf *text, const char *how,
                    const struct answer *naive, const struct answer *index)
{
    if (naive->result == PATTERN_LIMIT) { /* the index may know better */
        r->limits++;
        return;
    }
    r->matches += naive->result == PATTERN_YES;
    bool same = naive->result == index->result &&
                (naive->result != PATTERN_YES ||
                 (naive->span.start == index->span.start && naive->span.end == index->span.end));
    if (!same)
        differ(r, which, text, how, naive, index);
}

static void search_text(struct matcher_scanner *s, struct answer *answers)
{
    struct answer a;
    size_t which;
    while ((a.result = matcher_next(s, &which, &a.span)) != PATTERN_NO)
        answers[which] = a;
}

static size_t boundary(const struct buf *text)
{
    size_t at = random_below(text->len + 1);
    while (at > 0 && at < text->len && ((unsigned char)text->data[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void compare_text(struct round *r, const struct buf *text)
{
    struct answer answers[2][PATTERNS] = {{{0}}};
    bool candidate[PATTERNS] = {0};
    for (int engine = 0; engine < 2; engine++) {
        matcher_begin(r->scanners[engine], buf_str(text), text->len);
        search_text(r->scanners[engine], answers[engine]);
    }
    for (size_t which; matcher_next_candidate(r->scanners[MATCHER_INDEX], &which);)
        candidate[which] = true;
    for (size_t i = 0; i < r->count; i++) {
        compare(r, i, text, "search", &answers[MATCHER_NAIVE][i], &answers[MATCHER_INDEX][i]);
        if (answers[MATCHER_NAIVE][i].result == PATTERN_YES && !candidate[i])
            differ(r, i, text, "candidate", &answers[MATCHER_NAIVE][i], &answers[MATCHER_INDEX][i]);
        size_t start = random_below(2) == 0 ? 0 : boundary(text),
               end = random_below(2) == 0 ? text->len : boundary(text);
        if (start > end)
            continue;
        struct answer tests[2] = {{0}};
        for (int engine = 0; engine < 2; engine++)
            tests[engine].result = matcher_test(r->scanners[engine], i, start, end, &tests[engine].span);
        char how[64];
        snprintf(how, sizeof how, "range %zu-%zu", start, end);
        compare(r, i, text, how, &tests[MATCHER_NAIVE], &tests[MATCHER_INDEX]);
    }
}

static void start_round(struct round *r)
{
    *r = (struct round){0};
    while (r->count < PATTERNS) {
        struct buf pattern = buf_new(1 << 16);
        r->samples[r->count] = buf_new(1 << 16);
        random_pattern(&pattern, &r->samples[r->count]);
        r->search[r->count] = random_below(5) > 0;
        if (pattern_new(buf_str(&pattern), pattern.len, &r->patterns[r->count], NULL) == 0)
            r->count++;
        else
            buf_free(&r->samples[r->count]);
        buf_free(&pattern);
    }
    for (int engine = 0; engine < 2; engine++) {
        ck_assert_int_eq(matcher_new((const struct pattern *const *)r->patterns, r->search, r->count,
                                     (enum matcher_engine)engine, &r->matchers[engine], NULL),
                         0);
        r->scanners[engine] = matcher_scanner_new(r->matchers[engine]);
    }
}

static void end_round(struct round *r)
{
    for (int engine = 0; engine < 2; engine++) {
        matcher_scanner_free(r->scanners[engine]);
        matcher_free(r->matchers[engine]);
    }
    for (size_t i = 0; i < r->count; i++) {
        pattern_free(r->patterns[i]);
        buf_free(&r->samples[i]);
    }
}

START_TEST(both_engines_find_the_same)
{
    const char *pairs_wanted = getenv("MATCHER_PAIRS"), *seed = getenv("MATCHER_SEED");
    unsigned long wanted = pairs_wanted != NULL ? strtoul(pairs_wanted, NULL, 10) : PAIRS;
    uint64_t number = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    random_seed(number);
    printf("MATCHER_SEED=%llu\n", (unsigned long long)number);
    fflush(stdout);
    size_t pairs = 0, matches = 0, limits = 0;
    while (pairs < wanted) {
        struct round r;
        start_round(&r);
        for (int t = 0; t < TEXTS; t++) {
            struct buf text = buf_new(1 << 20);
            random_text(&text, r.samples, r.count);
            compare_text(&r, &text);
            buf_free(&text);
        }
        pairs += r.count * TEXTS;
        matches += r.matches;
        limits += r.limits;
        end_round(&r);
    }
    printf("%zu pairs, %zu matches, %zu undecided by the naive engine\n", pairs, matches, limits);
    ck_assert_msg(matches > pairs / 50, "too few matches to mean anything: %zu of %zu pairs", matches, pairs);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("matcher_equality");
    TCase *t = tcase_create("matcher_equality");
    tcase_set_timeout(t, 0);
    tcase_add_test(t, both_engines_find_the_same);
    suite_add_tcase(s, t);
    return s;
}
