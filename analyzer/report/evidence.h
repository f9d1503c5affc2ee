/* evidence.h: everything a report is made of, read in one read transaction and already protected: labels,
 * figures, commitments, quotes. */
#pragma once

#include "catalogue.h"
#include "disclosure.h"
#include "engagement.h"
#include "quotes.h"
#include "strategy.h"
#include "tally.h"

#include <yousaid/error.h>
#include <yousaid/store.h>
#include <yousaid/workspace.h>

struct evidence {
    const struct workspace *workspace;
    struct catalogue *book;
    struct tally *tally; /* labels and shapes; its counts are sealed */
    struct strategy *strategy;
    struct engagement *engagement;
    struct quotes *quotes;
    struct disclosure rule;
    struct figures *responses, *comments, *rejects, *area, *left_out, *theme_place, *theme_tone, *mentions;
    struct figures **characteristics; /* as tally->characteristics */
    struct figures *activities;       /* people at each activity */
};

/* Reads store, strategy, activities and population, counts and protects. ERROR_TEMPFAIL "N comments are not
 * coded yet: run yousaid-analyzer classify" while a ruleset has not seen them all: a report never counts
 * half. */
int evidence_gather(struct store *store, const struct workspace *workspace, struct evidence **out,
                    struct error *err);
void evidence_free(struct evidence *e);

/* Figures by category: comments of a theme; comments that mention a group; respondents who declared a group:
 * 0 when nobody did, FIGURE_NONE when nobody declared anything of its kind (it was not asked). */
struct figure evidence_theme(const struct evidence *e, int category);
struct figure evidence_mentioned(const struct evidence *e, int category);
struct figure evidence_declared(const struct evidence *e, int category);
/* Comments of a theme in the column of a place; FIGURE_NONE when the place is no column of its own. */
struct figure evidence_theme_in(const struct evidence *e, int category, int place);
/* Respondents, and comments (without non-answers). */
struct figure evidence_responses(const struct evidence *e);
struct figure evidence_comments(const struct evidence *e);

/* How far commitments answer a theme. */
enum evidence_answered {
    EVIDENCE_NO_ANSWER,
    EVIDENCE_PARTLY /* for a place or a group only */,
    EVIDENCE_ANSWERED
};
enum evidence_answered evidence_answered(const struct evidence *e, int theme);
/* Whether a theme needs no answer: the strategy says so of it or of one above it, or, where the strategy says
 * nothing of this, every comment on it only praises (as far as published figures tell). */
bool evidence_needs_none(const struct evidence *e, int theme);
/* Comments of a theme with one tone ("praise": those that only praise), as the table of themes by tone has
 * them; FIGURE_NONE when no ruleset knows that tone. */
struct figure evidence_toned(const struct evidence *e, int theme, const char *tone);
/* Whether one commitment answers the theme, in whole or part. */
bool evidence_answers(const struct evidence *e, const struct strategy_commitment *c, int theme);
