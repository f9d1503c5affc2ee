/* matcher.c: tests of analyzer/matcher.c: what its callers rely on. That both engines agree on anything is
 * matcher_equality.c's. */
#include "matcher.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yousaid/mem.h>

Suite *suite(void);

enum { MOST = 16 };

struct fixture {
    struct pattern *patterns[MOST];
    bool search[MOST];
    size_t count;
    struct matcher *matcher;
    struct matcher_scanner *scanner;
};

/* Patterns up to NULL; one that starts with "unless:" is not searched. */
static struct fixture matcher_of(enum matcher_engine engine, const char *const *texts)
{
    static const char mark[] = "unless:";
    struct fixture f = {.count = 0};
    struct error err = {0};
    for (; texts[f.count] != NULL; f.count++) {
        const char *text = texts[f.count];
        f.search[f.count] = strncmp(text, mark, strlen(mark)) != 0;
        text += f.search[f.count] ? 0 : strlen(mark);
        ck_assert_msg(pattern_new(text, strlen(text), &f.patterns[f.count], &err) == 0, "%s", err.text);
    }
    int rc =
        matcher_new((const struct pattern *const *)f.patterns, f.search, f.count, engine, &f.matcher, &err);
    ck_assert_msg(rc == 0, "%s", err.text);
    f.scanner = matcher_scanner_new(f.matcher);
    return f;
}

static void fixture_free(struct fixture *f)
{
    matcher_scanner_free(f->scanner);
    matcher_free(f->matcher);
    for (size_t i = 0; i < f->count; i++)
        pattern_free(f->patterns[i]);
}

/* ---- what is found ---- */

/* Places where a filter that knows only ASCII goes wrong. -1: no match. */
static const struct {
    const char *pattern, *text;
    int start, end;
} finds[] = {
    {"\\bwait(ed|ing)?\\b", "They WAITED, waiting", 5, 11},
    {"\\bwait\\b", "await waiting \xC3\xA9wait wait\xC3\xA9", -1, -1},
    {"\\bwait\\b", "\xC3\xA9wait wait", 7, 11},
    {"\\bwait\\b", "\xE2\x80\x9Cwait\xE2\x80\x9D", 3, 7},
    {"\\bstaff\\b", "the \xC5\xBFtaff", 4, 10},
    {"\\bdesk\\b", "des\xE2\x84\xAA", 0, 6},
    {"\\bwait\\b", "wait\xC5\xBF", -1, -1},
    {"\\bgood\\w*", "good\xC3\xA9s", 0, 7},
    {"\\b(?:too|too long)\\b", "too long", 0, 3},
    {"\\b(?:too long|too)\\b", "too long", 0, 8},
    {"\\b(?:too long|too)\\b", "too short", 0, 3},
    {"\\b(?:too\\b.*x|to\\w*)", "too x", 0, 5},
    {"\\b(?:on[\\s\\-]+time)\\b", "time on, on time", 9, 16},
    {"\\b(?:bye[\\s\\-]+bye)\\b", "bye then bye bye bye", 9, 16},
    {"\\bwait.{0,5}ing\\b", "waiting", 0, 7},
    {"\\b(?>wait|waiting)\\b", "waiting", -1, -1},
    {"\\bwait(?:ed)?+ed\\b", "waited", -1, -1},
    {"\\b(\\w+)\\s+\\1\\b", "the then the The", 9, 16},
    {"\\b(\\w+)\\s+\\1\\b", "caf\xC3\xA9 caf\xC3\xA9", 0, 11},
    {"\\b(\\w+)\\s+\\1\\b", "internationalisation Internationalisation", 0, 41},
    {"\\bm\\b", "m\xC2\xB2", -1, -1},
    {"\\d", "\xD9\xA3", 0, 2},
    /* the pattern itself knows that it cannot match, its ASCII variant recurses without end */
    {"(?![\\w-])(?P<n>(?:(?R)|good)+long{2,3}s\\w{0,3} |\\W+waiting \\1{2,3} a{,2})\\Bdesk",
     "xa-  Good k s waiting\ngp, ", -1, -1},
    {"(?=.*\\bnurse)(?=.*\\bgp)", "gp and nurse", 0, 0},
    {"(?<=the )gp", "gp the gp", 7, 9},
    {"\\bgp\\b(?! surgery)", "gp surgery, gp", 12, 14},
    {"internationalisation", "Internationalisation", 0, 20},
    /* PCRE2's own fault with empty branches of atomic groups (core/pattern.c) */
    {"\\s+(?>|[a\\]s] time) ", "bye 12  a", 6, 8},
    {"\\s+(?>|s time) ", "bye 12  a", 6, 8},
    {"\\s+(?:|s time)?+ ", "bye 12  a", 6, 8},
    {"\\s+(?:|s time){1}+ ", "bye 12  a", 6, 8},
    /* assertions that never hold where they stand are no edges of a whole word */
    {"\\bgood(?<!\\w)", "Good.", -1, -1},
    {"(?!\\w)good\\b", "good", -1, -1},
    {"\\b(?!\\w)good\\b", "good", -1, -1},
    {"\\bgood(?<!\\w)(?!\\w)", "good", -1, -1},
    {"(?<!\\w)good(?!\\w)", "goods, good", 7, 11},
    {"^", "", 0, 0},
};

START_TEST(each_engine_finds_the_leftmost_match)
{
    for (int engine = MATCHER_INDEX; engine <= MATCHER_NAIVE; engine++) {
        const char *patterns[] = {finds[_i].pattern, NULL};
        struct fixture f = matcher_of((enum matcher_engine)engine, patterns);
        size_t which = 9;
        struct pattern_span span;
        matcher_begin(f.scanner, finds[_i].text, strlen(finds[_i].text));
        enum pattern_result result = matcher_next(f.scanner, &which, &span);
        ck_assert_int_eq(result, finds[_i].start < 0 ? PATTERN_NO : PATTERN_YES);
        if (result == PATTERN_YES) {
            ck_assert_uint_eq(which, 0);
            ck_assert_uint_eq(span.start, (size_t)finds[_i].start);
            ck_assert_uint_eq(span.end, (size_t)finds[_i].end);
            ck_assert_int_eq(matcher_next(f.scanner, &which, &span), PATTERN_NO);
        }
        fixture_free(&f);
    }
}
END_TEST

static const char *const several[] = {
    "\\bgp\\b", "unless:\\bwaiting room\\b", "\\bnurse\\b", "[!?]", "\\bwait\\w*", "\\bgp.*nurse", NULL};

START_TEST(patterns_come_in_ascending_order_and_vetoes_only_when_asked)
{
    static const char text[] = "Nurse and GP in the waiting room!";
    struct fixture f = matcher_of(MATCHER_INDEX, several);
    size_t which, expected[] = {0, 2, 3, 4};
    struct pattern_span span;
    matcher_begin(f.scanner, text, strlen(text));
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(matcher_next(f.scanner, &which, &span), PATTERN_YES);
        ck_assert_uint_eq(which, expected[i]);
    }
    ck_assert_int_eq(matcher_next(f.scanner, &which, &span), PATTERN_NO);
    ck_assert_int_eq(matcher_test(f.scanner, 1, 0, strlen(text), &span), PATTERN_YES);
    ck_assert_uint_eq(span.start, 20);
    ck_assert_uint_eq(span.end, 32);
    fixture_free(&f);
}
END_TEST

START_TEST(a_range_is_a_text_of_its_own)
{
    static const char *const patterns[] = {"^the", "room$", "\\broom\\b", "(?<=waiting )room", NULL};
    static const char text[] = "In the waiting room. Room 4";
    struct fixture f = matcher_of(MATCHER_INDEX, patterns);
    struct pattern_span span;
    matcher_begin(f.scanner, text, strlen(text));
    ck_assert_int_eq(matcher_test(f.scanner, 0, 0, 20, &span), PATTERN_NO);
    ck_assert_int_eq(matcher_test(f.scanner, 0, 3, 20, &span), PATTERN_YES);
    ck_assert_uint_eq(span.start, 3);
    ck_assert_int_eq(matcher_test(f.scanner, 1, 3, 19, &span), PATTERN_YES);
    ck_assert_int_eq(matcher_test(f.scanner, 1, 3, 20, &span), PATTERN_NO);
    ck_assert_int_eq(matcher_test(f.scanner, 2, 20, 27, &span), PATTERN_YES);
    ck_assert_uint_eq(span.start, 21);
    ck_assert_int_eq(matcher_test(f.scanner, 2, 16, 20, &span), PATTERN_NO); /* "oom." */
    ck_assert_int_eq(matcher_test(f.scanner, 3, 15, 20, &span), PATTERN_NO);
    ck_assert_int_eq(matcher_test(f.scanner, 3, 7, 20, &span), PATTERN_YES);
    fixture_free(&f);
}
END_TEST

START_TEST(candidates_hold_every_match_and_leave_out_what_cannot_be)
{
    struct fixture f = matcher_of(MATCHER_INDEX, several);
    size_t which;
    matcher_begin(f.scanner, "a gp", 4);
    ck_assert(matcher_next_candidate(f.scanner, &which));
    ck_assert_uint_eq(which, 0);
    ck_assert(matcher_next_candidate(f.scanner, &which));
    ck_assert_uint_eq(which, 3);
    ck_assert(!matcher_next_candidate(f.scanner, &which));
    fixture_free(&f);
}
END_TEST

/* ---- limits ---- */

enum { HOSTILE = 1 << 20 };

static const char *const catastrophes[] = {"(\\w+\\s?)+$X",
                                           "(a+)+b",
                                           "(a|aa)+b",
                                           "(a|a?)+b",
                                           "(.*a){12}[^\\w]b",
                                           "(?=.*a)(?=.*b)c|(?=.*x)(?=.*y)",
                                           "\\w*\\w*\\w*-(?=y)",
                                           "^(([a-z])+.)+[A-Z]([a-z])+\\d$",
                                           "(x+x+)+y|(a+a+)+y",
                                           "(?:(\\w)|(\\s)|([.,]))*!(?=y)",
                                           "\\bb\\b",
                                           NULL};

START_TEST(catastrophic_patterns_end_in_time_and_the_others_go_on)
{
    char *text = mem_new(HOSTILE, 1);
    memset(text, 'a', HOSTILE - 6);
    memcpy(text + HOSTILE - 6, "! -b X", 6);
    struct fixture f = matcher_of(MATCHER_INDEX, catastrophes);
    struct timespec start, stop;
    size_t which = 0, limits = 0, found = 0;
    struct pattern_span span;
    enum pattern_result result;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
    matcher_begin(f.scanner, text, HOSTILE);
    while ((result = matcher_next(f.scanner, &which, &span)) != PATTERN_NO) {
        limits += result == PATTERN_LIMIT;
        found += result == PATTERN_YES;
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &stop);
    double seconds = (double)(stop.tv_sec - start.tv_sec) + (double)(stop.tv_nsec - start.tv_nsec) / 1e9;
    ck_assert_uint_ge(limits, 6);
    ck_assert_uint_ge(found, 1);
    ck_assert_uint_eq(which, 10); /* the harmless last one */
    ck_assert_msg(seconds < 2 * 11, "%.2f s of processor time", seconds);
    fixture_free(&f);
    free(text);
}
END_TEST

START_TEST(a_text_beyond_the_limit_is_undecided_for_every_pattern)
{
    size_t len = PATTERN_MAX_SUBJECT + 1, which, count = 0;
    char *text = mem_new(len, 1);
    memset(text, ' ', len);
    struct fixture f = matcher_of(MATCHER_INDEX, several);
    struct pattern_span span;
    matcher_begin(f.scanner, text, len);
    for (enum pattern_result r; (r = matcher_next(f.scanner, &which, &span)) != PATTERN_NO; count++)
        ck_assert_int_eq(r, PATTERN_LIMIT);
    ck_assert_uint_eq(count, 5);
    matcher_begin(f.scanner, "gp", 2);
    ck_assert_int_eq(matcher_next(f.scanner, &which, &span), PATTERN_YES);
    fixture_free(&f);
    free(text);
}
END_TEST

START_TEST(too_many_patterns_are_refused_and_none_are_fine)
{
    struct matcher *m = NULL;
    struct error err = {0};
    ck_assert_int_eq(matcher_new(NULL, NULL, MATCHER_MAX_PATTERNS + 1, MATCHER_INDEX, &m, &err), -1);
    ck_assert_str_eq(err.text,
                     "100001 patterns are more than the limit of 100000: use fewer rulesets at once");
    const char *none[] = {NULL};
    struct fixture f = matcher_of(MATCHER_INDEX, none);
    size_t which;
    struct pattern_span span;
    matcher_begin(f.scanner, "some text", 9);
    ck_assert_int_eq(matcher_next(f.scanner, &which, &span), PATTERN_NO);
    fixture_free(&f);
}
END_TEST

START_TEST(memory_does_not_grow_with_the_number_of_texts)
{
    enum { TEXTS = 400000, WARM = 200000 };
    struct fixture f = matcher_of(MATCHER_INDEX, several);
    size_t warm = 0, which;
    struct pattern_span span;
    for (int i = 0; i < TEXTS; i++) {
        char text[64];
        int len = snprintf(text, sizeof text, "gp new%dword and wait%d", i, i);
        matcher_begin(f.scanner, text, (size_t)len);
        ck_assert_int_eq(matcher_next(f.scanner, &which, &span), PATTERN_YES);
        if (i == WARM)
            warm = matcher_memory(f.matcher, f.scanner);
    }
    ck_assert_uint_le(matcher_memory(f.matcher, f.scanner), warm);
    ck_assert_uint_le(warm, 64 << 20);
    fixture_free(&f);
}
END_TEST

/* ---- cost ---- */

START_TEST(the_cost_of_a_pattern_says_what_it_needs_and_how_often_it_was_tried)
{
    struct fixture f = matcher_of(MATCHER_INDEX, several);
    size_t which;
    struct pattern_span span;
    struct matcher_cost cost;
    matcher_time(f.scanner, true);
    for (int i = 0; i < 3; i++) {
        matcher_begin(f.scanner, "gp!", i == 2 ? 2 : 3);
        while (matcher_next(f.scanner, &which, &span) != PATTERN_NO)
            ;
    }
    matcher_cost(f.scanner, 0, &cost);
    ck_assert(cost.has_literal);
    ck_assert_str_eq(cost.literal, "gp");
    ck_assert_uint_eq(cost.candidates, 3);
    ck_assert_uint_eq(cost.matches, 3);
    ck_assert_uint_gt(cost.nanoseconds, 0);
    matcher_cost(f.scanner, 3, &cost);
    ck_assert(!cost.has_literal);
    ck_assert_str_eq(cost.literal, "");
    ck_assert_uint_eq(cost.candidates, 3);
    ck_assert_uint_eq(cost.matches, 2);
    matcher_cost(f.scanner, 2, &cost);
    ck_assert_str_eq(cost.literal, "nurse");
    ck_assert_uint_eq(cost.candidates, 0);
    fixture_free(&f);
}
END_TEST

/* ---- threads ---- */

static void *scan_often(void *matcher)
{
    static const char text[] =
        "The gp and the nurse kept me in the waiting room! aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    size_t found = 0, which;
    struct pattern_span span;
    for (int i = 0; i < 200; i++) {
        struct matcher_scanner *s = matcher_scanner_new(matcher);
        matcher_begin(s, text, strlen(text));
        while (matcher_next(s, &which, &span) != PATTERN_NO)
            found += which * 1000 + span.start;
        matcher_scanner_free(s);
    }
    return (void *)found; /* NOLINT: a number, not a pointer */
}

START_TEST(threads_share_a_matcher)
{
    static const char *const patterns[] = {"\\bgp\\b", "(a|a?)+b", "(a+)+b", "\\bnurse.*room", "[!?]", NULL};
    struct fixture f = matcher_of(MATCHER_INDEX, patterns);
    pthread_t threads[4];
    void *alone = scan_often(f.matcher), *together[4];
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, scan_often, f.matcher), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &together[i]);
        ck_assert_ptr_eq(together[i], alone);
    }
    fixture_free(&f);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("matcher");
    TCase *t = tcase_create("matcher");
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, each_engine_finds_the_leftmost_match, 0, sizeof finds / sizeof finds[0]);
    tcase_add_test(t, patterns_come_in_ascending_order_and_vetoes_only_when_asked);
    tcase_add_test(t, a_range_is_a_text_of_its_own);
    tcase_add_test(t, candidates_hold_every_match_and_leave_out_what_cannot_be);
    tcase_add_test(t, catastrophic_patterns_end_in_time_and_the_others_go_on);
    tcase_add_test(t, a_text_beyond_the_limit_is_undecided_for_every_pattern);
    tcase_add_test(t, too_many_patterns_are_refused_and_none_are_fine);
    tcase_add_test(t, memory_does_not_grow_with_the_number_of_texts);
    tcase_add_test(t, the_cost_of_a_pattern_says_what_it_needs_and_how_often_it_was_tried);
    tcase_add_test(t, threads_share_a_matcher);
    suite_add_tcase(s, t);
    return s;
}
