/* quotes.c: tests of analyzer/quotes.c: what is part of a comment, and what might give a person away. */
#include "quotes.h"

#include <check.h>
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
    tcase_add_loop_test(t, what_might_give_a_person_away_is_said, 0,
                        (int)(sizeof worries / sizeof worries[0]));
    suite_add_tcase(s, t);
    return s;
}
