/* quotes.c: tests of analyzer/quotes.c: what is part of a comment, and what might give a person away. */
#include "quotes.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite(void);

#define COMMENT                                                                                              \
    "I waited six weeks to see Dr [NAME].\nThe nurse didn\xE2\x80\x99t know, but she was kind - really "     \
    "kind."

static const struct {
    const char *quote;
    bool fits;
} fitting[] = {
    {COMMENT, true},
    {"I waited six weeks", true},
    {"i  WAITED\nsix weeks", true},
    {"The nurse didn't know", true},
    {"she was kind \xE2\x80\x93 really kind", true},
    {"I waited [...] The nurse didn't know", true},
    {"[...] she was kind [...]", true},
    {"to see Dr [NAME]", true},
    {"to see [my doctor]. The nurse", true},
    {"[The receptionist] didn't know", true},
    /* not what was said */
    {"I waited eight weeks", false},
    {"I waited six week", false},
    {"aited six weeks", false},
    {"The nurse didn't know [...] I waited six weeks", false},
    {"I waited The nurse", false},
    {"she was kind [and clever] and quick", false},
    {"", false},
    {"[...]", false},
    {"[All of it is ours]", false},
    {"I waited six weeks [to see", false},
};

START_TEST(a_quote_is_part_of_its_comment)
{
    ck_assert_msg(quote_fits(COMMENT, fitting[_i].quote) == fitting[_i].fits, "\"%s\" %s fit",
                  fitting[_i].quote, fitting[_i].fits ? "should" : "should not");
}
END_TEST

/* The words of the comment that a quote takes, with the marks around them, between bars. */
static const struct {
    const char *quote, *where;
} places[] = {
    {"I waited six weeks", "|I waited six weeks |"},
    {"i  WAITED\nsix weeks", "|I waited six weeks |"},
    {"The nurse didn't know", "|].\nThe nurse didn\xE2\x80\x99t know, |"},
    {"waited [...] The nurse", "| waited |].\nThe nurse |"},
    {"six weeks [...] she [was good]", "| six weeks | she |"},
};

START_TEST(a_quote_knows_where_it_stands)
{
    struct quote_span *spans = NULL;
    size_t count = 0;
    struct buf b = buf_new(1000);
    ck_assert(quote_find(COMMENT, places[_i].quote, &spans, &count));
    buf_puts(&b, "|");
    for (size_t i = 0; i < count; i++) {
        buf_add(&b, &COMMENT[spans[i].start], spans[i].end - spans[i].start);
        buf_puts(&b, "|");
    }
    ck_assert_str_eq(buf_str(&b), places[_i].where);
    buf_free(&b);
    free(spans);
}
END_TEST

static const struct {
    const char *comment, *quote, *why; /* NULL: long enough */
} lengths[] = {
    {COMMENT, "really kind", NULL},
    {COMMENT, "she was", NULL},
    {"No GP for me.", "No GP", NULL},
    {COMMENT, "I [...] kind", NULL},
    {COMMENT, "kind", "less than two words"},
    {COMMENT, "I", "less than two words"},
    {COMMENT, "nurse [...]", "less than two words"},
    {COMMENT, "kind [and very clever indeed]", "less than two words"},
    {"I do go a lot.", "I do", "five characters"},
    {"Excellent!", "excellent!", NULL},
    {"Excellent!", "excellent", "less than two words"},
    {"OK", "OK", NULL},
    {"\xC3\xA9", "\xC3\xA9", "single character"},
    {"k", "k", "single character"},
};

START_TEST(one_word_of_a_comment_is_no_quote)
{
    const char *why = quote_too_short(lengths[_i].comment, lengths[_i].quote);
    ck_assert_msg((why != NULL) == (lengths[_i].why != NULL), "\"%s\": %s", lengths[_i].quote,
                  why != NULL ? why : "nothing said");
    if (why != NULL)
        ck_assert_msg(strstr(why, lengths[_i].why) != NULL, "%s", why);
}
END_TEST

static const struct {
    const char *quote, *attribution, *worry; /* NULL: none */
} worries[] = {
    {"The nurse was kind.", "Patient, Northport", NULL},
    {"The nurse was kind.", "", NULL},
    {"I rang on 3 May", "", "digits"},
    {"write to jo@example.org", "", "e-mail"},
    {"we live in NM1 4AB here", "", "postcode"},
    {"nm14ab", "", "postcode"},
    {"kind", "Woman, 81", "an age"},
    {"kind", "Carer, Asian and disabled", "more than two things"},
    {"kind", "Mother / daughter, Ashdale", "more than two things"},
};

START_TEST(what_might_give_a_person_away_is_said)
{
    struct buf b = buf_new(1000);
    bool any = quote_worries(worries[_i].quote, worries[_i].attribution, &b);
    ck_assert_int_eq(any, worries[_i].worry != NULL);
    if (any)
        ck_assert_msg(strstr(buf_str(&b), worries[_i].worry) != NULL, "%s", buf_str(&b));
    buf_free(&b);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("quotes");
    TCase *t = tcase_create("quotes");
    tcase_add_loop_test(t, a_quote_is_part_of_its_comment, 0, (int)(sizeof fitting / sizeof fitting[0]));
    tcase_add_loop_test(t, a_quote_knows_where_it_stands, 0, (int)(sizeof places / sizeof places[0]));
    tcase_add_loop_test(t, one_word_of_a_comment_is_no_quote, 0, (int)(sizeof lengths / sizeof lengths[0]));
    tcase_add_loop_test(t, what_might_give_a_person_away_is_said, 0,
                        (int)(sizeof worries / sizeof worries[0]));
    suite_add_tcase(s, t);
    return s;
}
