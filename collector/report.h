/* report.h: says what a run of one source came to, in lines for people or as JSON. */
#pragma once

#include <json.h>
#include <stdio.h>
#include <yousaid/command.h>

#include "collect.h"

/* A line on dates that fit day/month and month/day, and one on dates of a further format; nothing without
 * such. */
void report_dates(FILE *to, const struct source *s, const struct store_counts *c);
/* "gp-access: 120 records: 118 new, ..." and a line for each thing a person should look at. */
void report_lines(FILE *to, const struct source *s, const struct collect_result *r);
/* The same as one JSON object; the caller releases it. */
struct json_object *report_json(const struct source *s, const struct collect_result *r);
