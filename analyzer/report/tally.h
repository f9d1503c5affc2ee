/* tally.h: counts what people said and who they are. Raw counts are sealed: only disclosure.c can open a
 * table and turn it into figures.
 *
 * A table has rows and columns and, at index `rows` and `cols`, totals of its own (never the mere sum of the
 * cells: a comment can have several themes). Each cell knows how many comments (or responses) and how many
 * people stand behind it. */
#pragma once

#include "catalogue.h"

#include <stdbool.h>
#include <stddef.h>
#include <yousaid/date.h>
#include <yousaid/hash.h>
#include <yousaid/workspace.h>

enum {
    TALLY_MAX_PLACES = 60, /* columns of tables by place: more, and the next wider level of places is taken */
    TALLY_MAX_COMMENTS = 1 << 30
};

struct tally_table; /* sealed */

struct tally_source {
    int64_t id;
    const char *name, *title, *organisation, *organisation_kind, *method, *place;
    char first[DATE_SIZE],
        last[DATE_SIZE]; /* days of the first and last response counted; "" without dates */
    bool any;            /* at least one response was counted */
};
/* Who took part, by one characteristic: the categories that respondents declared under one root of a group
 * ruleset. */
struct tally_characteristic {
    int root; /* category */
    size_t rows;
    int *category;             /* of each row; TALLY_OTHER or TALLY_SILENT for rows that are none */
    int *parent;               /* row of the parent, -1 */
    struct tally_table *table; /* rows x places; total row = responses of the sources that asked */
};
enum {
    TALLY_OTHER = -1, /* declared the parent, but none of its parts */
    TALLY_SILENT = -2 /* asked, but declared nothing here */
};
/* Rows of `area`. */
enum { TALLY_LIVE, TALLY_WORK, TALLY_BOTH, TALLY_NEITHER, TALLY_AREA_SILENT, TALLY_AREAS };
extern const char *const tally_areas[]; /* values of the attribute: "live", "work", "both", "neither", NULL */
/* Rows of `left_out`. */
enum {
    TALLY_NON_ANSWERS,
    TALLY_NO_COMMENT,
    TALLY_OUTSIDE_PERIOD,
    TALLY_UNDATED,
    TALLY_UNDECIDED,
    TALLY_LEFT_OUT
};

struct tally {
    size_t source_count;
    struct tally_source *sources; /* by name */
    size_t place_count;
    const char **places; /* columns; the last stands for "elsewhere, the whole area, or not given" */
    size_t theme_count, group_count, tone_count;
    int *themes, *groups, *tones; /* categories that rows and columns stand for */
    size_t characteristic_count;
    struct tally_characteristic *characteristics;
    const char **unknown_groups; /* declared codes that no ruleset has */
    size_t unknown_group_count;
    const char **unknown_places; /* place names that are not in the tree */
    size_t unknown_place_count;
    size_t undecided_rules;                 /* that hit a limit on a comment of `left_out` */
    char first[DATE_SIZE], last[DATE_SIZE]; /* days of the first and last response counted */
    char sha256[HASH_SIZE]; /* of all that was counted: the same input gives the same digits */

    struct tally_table *responses; /* sources x none */
    struct tally_table *comments;  /* sources x none, without non-answers */
    struct tally_table *rejects;   /* sources x none */
    struct tally_table *area;      /* TALLY_* x none */
    struct tally_table *left_out;  /* TALLY_* x none; rows do not add up */
    struct tally_table *theme_place,
        *theme_tone; /* comments: themes x places, themes x (tones + none); total column: the theme */
    struct tally_table *mentions; /* comments: groups x none; rows do not add up */
    struct arena arena;
};

struct tally_period {
    const char *from, *to; /* ISO days, both included; NULL = open */
};

/* Reads the whole store once, inside the caller's read transaction. Responses that were withdrawn or fall
 * outside the period are left out; non-answers are in no base. */
int tally_run(struct store *store, const struct catalogue *book, const struct workspace *workspace,
              struct tally_period period, struct tally **out, struct error *err);
void tally_free(struct tally *t);

/* A sealed list of numbers that came from elsewhere (people at an event): rows without relation to each
 * other. */
struct tally_table *tally_list(const int64_t *numbers, size_t count);
void tally_table_free(struct tally_table *t);
