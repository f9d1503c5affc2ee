/* engagement.h: what stands beside the store: activities.csv (events people came to) and population.csv (who
 * lives here). */
#pragma once

#include "catalogue.h"

#include <stddef.h>
#include <yousaid/date.h>
#include <yousaid/error.h>
#include <yousaid/workspace.h>

enum { ENGAGEMENT_MAX_FILE = 8 << 20, ENGAGEMENT_MAX_PEOPLE = 100000000 };

struct engagement_activity {
    char from[DATE_SIZE], to[DATE_SIZE];                             /* ISO days; `to` may be "" */
    const char *organisation, *kind, *method, *place, *about, *link; /* "" when not given */
    int64_t people; /* -1: not known. Not for print: goes through disclosure control */
    int *groups;    /* categories it was held with */
    size_t group_count;
};
struct engagement_population {
    const char *characteristic;
    int category;   /* -1: a category that respondents cannot declare */
    int64_t people; /* published statistics */
};
struct engagement {
    struct engagement_activity *activities; /* by first day, then as in the file */
    size_t activity_count;
    struct engagement_population *population; /* of the whole area only, as in the file */
    size_t population_count;
    struct arena arena;
};

/* Reads both files, either of which may be NULL. Mistakes are ERROR_CONFIG with file and line. */
int engagement_load(const char *activities, const char *population, const struct catalogue *book,
                    const struct workspace *workspace, struct engagement **out, struct error *err);
void engagement_free(struct engagement *e);
/* People of the category and all below it, and of its whole characteristic: false when the file does not have
 * it. */
bool engagement_share(const struct engagement *e, const struct catalogue *book, int category, int64_t *people,
                      int64_t *all);
