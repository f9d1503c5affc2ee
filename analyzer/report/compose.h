/* compose.h: turns evidence into the report, section by section, in the order in which it is read. */
#pragma once

#include "evidence.h"
#include "model.h"

struct compose {
    const struct evidence *e;
    struct report *r;
    struct buf text; /* scratch: made empty by report_keep() */
    int *order;      /* themes: ruleset by ruleset, children after their parent, largest first */
    size_t order_count;
    const char *dated; /* day to print, or NULL */
};

/* The whole report. `dated`: the day it is made, printed only when given, so that the same input gives the
 * same bytes. Never NULL. */
struct report *compose_report(const struct evidence *e, const char *dated);

/* Sections, one file each. */
void compose_answers(struct compose *c);
void compose_themes(struct compose *c);
void compose_heard(struct compose *c);
void compose_people(struct compose *c);
void compose_method(struct compose *c);

/* Figures in words, kept by the report: "312 comments". */
const char *compose_noun(struct compose *c, struct figure f, const char *one, const char *many);
/* "22 November 2026" of an ISO day; "" for "". */
const char *compose_day(struct compose *c, const char *iso);
/* "1 April 2026 to 30 September 2026"; one day when both are the same; "" when both are "". */
const char *compose_days(struct compose *c, const char *from, const char *to);
/* The title of a ruleset of themes; "Themes of northport" where it has none. */
const char *compose_ruleset(struct compose *c, const struct catalogue_ruleset *r);
/* "a, b and c" */
const char *compose_join(struct compose *c, const char *const *items, size_t count);
