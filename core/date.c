/* date.c: ISO 8601 dates, the calendar behind them, durations, and what time it is. */
#include "date_internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* Days since 1970-01-01 of a civil date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * days_from_civil). */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

bool date_is_real(const struct date_parts *p)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (p->year < DATE_FIRST_YEAR || p->year > DATE_LAST_YEAR || p->month < 1 || p->month > 12 || p->day < 1)
        return false;
    bool leap = (p->year % 4 == 0 && p->year % 100 != 0) || p->year % 400 == 0;
    if (p->day > days[p->month - 1] + (p->month == 2 && leap))
        return false;
    return p->hour >= 0 && p->hour <= 23 && p->minute >= 0 && p->minute <= 59 && p->second >= 0 &&
           p->second <= 59 && abs(p->offset) <= 14 * 60;
}

void date_write(const struct date_parts *p, char iso[DATE_SIZE])
{
    int at = snprintf(iso, DATE_SIZE, "%04d-%02d-%02d", p->year, p->month, p->day);
    if (p->has_time)
        at += snprintf(iso + at, (size_t)(DATE_SIZE - at), "T%02d:%02d:%02d", p->hour, p->minute, p->second);
    if (p->has_time && p->has_offset && p->offset == 0)
        snprintf(iso + at, (size_t)(DATE_SIZE - at), "Z");
    else if (p->has_time && p->has_offset)
        snprintf(iso + at, (size_t)(DATE_SIZE - at), "%c%02d:%02d", p->offset < 0 ? '-' : '+',
                 abs(p->offset) / 60, abs(p->offset) % 60);
}

int date_digits(const char **s, int least, int most)
{
    int value = 0;
    int count = 0;
    for (; count < most && **s >= '0' && **s <= '9'; count++)
        value = value * 10 + (*(*s)++ - '0');
    return count < least ? -1 : value;
}

void date_fraction(const char **s)
{
    if (**s != '.' || (*s)[1] < '0' || (*s)[1] > '9')
        return;
    ++*s;
    while (**s >= '0' && **s <= '9')
        ++*s;
}

bool date_offset(const char **s, struct date_parts *p)
{
    static const char *const zero[] = {"UTC", "GMT", "Z"};
    p->has_offset = true;
    p->offset = 0;
    for (size_t i = 0; i < sizeof zero / sizeof zero[0]; i++) {
        if (strncasecmp(*s, zero[i], strlen(zero[i])) == 0) {
            *s += strlen(zero[i]);
            return true;
        }
    }
    if (**s != '+' && **s != '-')
        return false;
    int sign = *(*s)++ == '-' ? -1 : 1;
    int hours = date_digits(s, 2, 2);
    if (**s == ':')
        ++*s;
    const char *before = *s;
    int minutes = date_digits(s, 0, 2);
    if (hours < 0 || minutes > 59 || *s - before == 1)
        return false;
    p->offset = sign * (hours * 60 + minutes);
    return true;
}

static bool literal(const char **s, char c)
{
    if (**s != c)
        return false;
    ++*s;
    return true;
}

bool date_read_iso(const char *s, struct date_parts *p)
{
    *p = (struct date_parts){0};
    p->year = date_digits(&s, 4, 4);
    if (!literal(&s, '-') || (p->month = date_digits(&s, 2, 2)) < 0 || !literal(&s, '-'))
        return false;
    p->day = date_digits(&s, 2, 2);
    if (*s != '\0') {
        p->has_time = true;
        if (!literal(&s, 'T') && !literal(&s, 't') && !literal(&s, ' '))
            return false;
        p->hour = date_digits(&s, 2, 2);
        if (!literal(&s, ':'))
            return false;
        p->minute = date_digits(&s, 2, 2);
        if (literal(&s, ':'))
            p->second = date_digits(&s, 2, 2);
        date_fraction(&s);
        if (*s == ' ')
            s++;
        if (*s != '\0' && !date_offset(&s, p))
            return false;
    }
    return *s == '\0' && date_is_real(p);
}

struct date_parts date_of_seconds(int64_t seconds)
{
    int64_t days = seconds / DATE_DAY - (seconds % DATE_DAY < 0);
    int64_t rest = seconds - days * DATE_DAY;
    /* civil_from_days of the same source */
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    struct date_parts p = {.has_time = true};
    p.day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    p.month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    p.year = (int)(year_of_era + era * 400 + (p.month <= 2));
    p.hour = (int)(rest / 3600);
    p.minute = (int)(rest / 60 % 60);
    p.second = (int)(rest % 60);
    return p;
}

bool date_seconds(const char *iso, int64_t *seconds)
{
    struct date_parts p;
    if (!date_read_iso(iso, &p))
        return false;
    *seconds = days_from_civil(p.year, p.month, p.day) * DATE_DAY + p.hour * 3600 +
               (p.minute - p.offset) * 60 + p.second;
    return true;
}

void date_now(char iso[DATE_SIZE])
{
    int64_t seconds = (int64_t)time(NULL);
    const char *fixed = getenv("YOUSAID_NOW");
    if (fixed != NULL)
        date_seconds(fixed, &seconds);
    struct date_parts p = date_of_seconds(seconds);
    p.has_offset = true;
    date_write(&p, iso);
}

int date_check_now(struct error *err)
{
    char iso[DATE_SIZE] = "";
    struct date_parts p;
    const char *fixed = getenv("YOUSAID_NOW");
    if (fixed == NULL || fixed[0] == '\0')
        return 0;
    if (date_read_iso(fixed, &p) && p.has_time && p.has_offset)
        date_write(&p, iso);
    if (p.offset == 0 && strcmp(iso, fixed) == 0)
        return 0;
    return error_set(
        err, ERROR_USAGE,
        "the environment variable YOUSAID_NOW is '%.40s', which is not a time in UTC: write it as "
        "2026-11-22T09:00:00Z, or unset it",
        fixed);
}

void date_human(const char *iso, char *out, size_t size)
{
    struct date_parts p;
    if (date_read_iso(iso, &p))
        snprintf(out, size, "%d %s %d", p.day, months[p.month - 1], p.year);
    else
        snprintf(out, size, "%s", iso);
}

int date_duration(const char *s, int64_t *seconds, struct error *err)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', DATE_DAY}, {'w', INT64_C(7) * DATE_DAY}};
    enum { MOST_DIGITS = 9 };
    const int64_t most = INT64_C(3653) * DATE_DAY;
    const char *at = s;
    int64_t count = date_digits(&at, 1, MOST_DIGITS);
    for (size_t i = 0; i < sizeof units / sizeof units[0] && count > 0; i++) {
        if (at[0] != units[i].unit || at[1] != '\0')
            continue;
        if (count > most / units[i].seconds)
            return error_set(err, ERROR_CONFIG, "\"%s\" is longer than 10 years", s);
        *seconds = count * units[i].seconds;
        return 0;
    }
    return error_set(err, ERROR_CONFIG, "\"%s\" is no length of time; write 30m, 12h, 1d or 2w", s);
}
