/* strategy.h: what the partnership did, does, plans and cannot do about what people said: strategy.yaml or
 * strategy.csv. */
#pragma once

#include "catalogue.h"

#include <stddef.h>
#include <yousaid/date.h>
#include <yousaid/error.h>
#include <yousaid/workspace.h>

enum { STRATEGY_MAX_COMMITMENTS = 2000, STRATEGY_MAX_ANSWERS = 200, STRATEGY_MAX_FILE = 8 << 20 };

enum strategy_status {
    STRATEGY_DONE,
    STRATEGY_UNDER_WAY,
    STRATEGY_PLANNED,
    STRATEGY_CANNOT,
    STRATEGY_STATUSES
};
extern const char *const strategy_statuses[]; /* "done", "under way", "planned", "cannot", NULL */

/* What a commitment answers: a theme, what a group said or needs, or both, everywhere or in one place. */
struct strategy_answer {
    int theme, group; /* categories, -1: none; at least one is given */
    int place;        /* of the workspace, -1: everywhere */
};
struct strategy_commitment {
    const char *id, *title;
    const char *you_said, *we_did, *why, *owner, *section; /* "" when not given */
    enum strategy_status status;
    char by[DATE_SIZE];  /* ISO day, or "" */
    const char *by_text; /* when it is no day ("Spring 2027"), else "" */
    struct strategy_answer *answers;
    size_t answer_count;
    const char **evidence;
    size_t evidence_count;
    int *where; /* places of the workspace */
    size_t where_count;
};
/* Text of the strategy that is still the one `yousaid-collector init` wrote. */
struct strategy_placeholder {
    const char *text;
    int line;
};
struct strategy {
    const char *title, *link;                /* of the document; "" when not given */
    struct strategy_commitment *commitments; /* in the order of the file */
    size_t count;
    int *no_answer; /* themes that need none, with what stands below them */
    size_t no_answer_count;
    bool no_answer_given;                      /* else themes that are only praised need none */
    struct strategy_placeholder *placeholders; /* in the order in which they were read */
    size_t placeholder_count, placeholder_cap;
    struct config *config;
    struct arena arena;
};

/* Reads `path` (.csv: a table, else YAML); NULL gives an empty strategy. A code, place, status or date that
 * does not exist is ERROR_CONFIG with file, line, column and a did-you-mean. The catalogue and workspace must
 * live as long as the strategy is filled, not longer. */
int strategy_load(const char *path, const struct catalogue *book, const struct workspace *workspace,
                  struct strategy **out, struct error *err);
void strategy_free(struct strategy *s);
