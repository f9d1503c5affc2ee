/* progress.c: tests of core/progress.c, on a terminal of our own. */
#define _XOPEN_SOURCE 700 /* pseudo-terminals */

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <yousaid/progress.h>

Suite *suite(void);

static int terminal = -1; /* our end of it */

/* Makes stderr a terminal, so that the test sees what a person would. */
static void setup(void)
{
    terminal = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert_int_ge(terminal, 0);
    ck_assert_int_eq(grantpt(terminal), 0);
    ck_assert_int_eq(unlockpt(terminal), 0);
    int other = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    ck_assert_int_ge(other, 0);
    ck_assert_int_ge(dup2(other, STDERR_FILENO), 0);
    setenv("TERM", "xterm", 1);
}

static const char *seen(void)
{
    static char text[4096];
    ck_assert_int_eq(fcntl(terminal, F_SETFL, O_NONBLOCK), 0);
    ssize_t got = read(terminal, text, sizeof text - 1);
    text[got > 0 ? got : 0] = '\0';
    return text;
}

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

START_TEST(a_line_is_drawn_and_taken_back)
{
    struct progress *p = progress_new("classify", 200, false);
    progress_set(p, 50, "themes");
    ck_assert_str_eq(seen(), "\rclassify: 50 of 200 (25%) themes\033[K");
    progress_free(p);
    ck_assert_str_eq(seen(), "\r\033[K");
}
END_TEST

START_TEST(an_unknown_total_shows_the_count)
{
    struct progress *p = progress_new("fetch", 0, false);
    progress_set(p, 7, NULL);
    ck_assert_str_eq(seen(), "\rfetch: 7\033[K");
    progress_free(p);
}
END_TEST

START_TEST(it_is_redrawn_at_most_ten_times_a_second)
{
    struct progress *p = progress_new("x", 0, false);
    for (int i = 0; i < 1000; i++)
        progress_set(p, i, NULL);
    const char *first = seen();
    ck_assert_str_eq(first, "\rx: 0\033[K");
    sleep_ms(120);
    progress_set(p, 1000, NULL);
    ck_assert_str_eq(seen(), "\rx: 1000\033[K");
    progress_free(p);
}
END_TEST

START_TEST(a_long_line_is_cut_between_characters_so_that_it_cannot_wrap)
{
    char note[400] = "";
    for (int i = 0; i < 100; i++)
        strcat(note, "\xC3\xA9");
    struct progress *p = progress_new("x", 0, false);
    progress_set(p, 1, note);
    const char *line = seen();
    /* "x: 1 " and 74 characters of two bytes, between the carriage return and "erase the rest". */
    ck_assert_uint_eq(strlen(line), 1 + 5 + 74 * 2 + 3);
    ck_assert_mem_eq(line + strlen(line) - 5, "\xC3\xA9\033[K", 5);
    progress_free(p);
}
END_TEST

START_TEST(nothing_is_shown_when_asked_to_be_quiet)
{
    struct progress *p = progress_new("x", 10, true);
    progress_set(p, 1, NULL);
    progress_free(p);
    ck_assert_str_eq(seen(), "");
}
END_TEST

START_TEST(nothing_is_shown_on_a_dumb_terminal)
{
    setenv("TERM", "dumb", 1);
    struct progress *p = progress_new("x", 10, false);
    progress_set(p, 1, NULL);
    progress_free(p);
    ck_assert_str_eq(seen(), "");
}
END_TEST

START_TEST(nothing_is_shown_in_cron)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_ge(dup2(ends[1], STDERR_FILENO), 0);
    close(ends[1]);
    struct progress *p = progress_new("x", 10, false);
    progress_set(p, 1, NULL);
    progress_free(p);
    close(STDERR_FILENO);
    char c;
    ck_assert_int_eq(read(ends[0], &c, 1), 0);
    progress_set(NULL, 1, NULL);
    progress_free(NULL);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("progress");
    TCase *t = tcase_create("progress");
    tcase_add_checked_fixture(t, setup, NULL);
    tcase_add_test(t, a_line_is_drawn_and_taken_back);
    tcase_add_test(t, an_unknown_total_shows_the_count);
    tcase_add_test(t, it_is_redrawn_at_most_ten_times_a_second);
    tcase_add_test(t, a_long_line_is_cut_between_characters_so_that_it_cannot_wrap);
    tcase_add_test(t, nothing_is_shown_when_asked_to_be_quiet);
    tcase_add_test(t, nothing_is_shown_on_a_dumb_terminal);
    tcase_add_test(t, nothing_is_shown_in_cron);
    suite_add_tcase(s, t);
    return s;
}
