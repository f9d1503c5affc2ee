/* coder.h: what rules mean: which categories a comment is coded with, by which rule and words, and why not by
 * others.
 *
 * This is the one place where rules get their meaning; coder.c does what these tables say and nothing else
 * decides codings. Every question has three answers: yes, no, and ? (undecided: a pattern hit a limit). ? is
 * never taken for no.
 *
 *   A list of patterns (match + words, also + also_words, unless + unless_words), looked for in one scope:
 *     some pattern found                 yes, its span is the leftmost one; of several that start there the
 * longest none found, some ?                 ? none found                         no
 *
 *   A scope (the comment, or one sentence of it):
 *     match  also*  unless*   rule
 *     no     any    any       no
 *     any    no     any       no
 *     any    any    yes       no   (a veto, where match and also are yes)
 *     yes    yes    no        yes  (its span is the span of match)
 *     otherwise               ?                                * an absent `also` is yes, an absent `unless`
 * is no
 *
 *   A rule:
 *     when does not hold                 no
 *     within: comment                    what the comment gives
 *     within: sentence                   sentences in order up to the first that gives yes or ?: that; no if
 * none does. ^ and $ are the edges of the sentence (sentence.h)
 *
 *   Whether it fires:
 *     rule   residual   holders*                       outcome
 *     no     any        any                            nothing
 *     yes    no         -                              fires
 *     ?      no         -                              undecided
 *     any    yes        one fired                      nothing (held back, where the rule is yes)
 *     yes    yes        none fired, one undecided      undecided
 *     ?      yes        none fired                     undecided
 *     yes    yes        none fired, none undecided     fires
 *     * the non-residual rules of: every category (residual: true), the categories with the same parent and
 * its own (parent), the listed categories and all below them (a list). Residual rules never hold each other
 * back, so the order of rules never matters.
 *
 *   A category:
 *     some rule of it fires              coded, by every rule that fires
 *     none fires, some undecided         undecided: kept as rule errors
 *     it `combines` others, all coded    coded; takes over their firings, and they are not coded. Its rules
 * are theirs, numbered through in the order of `combines`: [praise (3 rules), concern] makes concern's first
 * rule number 4 it is the parent of others         nothing by that: reports count what is below it
 *
 *   Several rulesets:
 *     a ruleset of dimension `answer` codes the comment       a non-answer: no other ruleset is applied
 *     none does (or it is undecided)                          every other ruleset is applied, each on its own
 *
 * A ruleset's codings depend on the ruleset and the answer rulesets beside it, on the comment's text,
 * polarity, source, service and place, and on nothing else: no clock, thread count, order of rules or engine.
 * Text is matched folded (text.h); spans count bytes of the stored text and start and end on its characters.
 */
#pragma once

#include "matcher.h"
#include "ruleset.h"

#include <yousaid/workspace.h>

enum { CODEBOOK_MAX_RULESETS = 64 };
#define CODEBOOK_ALL UINT64_MAX

/* ---- codebook: rulesets in use together, and one matcher over all their patterns. Immutable once compiled;
 * shared by threads. ---- */
struct codebook;

/* Reads and checks the rulesets; nothing is compiled. Names as in ruleset_read(); each at most once. */
int codebook_read(const char *directory, const char *const *names, size_t count, struct codebook **out,
                  struct error *err);
/* Compiles the patterns and builds the matcher; once. */
int codebook_compile(struct codebook *b, enum matcher_engine engine, struct error *err);
/* Both. */
int codebook_open(const char *directory, const char *const *names, size_t count, enum matcher_engine engine,
                  struct codebook **out, struct error *err);
/* Reads those that yousaid.yaml names; of the default list, those that exist. */
int codebook_read_workspace(const struct workspace *w, struct codebook **out, struct error *err);
void codebook_free(struct codebook *b);

/* Rulesets by position, in the order they were named. */
size_t codebook_count(const struct codebook *b);
const struct ruleset *codebook_ruleset(const struct codebook *b, size_t i);
int codebook_find(const struct codebook *b, const char *name); /* position, or -1 */
/* Whether the `when` of some rule names a service or a place. */
bool codebook_asks_places(const struct codebook *b);
/* What the store knows a ruleset by: its own hash and, for one that is not an answer ruleset, those of the
 * answer rulesets applied before it. When it is the same, so are the codings. */
const char *codebook_hash(const struct codebook *b, size_t i);

/* ---- coder: the state of one thread ---- */
struct coder;

struct coder_comment {
    const char *text; /* canonical UTF-8 (text.h) */
    size_t len;
    enum polarity polarity;
    const char *source, *service, *place; /* may be NULL */
};

/* Where a rule stands: positions of ruleset and category, number of the rule from 1. */
struct coder_rule {
    unsigned ruleset, category, rule;
};
struct coder_firing {
    struct coder_rule by;
    size_t start, end; /* bytes of the text, start <= end */
};
/* A rule that could not be decided: becomes a rule_error of the store. */
struct coder_undecided {
    struct coder_rule by;
    const char *reason; /* a sentence without personal data; a constant */
};
enum coder_note_kind {
    CODER_VETO,     /* match and also hold; `other` is what `unless` found */
    CODER_HELD,     /* a residual rule that holds; `holder` fired */
    CODER_REPLACED, /* fired, and its category was combined into holder.category */
    CODER_WHEN,     /* found, but `when` does not hold */
    CODER_UNASKED   /* found by a ruleset that is not applied because the comment is a non-answer */
};
/* Which condition of `when` does not hold: the first, in this order. */
enum coder_when {
    CODER_WHEN_HOLDS,
    CODER_WHEN_POLARITY,
    CODER_WHEN_SOURCE,
    CODER_WHEN_SERVICE,
    CODER_WHEN_PLACE,
    CODER_WHEN_WORDS
};
extern const char *const coder_when_names[]; /* "", "polarity", "source", "service", "place", "words" */
/* Why a rule that came near is not coded. Only when explaining. */
struct coder_note {
    enum coder_note_kind kind;
    struct coder_rule by;
    size_t start, end;             /* what `match` found */
    size_t other_start, other_end; /* CODER_VETO */
    struct coder_rule holder;      /* CODER_HELD, CODER_REPLACED */
    enum coder_when when;          /* CODER_WHEN */
};
struct coder_codes {
    size_t firing_count;
    const struct coder_firing *firings; /* ascending by ruleset, category, rule */
    size_t undecided_count;
    const struct coder_undecided *undecided; /* the same order */
    size_t note_count;
    const struct coder_note *notes; /* the same order */
    bool non_answer;
};

struct coder *coder_new(const struct codebook *b);
void coder_free(struct coder *c);

/* Codes one comment by the rulesets whose bit is set (1 << position; CODEBOOK_ALL); answer rulesets are
 * applied in any case, and reported when their bit is set. The result is borrowed until the next call on `c`.
 */
const struct coder_codes *coder_run(struct coder *c, const struct coder_comment *comment, uint64_t rulesets);
/* From now on coder_run() also fills `notes` (slower: looks at rules that cannot fire). */
void coder_explain(struct coder *c, bool on);

/* ---- cost ---- */
/* Measures the time of each pattern from now on. */
void coder_time(struct coder *c, bool on);
/* What the patterns of one rule cost this coder so far. A pattern shared by several rules counts for the
 * first. */
struct coder_cost {
    bool has_literal;    /* every pattern of `match` has a word it cannot match without */
    const char *literal; /* of the first pattern; "" without one */
    uint64_t candidates, matches, nanoseconds;
};
void coder_rule_cost(const struct coder *c, const struct coder_rule *rule, struct coder_cost *cost);
