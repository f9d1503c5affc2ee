/* words.c: tests of analyzer/words.c. */
#include "words.h"

#include <check.h>
#include <string.h>
#include <yousaid/pattern.h>
#include <yousaid/text.h>

Suite *suite(void);

/* phrase | text | what is found, NULL = nothing */
static const struct {
    const char *phrase, *text, *found;
} cases[] = {
    {"delay*", "There were delays again.", "delays"},
    {"delay*", "A DELAY", "DELAY"},
    {"delay", "There were delays again.", NULL},
    {"on time", "It was not on\n time", "on\n time"},
    {"on time", "on-time departure", "on-time"},
    {"on time", "upon time", NULL},
    {"didn't", "they didnt ring", "didnt"},
    {"didn't", "they didn\xE2\x80\x99t ring", "didn't"},
    {"didn\xE2\x80\x99t", "they didn't ring", "didn't"},
    {"A&E", "sent to a&e twice", "a&e"},
    {"A&E", "sent to A&Entry", NULL},
    {"\xC2\xA3",
     "it cost \xC2\xA3"
     " a lot",
     "\xC2\xA3"},
    {"(rude)", "she was (rude) to me", "(rude)"},
    {"a.b", "axb", NULL},
    {"follow-up", "no follow-up since", "follow-up"},
    {"caf\xC3\xA9", "the CAF\xC3\x89 is shut", "CAF\xC3\x89"},
    {"wait* for appointment*", "waiting  for appointments", "waiting  for appointments"},
    {" rude ", "so rude!", "rude"},
};

START_TEST(a_phrase_finds_what_a_reader_expects)
{
    struct buf text = buf_new(PATTERN_MAX_LENGTH);
    struct error err = {0};
    struct pattern *p = NULL;
    struct pattern_span span = {0, 0};
    struct text_folded f = {0};
    words_pattern(&cases[_i].phrase, 1, &text);
    ck_assert_msg(pattern_new(buf_str(&text), text.len, &p, &err) == 0, "%s", err.text);
    struct pattern_scratch *scratch = pattern_scratch_new();
    text_fold(&f, cases[_i].text, strlen(cases[_i].text));
    enum pattern_result found = pattern_find(p, scratch, f.data, f.len, 0, &span);
    ck_assert_int_eq(found, cases[_i].found != NULL ? PATTERN_YES : PATTERN_NO);
    if (cases[_i].found != NULL) {
        ck_assert_uint_eq(span.end - span.start, strlen(cases[_i].found));
        ck_assert_mem_eq(f.data + span.start, cases[_i].found, span.end - span.start);
    }
    text_folded_free(&f);
    pattern_scratch_free(scratch);
    pattern_free(p);
    buf_free(&text);
}
END_TEST

START_TEST(the_order_of_words_does_not_matter)
{
    const char *one[] = {"on", "on time", "late"};
    const char *two[] = {"late", "on time", "on"};
    struct buf a = buf_new(1000);
    struct buf b = buf_new(1000);
    words_pattern(one, 3, &a);
    words_pattern(two, 3, &b);
    ck_assert_str_eq(buf_str(&a), buf_str(&b));
    ck_assert_str_eq(buf_str(&a), "\\b(?:on[\\s\\-]+time|late|on)\\b");
    buf_free(&a);
    buf_free(&b);
}
END_TEST

static const char *const wrong[] = {
    "",  "  ", "*",   "wait *", "wa*it", "**", "*wait", "wait**",       "*wait*",
    "-", "'",  " - ", "...",    "!",     "_",  "& %",   "\xE2\x80\x99", "\xE2\x80\x93"};

START_TEST(a_phrase_that_cannot_work_is_refused)
{
    struct error err = {0};
    ck_assert_int_eq(words_check(wrong[_i], &err), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("words");
    TCase *t = tcase_create("words");
    tcase_add_loop_test(t, a_phrase_finds_what_a_reader_expects, 0, sizeof cases / sizeof cases[0]);
    tcase_add_test(t, the_order_of_words_does_not_matter);
    tcase_add_loop_test(t, a_phrase_that_cannot_work_is_refused, 0, sizeof wrong / sizeof wrong[0]);
    suite_add_tcase(s, t);
    return s;
}
