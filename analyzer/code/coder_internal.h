/* coder_internal.h: the state of one coder, shared by the files that judge rules, keep results and combine
 * categories. */
#pragma once

#include "codebook_internal.h"
#include "sentence.h"

/* What is known of one pattern in the whole of the present comment; old when the stamp is not the comment's.
 */
struct found {
    uint32_t candidate, tested; /* stamps */
    enum pattern_result result;
    struct pattern_span span;
};
/* What one rule gives in one scope, or in all. */
struct verdict {
    enum pattern_result result;
    struct pattern_span span; /* of match, when it was found */
    struct pattern_span veto;
    bool vetoed;
};
struct scope {
    bool whole;
    size_t start, end;
};

struct coder {
    const struct codebook *book;
    struct matcher_scanner *scanner;
    bool explain;
    uint32_t stamp; /* of the present comment */

    const struct coder_comment *comment;
    struct text_folded folded;
    struct sentences sentences;
    bool split;
    int64_t words;                                 /* -1: not counted yet */
    struct buf key[RULE_NAMES], plain[RULE_NAMES]; /* of its source, service and place, where `named` */
    bool named[RULE_NAMES];

    struct found *found;      /* per pattern */
    uint32_t *rule_seen;      /* per rule: stamp */
    uint32_t *fired, *unsure; /* per category: stamps of its non-residual rules */
    uint32_t *coded;          /* per category: stamp, any rule */
    uint32_t *rules;          /* to look at, ascending; each at most once */
    size_t rule_count;

    struct coder_firing *firings;
    struct coder_undecided *undecided;
    struct coder_note *notes;
    size_t firing_cap, undecided_cap, note_cap;
    struct coder_codes codes;
};

/* coder_judge.c: whether the conditions of a rule hold, and what it finds in its scope. */
enum coder_when coder_when_fails(struct coder *c, const struct codebook_rule *r);
/* Looks for a pattern in the whole comment, once however often it is asked. */
enum pattern_result coder_find(struct coder *c, uint32_t pattern, struct pattern_span *span);
struct verdict coder_judge(struct coder *c, const struct codebook_rule *r);

/* coder_result.c: keeps firings, undecided rules and remarks, in bytes of the stored text and at last in
 * their order. */
void coder_add_firing(struct coder *c, const struct codebook_rule *r, const struct pattern_span *span);
void coder_add_undecided(struct coder *c, const struct codebook_rule *r, const char *reason);
struct coder_note *coder_add_note(struct coder *c, enum coder_note_kind kind, struct coder_rule by,
                                  size_t start, size_t end);
struct coder_note *coder_add_verdict(struct coder *c, enum coder_note_kind kind,
                                     const struct codebook_rule *r, const struct verdict *v);
/* Lets combined categories of a ruleset take over the firings from `from` on. */
void coder_combine(struct coder *c, unsigned ruleset, size_t from);
void coder_finish(struct coder *c);
