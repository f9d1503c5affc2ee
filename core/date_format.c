/* date_format.c: reads dates by the formats that a source declares; says when day and month could be the
 * other way round. */
#include "date_internal.h"
#include "text_internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yousaid/text.h>

enum { FORMAT_MAX = 128, DATE_TEXT_MAX = 80, EXCEL_1970 = 25569, EXCEL_BUG = 60 };

static const char supported[] = "%d %m %Y %y %H %M %S %b %B %p %I %z %T %F, or iso, excel, unix";

struct scan {
    const char *s;
    struct date_parts p;
    bool twelve_hours, afternoon;
};

/* English month names; forms write English whatever the locale of this machine. */
static int month_name(const char **s)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    for (int m = 0; m < 12; m++) {
        size_t full = strlen(names[m]);
        size_t take = strncasecmp(*s, names[m], full) == 0        ? full
                      : strncasecmp(*s, "Sept", 4) == 0 && m == 8 ? 4
                      : strncasecmp(*s, names[m], 3) == 0         ? 3
                                                                  : 0;
        if (take > 0) {
            *s += take;
            return m + 1;
        }
    }
    return -1;
}

static bool half_of_day(struct scan *scan)
{
    static const struct {
        const char *text;
        bool afternoon;
    } halves[] = {{"am", false}, {"pm", true}, {"a.m.", false}, {"p.m.", true}};
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        if (strncasecmp(scan->s, halves[i].text, strlen(halves[i].text)) == 0) {
            scan->s += strlen(halves[i].text);
            scan->afternoon = halves[i].afternoon;
            return true;
        }
    }
    return false;
}

static bool number(struct scan *scan, int least, int most, int *into)
{
    *into = date_digits(&scan->s, least, most);
    return *into >= 0;
}

/* POSIX: 69-99 are 1969-1999, 00-68 are 2000-2068. */
static bool short_year(struct scan *scan)
{
    if (!number(scan, 2, 2, &scan->p.year))
        return false;
    scan->p.year += scan->p.year >= 69 ? 1900 : 2000;
    return true;
}

static bool seconds(struct scan *scan)
{
    if (!number(scan, 1, 2, &scan->p.second))
        return false;
    date_fraction(&scan->s);
    return true;
}

static bool scan_format(struct scan *scan, const char *format);

static bool conversion(struct scan *scan, char letter)
{
    struct date_parts *p = &scan->p;
    if (strchr("HIMST", letter) != NULL)
        p->has_time = true;
    switch (letter) {
    case 'd':
        return number(scan, 1, 2, &p->day);
    case 'm':
        return number(scan, 1, 2, &p->month);
    case 'Y':
        return number(scan, 4, 4, &p->year);
    case 'y':
        return short_year(scan);
    case 'H':
        return number(scan, 1, 2, &p->hour);
    case 'I':
        scan->twelve_hours = true;
        return number(scan, 1, 2, &p->hour) && p->hour >= 1 && p->hour <= 12;
    case 'M':
        return number(scan, 1, 2, &p->minute);
    case 'S':
        return seconds(scan);
    case 'b':
    case 'B':
        return (p->month = month_name(&scan->s)) > 0;
    case 'p':
        return half_of_day(scan);
    case 'z':
        return date_offset(&scan->s, p);
    case 'T':
        return scan_format(scan, "%H:%M:%S");
    case 'F':
        return scan_format(scan, "%Y-%m-%d");
    default:
        return false;
    }
}

/* White space of the format stands for any white space, the narrow no-break space before "PM" included. */
static bool skip_space(const char **s)
{
    const char *start = *s;
    for (;;) {
        int32_t c = 0;
        size_t step = text_decode(*s, strlen(*s) > 0 ? strlen(*s) : 1, &c);
        if (!text_is_space(c))
            return *s > start;
        *s += step;
    }
}

static bool scan_format(struct scan *scan, const char *format)
{
    for (; *format != '\0'; format++) {
        bool fits = false;
        if (*format == ' ')
            fits = skip_space(&scan->s);
        else if (*format == '%' && format[1] != '%')
            fits = conversion(scan, *++format);
        else
            fits = *scan->s++ == (*format == '%' ? *format++ : *format);
        if (!fits)
            return false;
    }
    return true;
}

static bool read_as(const char *s, const char *format, struct date_parts *p)
{
    struct scan scan = {.s = s};
    if (!scan_format(&scan, format) || *scan.s != '\0')
        return false;
    if (scan.twelve_hours)
        scan.p.hour = scan.p.hour % 12 + (scan.afternoon ? 12 : 0);
    *p = scan.p;
    return date_is_real(p);
}

/* A day number of Excel's 1900 system, whose 29 February 1900 never was; the fraction is the time of day. */
static bool read_excel(const char *s, struct date_parts *p)
{
    if (s[0] < '0' || s[0] > '9' || strspn(s, "0123456789.") != strlen(s))
        return false;
    char *end = NULL;
    double serial = strtod(s, &end);
    if (*end != '\0' || serial < 1 || serial >= 100000 || (serial >= EXCEL_BUG && serial < EXCEL_BUG + 1))
        return false;
    int64_t total = (int64_t)(serial * DATE_DAY + 0.5) + (serial < EXCEL_BUG ? DATE_DAY : 0);
    *p = date_of_seconds(total - (int64_t)EXCEL_1970 * DATE_DAY);
    p->has_time = total % DATE_DAY != 0;
    return date_is_real(p);
}

static bool read_unix(const char *s, struct date_parts *p)
{
    size_t digits = strspn(s, "0123456789");
    const char *rest = s + digits;
    date_fraction(&rest);
    if (digits == 0 || digits > 10 || *rest != '\0')
        return false;
    *p = date_of_seconds(strtoll(s, NULL, 10));
    p->has_offset = true;
    return date_is_real(p);
}

static bool read_any(const char *s, const char *format, struct date_parts *p)
{
    if (strcmp(format, "iso") == 0)
        return date_read_iso(s, p);
    if (strcmp(format, "excel") == 0)
        return read_excel(s, p);
    if (strcmp(format, "unix") == 0)
        return read_unix(s, p);
    return read_as(s, format, p);
}

/* Whether the same text is another real date with %d and %m exchanged. A format that begins with the year has
 * one order only. */
static bool other_order_fits(const char *s, const char *format, const struct date_parts *p)
{
    char swapped[FORMAT_MAX];
    struct date_parts other;
    if (strstr(format, "%d") == NULL || strstr(format, "%m") == NULL || strncasecmp(format, "%y", 2) == 0)
        return false;
    snprintf(swapped, sizeof swapped, "%s", format);
    for (char *c = strchr(swapped, '%'); c != NULL && c[1] != '\0'; c = strchr(c + 2, '%'))
        c[1] = (char)(c[1] == 'd' ? 'm' : c[1] == 'm' ? 'd' : c[1]);
    return read_as(s, swapped, &other) && (other.day != p->day || other.month != p->month);
}

static int refuse(const char *s, const char *const *formats, size_t count, struct error *err)
{
    struct buf names = buf_new(ERROR_TEXT_MAX);
    for (size_t i = 0; i < count; i++)
        buf_printf(&names, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", formats[i]);
    error_set(err, ERROR_DATA, "\"%.*s\" is no date of the form %s", DATE_TEXT_MAX, s, buf_str(&names));
    buf_free(&names);
    return -1;
}

int date_read(const char *s, const char *const *formats, size_t count, char iso[DATE_SIZE],
              enum date_reading *how, struct error *err)
{
    struct buf trimmed = buf_new(1 << 20);
    struct date_parts p;
    int result = 0;
    if (text_canonical(s, strlen(s), &trimmed, err) != 0) {
        buf_free(&trimmed);
        return -1;
    }
    iso[0] = '\0';
    *how = DATE_NONE;
    for (size_t i = 0; i < count && trimmed.len > 0 && *how == DATE_NONE; i++) {
        if (!read_any(buf_str(&trimmed), formats[i], &p))
            continue;
        date_write(&p, iso);
        *how = other_order_fits(buf_str(&trimmed), formats[i], &p) ? DATE_AMBIGUOUS
               : i == 0                                            ? DATE_PLAIN
                                                                   : DATE_OTHER;
    }
    if (*how == DATE_NONE && trimmed.len > 0)
        result = refuse(buf_str(&trimmed), formats, count, err);
    buf_free(&trimmed);
    return result;
}

int date_check_format(const char *format, struct error *err)
{
    static const char letters[] = "dmYyHMSbBpIzTF%";
    size_t seen[sizeof letters - 1] = {0};
    if (strcmp(format, "iso") == 0 || strcmp(format, "excel") == 0 || strcmp(format, "unix") == 0)
        return 0;
    if (strlen(format) >= FORMAT_MAX)
        return error_set(err, ERROR_CONFIG, "the date format is longer than %d characters", FORMAT_MAX - 1);
    for (const char *c = strchr(format, '%'); c != NULL; c = strchr(c + 2, '%')) {
        const char *which = c[1] == '\0' ? NULL : strchr(letters, c[1]);
        if (which == NULL)
            return error_set(err, ERROR_CONFIG, "date format \"%s\": %.2s is not known here; use %s", format,
                             c, supported);
        seen[which - letters]++;
    }
    enum { D, M, YEAR, SHORT_YEAR, H, MINUTE, S, B, FULL_B, P, I, Z, T, F };
    size_t days = seen[D] + seen[F];
    size_t month_count = seen[M] + seen[B] + seen[FULL_B] + seen[F];
    size_t years = seen[YEAR] + seen[SHORT_YEAR] + seen[F];
    if (days != 1 || month_count != 1 || years != 1)
        return error_set(err, ERROR_CONFIG,
                         "date format \"%s\" must name day, month and year once each, as %%d/%%m/%%Y does",
                         format);
    if (seen[I] != seen[P])
        return error_set(err, ERROR_CONFIG,
                         "date format \"%s\": %%I (hours to 12) and %%p (am or pm) belong together", format);
    return 0;
}
