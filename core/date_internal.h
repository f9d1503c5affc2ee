/* date_internal.h: a date in its parts, as date.c (ISO 8601) and date_format.c (formats of exports) share it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/date.h>

enum { DATE_FIRST_YEAR = 1900, DATE_LAST_YEAR = 2100, DATE_DAY = 86400 };

struct date_parts {
    int year, month, day;
    int hour, minute, second;
    int offset; /* minutes east of UTC */
    bool has_time, has_offset;
};

/* Whether such a day and time exist within the years we take. */
bool date_is_real(const struct date_parts *p);
/* Writes YYYY-MM-DD, with THH:MM:SS and the offset ("Z" for 0) if the parts have them. */
void date_write(const struct date_parts *p, char iso[DATE_SIZE]);
/* Reads ISO 8601 (a space for the T, minutes without seconds and fractions are taken); the whole text must
 * fit. */
bool date_read_iso(const char *s, struct date_parts *p);
/* The parts in UTC of seconds since 1970. */
struct date_parts date_of_seconds(int64_t seconds);

/* Reads up to `most` digits at *s and moves it on; -1 if there are fewer than `least`. */
int date_digits(const char **s, int least, int most);
/* Reads Z, UTC, GMT, +01:00, +0100 or +01 at *s. */
bool date_offset(const char **s, struct date_parts *p);
/* Passes over ".123" at *s. */
void date_fraction(const char **s);
