/* verdict.h: what the commands `verdict ...` share: which comment and code a person means, what the decision
 * changes, and how it is recorded. */
#pragma once

#include "catalogue.h"

#include <yousaid/buf.h>
#include <yousaid/command.h>
#include <yousaid/store_code.h>

enum {
    VERDICT_MAX_WHO = 200,        /* bytes */
    VERDICT_MAX_WHY = 2000,       /* bytes */
    VERDICT_MAX_NOTES = 64 << 10, /* bytes */
    VERDICT_MAX_FILE = 64 << 20   /* bytes of an imported file */
};

/* What a person typed. All but `question` and `why` (NULL or "") must be there; empty ones are refused. */
struct verdict_asked {
    const char *which;    /* "source/external id", the number of a response, or cN */
    const char *question; /* text of the question, where a response has several comments */
    const char *code;     /* "code" or "ruleset/code" */
    const char *verdict;  /* add, remove, confirm */
    const char *who, *why;
};
/* What it means in the store. Strings are owned by the arena that was given, or by the catalogue. */
struct verdict_found {
    struct store_verdict v;      /* without `at` */
    int category;                /* in the catalogue */
    struct store_verdict before; /* the verdict that it takes the place of; verdict NULL: there is none */
    bool same;                   /* it says just that: nothing is to be recorded */
    const char *notes;           /* what a person should know about it, a line each; "" */
};

/* Index of the category that "code" or "ruleset/code" names, of any dimension. -1 with ERROR_USAGE: unknown
 * (did you mean), or a bare code that several rulesets have. ERROR_TEMPFAIL: no ruleset has coded yet. */
int verdict_code(const struct catalogue *book, const char *typed, struct error *err);
/* The verdict of this name in the spelling of the store, or NULL. */
const char *verdict_name(const char *typed);
/* The only comment of a response that has this number (`which` is cN) and answers this question (unless NULL
 * or ""). NULL with ERROR_USAGE: none or several, which are listed. */
const struct store_why_comment *verdict_comment(const struct store_origin *o, const char *which,
                                                const char *question, struct error *err);
/* The verdict of a comment that "code" or "ruleset/code" names, whether or not a ruleset still has the code.
 * NULL with ERROR_USAGE: none, or several. */
const struct store_verdict *verdict_of(const struct store_why_comment *c, const char *typed,
                                       struct error *err);
/* Appends the canonical form of typed words to `out`, in one line. ERROR_USAGE: no UTF-8, or more than `max`
 * bytes. `what` names them in the error ("the reason"). */
int verdict_words(const char *typed, const char *what, size_t max, struct buf *out, struct error *err);
/* Whether a rule of the ruleset in use codes the comment so, whatever people decided. */
bool verdict_coded(const struct store_why_comment *c, const char *ruleset, const char *category);
/* What a person should know who decides so about this comment: appends lines to `out`. */
void verdict_notes(const struct catalogue *book, const struct store_origin *o,
                   const struct store_why_comment *c, int category, const char *verdict, struct buf *out);

/* Finds out what is meant, and checks it; writes nothing. Mistakes of the person are ERROR_USAGE or
 * ERROR_DATA. */
int verdict_find(struct store *store, const struct catalogue *book, const struct verdict_asked *asked,
                 struct arena *arena, struct verdict_found *out, struct error *err);
/* Records it, with a line in the audit, inside the caller's transaction. */
int verdict_record(struct store *store, const struct verdict_found *found, const char *now,
                   struct error *err);

/* The commands add, remove and confirm: one decision. Options: by, question, why (drop takes the first two).
 */
enum { VERDICT_OPTIONS = 3, VERDICT_DROP_OPTIONS = 2 };
extern const struct command_option verdict_options[VERDICT_OPTIONS];
extern const char *verdict_by, *verdict_question; /* what was given with them */
int verdict_decide(const struct command_common *common, char **argv, const char *verdict, struct error *err);
/* "added", "removed", "confirmed" for a verdict of the store. */
const char *verdict_done(const char *verdict);
