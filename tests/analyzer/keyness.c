/* keyness.c: tests of analyzer/keyness.c. */
#include "keyness.h"
#include "measure.h"
#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *suite(void);

static struct keyness *k;

static void setup(void)
{
    k = keyness_new();
}

static void teardown(void)
{
    keyness_free(k);
    keyness_free(NULL);
}

static void inside(const char *text, size_t times)
{
    static size_t number;
    for (size_t i = 0; i < times; i++)
        keyness_inside(k, text, strlen(text), number++);
}

static void outside(const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        keyness_outside(k, text, strlen(text));
}

static const char *top(size_t min, size_t limit)
{
    static char shown[500];
    const struct keyness_phrase **p = NULL;
    shown[0] = '\0';
    size_t count = keyness_top(k, min, limit, &p);
    for (size_t i = 0; i < count; i++)
        snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%s %zu/%zu|", p[i]->text, p[i]->in,
                 p[i]->out);
    return shown;
}

START_TEST(a_phrase_is_counted_once_a_comment_and_ranked_by_surprise)
{
    inside("Parking, parking: the parking", 10);
    inside("A lift is broken", 4);
    outside("The ward was clean", 40);
    outside("parking was fine", 1);
    ck_assert_str_eq(top(3, 10), "parking 10/1|lift is broken 4/0|");
    ck_assert_str_eq(top(5, 10), "parking 10/1|");
    ck_assert_str_eq(top(3, 1), "parking 10/1|");
    const struct keyness_phrase **p = NULL;
    keyness_top(k, 3, 1, &p);
    ck_assert_double_eq_tol(p[0]->g2, measure_g2(10, 14, 1, 41), 1e-9);
    ck_assert_uint_eq(p[0]->example_count, KEYNESS_EXAMPLES);
    ck_assert_uint_eq(p[0]->example[0].start, 0);
    ck_assert_uint_eq(p[0]->example[0].end, 7);
}
END_TEST

START_TEST(the_longer_phrase_stands_for_its_words_when_they_say_no_more)
{
    inside("the car-park spaces", 10);
    outside("clean", 50);
    ck_assert_str_eq(top(3, 10), "car park spaces 10/0|");
}
END_TEST

START_TEST(punctuation_ends_a_phrase_and_empty_words_begin_none)
{
    inside("of the lift. Broken", 10);
    outside("clean", 50);
    ck_assert_str_eq(top(3, 10), "broken 10/0|lift 10/0|");
}
END_TEST

START_TEST(words_that_stand_for_an_identifier_are_nobodys)
{
    inside("I live at [postcode] near [Name Redacted]", 10);
    outside("clean", 50);
    ck_assert_str_eq(top(3, 10), "live 10/0|near 10/0|");
}
END_TEST

START_TEST(case_quotes_and_accents_do_not_part_words)
{
    inside("DIDN’T", 5);
    inside("didn't", 5);
    inside("CAFÉ", 5);
    inside("café", 5);
    outside("clean", 60);
    ck_assert_str_eq(top(3, 10), "café 10/0|didn't 10/0|");
}
END_TEST

START_TEST(what_chance_explains_is_not_shown)
{
    inside("ward", 10);
    outside("ward", 90);
    inside("lift", 2);
    outside("tree", 5);
    ck_assert_str_eq(top(1, 10), "");
}
END_TEST

START_TEST(equal_figures_come_in_the_order_of_their_bytes)
{
    inside("zebra. apple. mango", 10);
    outside("clean", 50);
    ck_assert_str_eq(top(3, 10), "apple 10/0|mango 10/0|zebra 10/0|");
}
END_TEST

START_TEST(many_phrases_do_not_get_lost)
{
    for (int i = 0; i < 20000; i++) {
        char text[40];
        snprintf(text, sizeof text, "word%d", i % 10000);
        inside(text, 1);
    }
    inside("lift", 50);
    outside("clean", 20000);
    ck_assert_str_eq(top(3, 10), "lift 50/0|");
    const struct keyness_phrase **p = NULL;
    ck_assert_uint_eq(keyness_top(k, 2, 20000, &p), 1);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("keyness");
    TCase *t = tcase_create("keyness");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_phrase_is_counted_once_a_comment_and_ranked_by_surprise);
    tcase_add_test(t, the_longer_phrase_stands_for_its_words_when_they_say_no_more);
    tcase_add_test(t, punctuation_ends_a_phrase_and_empty_words_begin_none);
    tcase_add_test(t, words_that_stand_for_an_identifier_are_nobodys);
    tcase_add_test(t, case_quotes_and_accents_do_not_part_words);
    tcase_add_test(t, what_chance_explains_is_not_shown);
    tcase_add_test(t, equal_figures_come_in_the_order_of_their_bytes);
    tcase_add_test(t, many_phrases_do_not_get_lost);
    suite_add_tcase(s, t);
    return s;
}
