/* date.h: dates as exports write them, kept as ISO 8601; nothing is guessed silently. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>

enum { DATE_SIZE = 32 };

/* How a date was read. */
enum date_reading {
    DATE_PLAIN,     /* the declared format fits and no other order does */
    DATE_AMBIGUOUS, /* fits the declared day/month order, but the other order would fit too (03/04/2021) */
    DATE_OTHER,     /* fits only one of the further formats declared for the source */
    DATE_NONE       /* the cell is empty */
};

/* Reads `s` by `formats` (strptime letters %d %m %Y %y %H %M %S %b %B %p %I %z %T %F, and "excel" for serial
 * day numbers, "iso" for ISO 8601, "unix" for seconds), tried in order; the whole text must fit. `iso`
 * receives YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS (with offset if the text had one). Years 1900-2100, real
 * calendar days only. -1 with ERROR_DATA names the text and the formats. */
int date_read(const char *s, const char *const *formats, size_t count, char iso[DATE_SIZE],
              enum date_reading *how, struct error *err);
/* Checks a format at configuration time: 0, or -1 with ERROR_CONFIG. */
int date_check_format(const char *format, struct error *err);

/* "1d", "12h", "30m", "90s", "2w" -> seconds; -1 with ERROR_CONFIG. Up to 10 years. */
int date_duration(const char *s, int64_t *seconds, struct error *err);

/* Now, as UTC YYYY-MM-DDTHH:MM:SSZ. YOUSAID_NOW (the same form) overrides it, for tests and reproducible
 * demos. */
void date_now(char iso[DATE_SIZE]);
/* -1 with ERROR_USAGE where YOUSAID_NOW is set, not empty, and not of that form. command_main() asks before
 * it runs a command, so date_now() need not. */
int date_check_now(struct error *err);
/* Seconds since 1970 of an ISO date (no offset: UTC); false if it is not one. */
bool date_seconds(const char *iso, int64_t *seconds);
/* "22 November 2026" (GOV.UK style) of an ISO date into `out`; copies the input if it is not one. */
void date_human(const char *iso, char *out, size_t size);
