/* date.c: tests of core/date.c and core/date_format.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/date.h>

Suite *suite(void);

static const struct {
    const char *text, *formats[3], *iso;
    enum date_reading how;
} readable[] = {
    {"30/09/2021", {"%d/%m/%Y"}, "2021-09-30", DATE_PLAIN},
    {" 30/09/2021\xC2\xA0", {"%d/%m/%Y"}, "2021-09-30", DATE_PLAIN},
    {"1/2/2021", {"%d/%m/%Y"}, "2021-02-01", DATE_AMBIGUOUS},
    {"03/04/2021", {"%d/%m/%Y", "%m/%d/%Y"}, "2021-04-03", DATE_AMBIGUOUS},
    {"03/03/2021", {"%d/%m/%Y"}, "2021-03-03", DATE_PLAIN},
    {"04/25/2021", {"%d/%m/%Y", "%m/%d/%Y"}, "2021-04-25", DATE_OTHER},
    {"04/05/2021", {"%d/%m/%Y %H:%M", "%d/%m/%Y"}, "2021-05-04", DATE_AMBIGUOUS},
    {"", {"%d/%m/%Y"}, "", DATE_NONE},
    {"  \n", {"%d/%m/%Y"}, "", DATE_NONE},
    {"22/11/2026 06:44:09", {"%d/%m/%Y %H:%M:%S"}, "2026-11-22T06:44:09", DATE_PLAIN},
    {"22/11/2026  6:44", {"%d/%m/%Y %H:%M"}, "2026-11-22T06:44:00", DATE_PLAIN},
    {"11/22/2026 12:05:06 AM", {"%m/%d/%Y %I:%M:%S %p"}, "2026-11-22T00:05:06", DATE_PLAIN},
    {"11/22/2026 12:05:06\xE2\x80\xAFpm", {"%m/%d/%Y %I:%M:%S %p"}, "2026-11-22T12:05:06", DATE_PLAIN},
    {"2024/03/01 9:15:00 PM GMT", {"%Y/%m/%d %I:%M:%S %p %z"}, "2024-03-01T21:15:00Z", DATE_PLAIN},
    {"2024-03-04", {"%Y-%m-%d"}, "2024-03-04", DATE_PLAIN},
    {"2024-03-04 05:06:07", {"%F %T"}, "2024-03-04T05:06:07", DATE_PLAIN},
    {"2 Sept 2024", {"%d %b %Y"}, "2024-09-02", DATE_PLAIN},
    {"2 september 24", {"%d %B %y"}, "2024-09-02", DATE_PLAIN},
    {"1-Jan-69", {"%d-%b-%y"}, "1969-01-01", DATE_PLAIN},
    {"29/02/2024", {"%d/%m/%Y"}, "2024-02-29", DATE_PLAIN},
    {"12/01/2024 10:00:00.123", {"%d/%m/%Y %H:%M:%S"}, "2024-01-12T10:00:00", DATE_AMBIGUOUS},
    {"2024-03-04T05:06:07Z", {"iso"}, "2024-03-04T05:06:07Z", DATE_PLAIN},
    {"2024-03-04T05:06:07.123+01:00", {"iso"}, "2024-03-04T05:06:07+01:00", DATE_PLAIN},
    {"2024-03-04 05:06:07 -0530", {"iso"}, "2024-03-04T05:06:07-05:30", DATE_PLAIN},
    {"2024-03-04T05:06", {"iso"}, "2024-03-04T05:06:00", DATE_PLAIN},
    {"44469", {"excel"}, "2021-09-30", DATE_PLAIN},
    {"44469.5", {"excel"}, "2021-09-30T12:00:00", DATE_PLAIN},
    {"44469.999999", {"excel"}, "2021-10-01", DATE_PLAIN},
    {"61", {"excel"}, "1900-03-01", DATE_PLAIN},
    {"59", {"excel"}, "1900-02-28", DATE_PLAIN},
    {"1", {"excel"}, "1900-01-01", DATE_PLAIN},
    {"44469", {"%d/%m/%Y", "excel"}, "2021-09-30", DATE_OTHER},
    {"1700000000", {"unix"}, "2023-11-14T22:13:20Z", DATE_PLAIN},
    {"1700000000.25", {"unix"}, "2023-11-14T22:13:20Z", DATE_PLAIN},
    {"100% 02/13/2020", {"100%% %m/%d/%Y"}, "2020-02-13", DATE_PLAIN},
};

static size_t count_of(const char *const formats[3])
{
    return formats[1] == NULL ? 1 : formats[2] == NULL ? 2 : 3;
}

START_TEST(dates_of_real_tools_are_read)
{
    char iso[DATE_SIZE];
    enum date_reading how;
    struct error err = {0};
    ck_assert_msg(date_read(readable[_i].text, readable[_i].formats, count_of(readable[_i].formats), iso,
                            &how, &err) == 0,
                  "%s", err.text);
    ck_assert_str_eq(iso, readable[_i].iso);
    ck_assert_int_eq(how, readable[_i].how);
}
END_TEST

static const struct {
    const char *text, *format;
} refused[] = {
    {"30/02/2021", "%d/%m/%Y"},
    {"29/02/2023", "%d/%m/%Y"},
    {"31/04/2021", "%d/%m/%Y"},
    {"13/13/2021", "%d/%m/%Y"},
    {"0/1/2021", "%d/%m/%Y"},
    {"30/09/21", "%d/%m/%Y"},
    {"30/09/2021 x", "%d/%m/%Y"},
    {"30/09/20212", "%d/%m/%Y"},
    {"30/09/1899", "%d/%m/%Y"},
    {"30/09/2101", "%d/%m/%Y"},
    {"2021-9-30", "iso"},
    {"2021-09-30T25:00", "iso"},
    {"2021-09-30T10:00:60", "iso"},
    {"2021-09-30T10:00+1", "iso"},
    {"60", "excel"},
    {"0", "excel"},
    {"-5", "excel"},
    {"99999", "excel"},
    {"4.4.4", "excel"},
    {"1700000000000", "unix"},
    {"13:00 PM 1/2/2021", "%I:%M %p %d/%m/%Y"},
    {"yesterday", "%d/%m/%Y"},
    {"1 Foo 2021", "%d %b %Y"},
    {"30", "%d/%m/%Y"},
};

START_TEST(what_is_no_such_date_is_refused_with_the_text_and_the_format)
{
    char iso[DATE_SIZE];
    enum date_reading how;
    struct error err = {0};
    ck_assert_int_eq(date_read(refused[_i].text, &refused[_i].format, 1, iso, &how, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_DATA);
    ck_assert_ptr_nonnull(strstr(err.text, refused[_i].text));
    ck_assert_ptr_nonnull(strstr(err.text, refused[_i].format));
}
END_TEST

static const struct {
    const char *format, *wrong; /* NULL: fine */
} formats[] = {
    {"%d/%m/%Y", NULL},
    {"iso", NULL},
    {"excel", NULL},
    {"unix", NULL},
    {"%F %T", NULL},
    {"%d %b %y %I:%M %p %z", NULL},
    {"%d/%m", "date format \"%d/%m\" must name day, month and year once each, as %d/%m/%Y does"},
    {"%d/%m/%Y %d", "date format \"%d/%m/%Y %d\" must name day, month and year once each, as %d/%m/%Y does"},
    {"%d/%m/%Y %k", "date format \"%d/%m/%Y %k\": %k is not known here; use %d %m %Y %y %H %M %S %b %B %p %I "
                    "%z %T %F, or iso, "
                    "excel, unix"},
    {"%d/%m/%Y %", "date format \"%d/%m/%Y %\": % is not known here; use %d %m %Y %y %H %M %S %b %B %p %I %z "
                   "%T %F, or iso, excel, "
                   "unix"},
    {"%d/%m/%Y %I:%M", "date format \"%d/%m/%Y %I:%M\": %I (hours to 12) and %p (am or pm) belong together"},
};

START_TEST(formats_are_checked_at_configuration_time)
{
    struct error err = {0};
    int result = date_check_format(formats[_i].format, &err);
    ck_assert_int_eq(result, formats[_i].wrong == NULL ? 0 : -1);
    if (formats[_i].wrong != NULL)
        ck_assert_str_eq(err.text, formats[_i].wrong);
}
END_TEST

static const struct {
    const char *text;
    int64_t seconds; /* -1 = refused */
} durations[] = {
    {"90s", 90},   {"30m", 1800},        {"12h", 43200}, {"1d", 86400}, {"2w", 1209600}, {"3653d", 315619200},
    {"3654d", -1}, {"0d", -1},           {"1", -1},      {"d", -1},     {"1y", -1},      {"1d1", -1},
    {"-1d", -1},   {"99999999999d", -1},
};

START_TEST(durations_are_a_number_and_a_unit)
{
    struct error err = {0};
    int64_t got = -1;
    int result = date_duration(durations[_i].text, &got, &err);
    ck_assert_int_eq(result, durations[_i].seconds < 0 ? -1 : 0);
    ck_assert_int_eq(got, durations[_i].seconds);
    ck_assert_int_eq(err.kind, durations[_i].seconds < 0 ? ERROR_CONFIG : ERROR_NONE);
}
END_TEST

START_TEST(seconds_count_from_1970_in_utc)
{
    int64_t s = 0;
    ck_assert(date_seconds("1970-01-01", &s) && s == 0);
    ck_assert(date_seconds("2000-03-01T00:00:00Z", &s) && s == 951868800);
    ck_assert(date_seconds("2000-03-01T01:00:00+01:00", &s) && s == 951868800);
    ck_assert(date_seconds("1969-12-31T23:59:59", &s) && s == -1);
    ck_assert(date_seconds("2026-11-22", &s) && s == 1795305600);
    ck_assert(!date_seconds("22/11/2026", &s));
    ck_assert(!date_seconds("", &s));
}
END_TEST

START_TEST(every_day_of_two_centuries_survives_the_way_there_and_back)
{
    int64_t s = 0;
    int64_t last = 0;
    ck_assert(date_seconds("1900-01-01", &s));
    ck_assert(date_seconds("2100-12-31", &last));
    for (; s <= last; s += 86400) {
        char iso[DATE_SIZE];
        char excel[DATE_SIZE];
        enum date_reading how;
        int64_t serial = s / 86400 - (s % 86400 < 0) + 25569;
        snprintf(excel, sizeof excel, "%lld", (long long)(serial > 60 ? serial : serial - 1));
        ck_assert_int_eq(date_read(excel, (const char *const[]){"excel"}, 1, iso, &how, NULL), 0);
        int64_t back = 0;
        ck_assert(date_seconds(iso, &back));
        ck_assert_int_eq(back, s);
    }
}
END_TEST

START_TEST(now_is_what_yousaid_now_says)
{
    char iso[DATE_SIZE];
    setenv("YOUSAID_NOW", "2026-11-22T06:44:00Z", 1);
    date_now(iso);
    ck_assert_str_eq(iso, "2026-11-22T06:44:00Z");
    unsetenv("YOUSAID_NOW");
    date_now(iso);
    ck_assert_uint_eq(strlen(iso), 20);
    ck_assert_str_ne(iso, "2026-11-22T06:44:00Z");
}
END_TEST

static const struct {
    const char *set;
    bool fine;
} nows[] = {{"2026-11-22T06:44:00Z", true},
            {"", true},
            {"yesterday", false},
            {"22/11/2026", false},
            {"2026-02-30T00:00:00Z", false},
            {"2026-11-22", false},
            {"2026-11-22T06:44:00", false},
            {"2026-11-22T06:44Z", false},
            {"2026-11-22t06:44:00z", false},
            {"2026-11-22 06:44:00Z", false},
            {"2026-11-22T06:44:00.5Z", false},
            {"2026-11-22T06:44:00+00:00", false},
            {"2026-11-22T06:44:00+01:00", false}};

START_TEST(a_now_of_another_form_is_said)
{
    struct error err = {0};
    setenv("YOUSAID_NOW", nows[_i].set, 1);
    ck_assert_int_eq(date_check_now(&err), nows[_i].fine ? 0 : -1);
    ck_assert_int_eq(err.kind, nows[_i].fine ? ERROR_NONE : ERROR_USAGE);
    ck_assert(nows[_i].fine || strstr(err.text, nows[_i].set) != NULL);
    unsetenv("YOUSAID_NOW");
    ck_assert_int_eq(date_check_now(&err), 0);
}
END_TEST

START_TEST(people_read_dates_as_gov_uk_writes_them)
{
    char out[40];
    date_human("2026-11-02", out, sizeof out);
    ck_assert_str_eq(out, "2 November 2026");
    date_human("2026-01-22T10:11:12Z", out, sizeof out);
    ck_assert_str_eq(out, "22 January 2026");
    date_human("last week", out, sizeof out);
    ck_assert_str_eq(out, "last week");
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("date");
    TCase *t = tcase_create("date");
    tcase_add_loop_test(t, dates_of_real_tools_are_read, 0, sizeof readable / sizeof readable[0]);
    tcase_add_loop_test(t, what_is_no_such_date_is_refused_with_the_text_and_the_format, 0,
                        sizeof refused / sizeof refused[0]);
    tcase_add_loop_test(t, formats_are_checked_at_configuration_time, 0, sizeof formats / sizeof formats[0]);
    tcase_add_loop_test(t, durations_are_a_number_and_a_unit, 0, sizeof durations / sizeof durations[0]);
    tcase_add_test(t, seconds_count_from_1970_in_utc);
    tcase_add_test(t, every_day_of_two_centuries_survives_the_way_there_and_back);
    tcase_add_test(t, now_is_what_yousaid_now_says);
    tcase_add_loop_test(t, a_now_of_another_form_is_said, 0, (int)(sizeof nows / sizeof nows[0]));
    tcase_add_test(t, people_read_dates_as_gov_uk_writes_them);
    suite_add_tcase(s, t);
    return s;
}
