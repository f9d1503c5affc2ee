/* comments.h: comments to try rules on, from the store of a workspace or from a CSV file, one after the
 * other. */
#pragma once

#include "coder.h"
#include "labels.h"

struct comment {
    struct coder_comment coded; /* text, polarity and the rest */
    const char *name; /* "c12" of the store (as why takes it), "line 7" of a file; borrowed for the call */
    const struct labelled *labelled; /* of a file; NULL for the store */
};
/* Called for each comment that has text; 0 to go on, -1 (with err set) to stop. */
typedef int comments_fn(void *ctx, const struct comment *comment, struct error *err);

/* Comments of the store that DIR/yousaid.yaml names, by number; those of withdrawn responses are not among
 * them. */
int comments_of_store(const char *directory, comments_fn *each, void *ctx, struct error *err);
/* Comments of a file that labels_read() took, in its order. */
int comments_of_file(const struct labels *labels, comments_fn *each, void *ctx, struct error *err);

/* A comment of a file as rules see it; borrows. */
struct coder_comment comments_of_label(const struct labelled *c);

/* Opens a ruleset (`which` 0) and, unless it is an answer ruleset itself, the shipped or local non-answers
 * (1) that go before it. */
int comments_open_rules(const char *directory, const char *ruleset, struct codebook **book,
                        struct error *err);

/* The text around a span on one line, with the span in [brackets], cut between words `around` bytes from it.
 */
void comments_in_context(struct buf *out, const char *text, size_t start, size_t end, size_t around);
/* "timeliness rule 2 (config/rulesets/themes.yaml:231)" */
void comments_rule_name(struct buf *out, const struct codebook *book, const struct coder_rule *rule);
