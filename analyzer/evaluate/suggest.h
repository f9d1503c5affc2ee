/* suggest.h: words and phrases that new rules could look for: they mark the comments that the rules do not
 * reach. */
#pragma once

#include "comments.h"
#include "keyness.h"

enum {
    SUGGEST_MAX_INSIDE = 20000, /* comments looked at; of more, a sample with a fixed seed */
    SUGGEST_MAX_OUTSIDE = 50000
};

/* One list: of the comments that no rule reached, or of those that people gave one category and rules did
 * not. */
struct suggest_list {
    const struct ruleset_category *category; /* NULL: no rule at all */
    size_t inside, outside;                  /* comments looked at */
    size_t inside_all, outside_all;          /* ... of so many */
    struct keyness *keyness;
    size_t count;
    const struct keyness_phrase **phrase;
};
struct suggest_options {
    size_t min, limit;
    const char *category; /* only this one; NULL = all */
};
struct suggest_comment;
struct suggest_kind {
    size_t seen; /* before sampling */
    size_t *at;  /* of those kept: positions among the comments */
    size_t cap;
};
struct suggest {
    const struct codebook *book;
    struct coder *coder;
    struct suggest_options options;
    size_t non_answers;
    size_t comment_count, comment_cap;
    struct suggest_comment *comment;
    struct suggest_kind kind[2]; /* reached, not reached */
    bool sampled;
    uint64_t random;
    size_t list_count, list_cap;
    struct suggest_list *list;
    struct arena arena;
};

struct suggest *suggest_new(const struct codebook *book, const struct suggest_options *options);
void suggest_free(struct suggest *s);
/* A comments_fn: codes and keeps the comment. */
int suggest_add(void *suggest, const struct comment *comment, struct error *err);
/* Makes the list of what no rule reached. */
void suggest_unreached(struct suggest *s);
/* Makes a list for each category that people gave and rules missed at least options.min times. Comments came
 * from labels_read(). */
int suggest_missed(struct suggest *s, struct error *err);
/* Text and name of a comment by the number in a keyness_example. */
const char *suggest_text(const struct suggest *s, size_t comment);
const char *suggest_name(const struct suggest *s, size_t comment);

void suggest_print_text(const struct suggest *s, size_t examples, struct buf *out);
void suggest_print_csv(const struct suggest *s, struct buf *out);
void suggest_print_json(const struct suggest *s, struct buf *out);
