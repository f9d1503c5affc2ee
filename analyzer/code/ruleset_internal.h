/* ruleset_internal.h: what the files ruleset*.c lend each other while a ruleset is read. */
#pragma once

#include "ruleset.h"

/* Path of a ruleset by name or path ("themes.yaml" is a file here); the caller frees it. */
int ruleset_locate(const char *directory, const char *name, char **path, struct error *err);
/* What a category asks of all its rules. */
struct ruleset_when {
    struct rule_when when;
    bool of_both_files; /* then what a rule of one asks for need not be wrong because it can never hold */
};
/* Reads one item of `rules` of the file `c` into `rule`; residual lists are resolved later by ruleset_link().
 */
int ruleset_read_rule(struct ruleset *r, struct config *c, const struct ruleset_when *category,
                      const struct config_node *node, struct rule *rule, struct error *err);
/* Reads `examples` of one file, appending to the category. */
int ruleset_read_examples(struct ruleset *r, struct config *c, const struct config_node *node,
                          struct ruleset_category *category, struct error *err);
/* Fills r->sha256. */
void ruleset_hash(struct ruleset *r);

/* The texts of a scalar or a list of scalars: count of items, and the i-th. -1 (err set) if it is something
 * else. */
int ruleset_texts(const struct config_node *node, const char *key, size_t *count, struct error *err);
const struct config_node *ruleset_text_node(const struct config_node *node, size_t i);

/* ruleset_link.c */
/* What a file says of how a category stands to others; NULL = nothing. */
struct ruleset_ties {
    const struct config_node *parent, *combines;
};
/* Finds the parents, the combined categories and those that hold back each residual rule. All categories must
 * be read; `ties` has one row for each. */
int ruleset_link(struct ruleset *r, const struct ruleset_ties *ties, struct error *err);

/* ruleset_when.c */
/* Reads a `when` map over what `when` has; NULL changes nothing. That it could never hold is an error; that
 * the two together could not is one unless `may_never`. */
int ruleset_read_when(struct config *c, const struct config_node *node, bool may_never,
                      struct rule_when *when, struct error *err);
