/* pattern.c: tests of core/pattern.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yousaid/mem.h>
#include <yousaid/pattern.h>

Suite *suite(void);

static struct pattern *compiled(const char *text)
{
    struct pattern *p = NULL;
    struct error err = {0};
    ck_assert_msg(pattern_new(text, strlen(text), &p, &err) == 0, "%s", err.text);
    return p;
}

static enum pattern_result find(const char *pattern, const char *subject, size_t len, size_t from,
                                struct pattern_span *span)
{
    struct pattern *p = compiled(pattern);
    struct pattern_scratch *scratch = pattern_scratch_new();
    enum pattern_result result = pattern_find(p, scratch, subject, len, from, span);
    pattern_scratch_free(scratch);
    pattern_free(p);
    return result;
}

static const struct {
    const char *pattern, *subject;
    size_t from;
    int start, end; /* -1: no match */
} finds[] = {
    {"wait(ed|ing)?", "I WAITED, waiting", 0, 2, 8},
    {"wait(ed|ing)?", "I WAITED, waiting", 3, 10, 17},
    {"\\bwait", "await", 0, -1, -1},
    {"(?<=a)b", "ab", 1, 1, 2},
    {"^b", "ab", 1, -1, -1},
    {"a.b", "a\nb", 0, 0, 3},
    {"b$", "b\n", 0, -1, -1},
    {"\xC3\x89t\xC3\xA9", "\xC3\xA9T\xC3\x89", 0, 0, 5},
    {"\\bcaf\\b", "caf\xC3\xA9", 0, -1, -1},
    {"s", "\xC5\xBF", 0, 0, 2},
    {"", "abc", 3, 3, 3},
    {"x", "abc", 4, -1, -1},
    {"foo\\Kbar", "foobar", 0, 3, 6},
};

START_TEST(the_leftmost_match_is_found)
{
    struct pattern_span span = {0, 0};
    enum pattern_result result =
        find(finds[_i].pattern, finds[_i].subject, strlen(finds[_i].subject), finds[_i].from, &span);
    ck_assert_int_eq(result, finds[_i].start < 0 ? PATTERN_NO : PATTERN_YES);
    if (result == PATTERN_YES) {
        ck_assert_uint_eq(span.start, (size_t)finds[_i].start);
        ck_assert_uint_eq(span.end, (size_t)finds[_i].end);
    }
}
END_TEST

static const struct {
    const char *pattern, *error;
} refusals[] = {
    {"a(b", "pattern 'a(b': column 4: missing closing parenthesis"},
    {"\xC3\xA9\xC3\xA9[z",
     "pattern '\xC3\xA9\xC3\xA9[z': column 5: missing terminating ] for character class"},
    {"a\\Cb", "pattern 'a\\Cb': column 4: using \\C is disabled by the application"},
    {"(?<n>a)(?<n>b)", "pattern '(?<n>a)(?<n>b)': column 13: two named subpatterns have the same name "
                       "(PCRE2_DUPNAMES not set)"},
};

START_TEST(a_wrong_pattern_is_refused_with_its_column)
{
    struct pattern *p = NULL;
    struct error err = {0};
    ck_assert_int_eq(pattern_new(refusals[_i].pattern, strlen(refusals[_i].pattern), &p, &err), -1);
    ck_assert_ptr_null(p);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    ck_assert_str_eq(err.text, refusals[_i].error);
}
END_TEST

START_TEST(a_pattern_with_a_nul_or_beyond_the_limit_is_refused)
{
    struct pattern *p = NULL;
    struct error err = {0};
    ck_assert_int_eq(pattern_new("ab\0c", 4, &p, &err), -1);
    ck_assert_str_eq(err.text, "pattern 'ab': column 3: a pattern cannot hold a NUL byte; remove it");
    char *large = mem_new(PATTERN_MAX_LENGTH + 2, 1);
    memset(large, 'a', PATTERN_MAX_LENGTH + 1);
    ck_assert_int_eq(pattern_new(large, PATTERN_MAX_LENGTH + 1, &p, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "longer than 65536 bytes"));
    free(large);
}
END_TEST

enum { HOSTILE = 1 << 20 };

/* Patterns known from the literature to take exponential, cubic or quadratic time, each with the text that
 * provokes it. */
static const struct {
    const char *pattern, *unit, *tail;
} catastrophes[] = {
    {"(\\w+\\s?)+$X", "a", "!X"},
    {"(a+)+b", "a", "!b"},
    {"(a|aa)+b", "a", "!b"},
    {"(a|a?)+b", "a", "!b"},
    {"(.*a){12}[^\\w]b", "a", "ab"},
    {"(?=.*nurse)(?=.*doctor)", "x", ""},
    {"\\w*\\w*\\w*-(?=y)", "a", " -"},
    {"^(([a-z])+.)+[A-Z]([a-z])+\\d$", "a", "!"},
    {"\\w+\\s+\\w+\\s+[^x]*x(?=y)", "ab ", "x"},
    {"(?:(\\w)|(\\s)|([.,]))*!(?=y)", "a b.", "!"},
    {"(x+x+)+y", "x", "-y"},
    {"\\s+$", " ", "x"},
};

START_TEST(a_catastrophic_pattern_ends_in_time_and_says_that_it_gave_up)
{
    char *text = mem_new(HOSTILE + 16, 1);
    size_t unit = strlen(catastrophes[_i].unit);
    size_t len = 0;
    for (; len + unit <= HOSTILE; len += unit)
        memcpy(text + len, catastrophes[_i].unit, unit);
    strcpy(text + len, catastrophes[_i].tail);
    struct pattern_span span;
    struct timespec start, stop;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
    enum pattern_result result = find(catastrophes[_i].pattern, text, strlen(text), 0, &span);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &stop);
    double seconds = (double)(stop.tv_sec - start.tv_sec) + (double)(stop.tv_nsec - start.tv_nsec) / 1e9;
    if (getenv("PATTERN_TIMES") != NULL)
        fprintf(stderr, "%-40s %2d %.3f s\n", catastrophes[_i].pattern, result, seconds);
    free(text);
    ck_assert_int_eq(result, PATTERN_LIMIT);
    ck_assert_msg(seconds < 2, "%s took %.2f s of processor time", catastrophes[_i].pattern, seconds);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("pattern");
    TCase *t = tcase_create("pattern");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, the_leftmost_match_is_found, 0, sizeof finds / sizeof finds[0]);
    tcase_add_loop_test(t, a_wrong_pattern_is_refused_with_its_column, 0,
                        sizeof refusals / sizeof refusals[0]);
    tcase_add_test(t, a_pattern_with_a_nul_or_beyond_the_limit_is_refused);
    tcase_add_loop_test(t, a_catastrophic_pattern_ends_in_time_and_says_that_it_gave_up, 0,
                        sizeof catastrophes / sizeof catastrophes[0]);
    suite_add_tcase(s, t);
    return s;
}
