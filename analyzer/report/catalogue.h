/* catalogue.h: the categories that the store's codings speak of: labels, parents and versions, as classify
 * wrote them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/mem.h>
#include <yousaid/store.h>

enum { CATALOGUE_MAX = 60000 /* categories of all rulesets */ };

enum catalogue_dimension { CATALOGUE_THEME, CATALOGUE_GROUP, CATALOGUE_TONE, CATALOGUE_ANSWER };

struct catalogue_ruleset {
    int64_t id;
    const char *name, *title, *version, *sha256;
    enum catalogue_dimension dimension;
    size_t first, count; /* its categories */
    int64_t uncoded;     /* comments it has not seen in their present form */
};
struct catalogue_category {
    int64_t id;
    const char *code, *label, *about;
    size_t ruleset;
    int parent;  /* index, -1 */
    int depth;   /* 0 for a category without parent */
    bool groups; /* is the parent of another */
};
struct catalogue {
    struct catalogue_ruleset *rulesets; /* in the order asked for; then those of dimension `answer` */
    size_t ruleset_count;
    struct catalogue_category
        *categories; /* ruleset by ruleset, children after their parent, else as in the file */
    size_t category_count;
    struct arena arena;
};

/* Reads the current rulesets named in `names`, and any that finds non-answers. A named one that has never
 * coded is ERROR_TEMPFAIL: run classify. */
int catalogue_load(struct store *store, const char *const *names, size_t count, struct catalogue **out,
                   struct error *err);
/* Reads every current ruleset, by name, whatever the workspace asks for. */
int catalogue_load_all(struct store *store, struct catalogue **out, struct error *err);
void catalogue_free(struct catalogue *b);

/* Index of the category with this id, or -1. */
int catalogue_by_id(const struct catalogue *b, int64_t id);
enum catalogue_dimension catalogue_dimension(const struct catalogue *b, size_t category);
/* Whether `ancestor` is `category` or stands above it. */
bool catalogue_within(const struct catalogue *b, int category, int ancestor);
/* The category without parent above it (or itself). */
int catalogue_root(const struct catalogue *b, int category);
/* Finds "code" or "ruleset/code" among categories of the given dimension, or of both themes and groups when
 * `dimension` is -1: the index; -1 none; -2 a bare code that several rulesets have. */
int catalogue_find(const struct catalogue *b, const char *code, int dimension);
/* The nearest code to a misspelt one ("did you mean"), or NULL. */
const char *catalogue_closest(const struct catalogue *b, const char *code, int dimension);
