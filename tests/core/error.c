/* error.c: tests of core/error.c. */
#include <check.h>
#include <string.h>
#include <yousaid/error.h>
#include <yousaid/text.h>

Suite *suite(void);

START_TEST(setting_an_error_keeps_kind_and_sentence_and_returns_minus_one)
{
    struct error err = {0};
    ck_assert_int_eq(error_set(&err, ERROR_CONFIG, "%s has %d places", "x", 3), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    ck_assert_str_eq(err.text, "x has 3 places");
    ck_assert_int_eq(error_set(NULL, ERROR_DATA, "nobody asks"), -1);
    ck_assert_int_eq(error_at(NULL, ERROR_DATA, "f", 1, 1, "nobody asks"), -1);
    ck_assert_int_eq(error_prefix(NULL, "nobody asks"), -1);
}
END_TEST

START_TEST(a_place_is_written_as_file_line_column)
{
    struct error err = {0};
    error_at(&err, ERROR_CONFIG, "a.yaml", 3, 7, "unknown key");
    ck_assert_str_eq(err.text, "a.yaml:3:7: unknown key");
    error_at(&err, ERROR_CONFIG, "a.yaml", 3, 0, "unknown key");
    ck_assert_str_eq(err.text, "a.yaml:3: unknown key");
    error_at(&err, ERROR_CONFIG, "a.yaml", 0, 0, "is empty");
    ck_assert_str_eq(err.text, "a.yaml: is empty");
}
END_TEST

START_TEST(context_goes_in_front_and_the_kind_stays)
{
    struct error err = {0};
    error_set(&err, ERROR_TEMPFAIL, "the server is busy");
    ck_assert_int_eq(error_prefix(&err, "source %s: ", "gp"), -1);
    ck_assert_str_eq(err.text, "source gp: the server is busy");
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
}
END_TEST

/* Loop: the cut falls at each of the bytes of a three-byte character. */
START_TEST(a_sentence_that_is_too_long_is_cut_between_characters)
{
    struct error err = {0};
    char text[ERROR_TEXT_MAX + 100];
    memset(text, 'x', (size_t)_i + 1);
    text[_i] = '\0';
    while (strlen(text) + 4 < sizeof text)
        strcat(text, "€");
    error_set(&err, ERROR_DATA, "%s", text);
    size_t len = strlen(err.text);
    ck_assert_uint_lt(len, ERROR_TEXT_MAX);
    ck_assert_uint_ge(len, ERROR_TEXT_MAX - 8);
    ck_assert_str_eq(err.text + len - 3, "...");
    ck_assert(text_is_utf8(err.text, len, NULL));
    error_prefix(&err, "%s", text);
    ck_assert(text_is_utf8(err.text, strlen(err.text), NULL));
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("error");
    TCase *t = tcase_create("error");
    tcase_add_test(t, setting_an_error_keeps_kind_and_sentence_and_returns_minus_one);
    tcase_add_test(t, a_place_is_written_as_file_line_column);
    tcase_add_test(t, context_goes_in_front_and_the_kind_stays);
    tcase_add_loop_test(t, a_sentence_that_is_too_long_is_cut_between_characters, 0, 3);
    suite_add_tcase(s, t);
    return s;
}
