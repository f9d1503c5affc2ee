/* why.h: explains the codings of one response: what was found and where, what was vetoed or held back, who
 * decided otherwise, and where the words came from. */
#pragma once

#include "coder.h"

#include <yousaid/buf.h>
#include <yousaid/store_code.h>

/* How far what the store holds agrees with the rules as they are now. */
enum why_state {
    WHY_CURRENT, /* coded by these very rules */
    WHY_WAITING, /* new or changed since: classify has not come to it */
    WHY_CHANGED  /* coded by an earlier version of the rules */
};
extern const char *const why_states[]; /* "current", "waiting", "changed", NULL */

/* One comment and one ruleset in use. */
struct why_ruleset {
    const struct ruleset *rules;
    unsigned position;  /* in the codebook */
    const char *sha256; /* that it is known by now */
    enum why_state state;
    bool differs; /* current, and yet the store holds other codings than the rules give */
};
struct why_options {
    bool json;
    bool verbose; /* in text: with rules that only came near, because `when` fails or a catch-all is held back
                   */
};
struct why_comment {
    const struct store_why_comment *stored;
    const struct coder_codes *codes; /* explained, as the rules are now */
    size_t ruleset_count;
    const struct why_ruleset *rulesets;
    bool verbose;
};

/* Writers: the response, then each comment. Text is for people, JSON is one object. */
void why_text_origin(struct buf *out, const struct store_origin *o);
void why_text_comment(struct buf *out, const struct codebook *book, const struct why_comment *w);
void why_json_origin(struct buf *out, const struct store_origin *o);
void why_json_comment(struct buf *out, const struct codebook *book, const struct why_comment *w);

/* text[start..end) with what stands around it, at most `around` bytes on each side, as `...a long [wait]
 * for...`; line breaks as spaces. */
void why_context(struct buf *out, const char *text, size_t len, size_t start, size_t end, size_t around);

/* Reads the response that `which` names (as for why_response()), with its comments, codings and verdicts.
 * Strings are owned by the arena. ERROR_DATA when there is none. */
int why_find(struct store *store, const char *which, struct arena *arena, struct store_origin *o,
             struct error *err);

enum { WHY_MAX = 64 << 20 };
/* Explains one response: "source/external id", the number of a response, or c and the number of a comment.
 * Appends to `out`. */
int why_response(struct store *store, const struct codebook *book, const char *which,
                 struct why_options options, struct buf *out, struct error *err);
