/* config_internal.h: the tree that config.c builds and its neighbours read. */
#pragma once

#include <yaml.h>
#include <yousaid/config.h>

struct config_entry {
    const struct config_node *key; /* NULL in a list */
    const struct config_node *value;
};
/* Index over a map's keys, sorted: finds duplicates and answers config_get(). */
struct config_index {
    const char *key;
    size_t entry;
};
struct config_node {
    const struct config *config;
    enum config_kind kind;
    int line, column; /* from 1; columns are characters */
    const char *text; /* scalars and nulls */
    size_t size;
    const struct config_entry *entries; /* lists and maps */
    const struct config_index *index;   /* maps */
};
struct config {
    char *path;
    struct arena arena;
    const struct config_node *root;
};

/* Turns the parser's own complaint into "name:line:column: sentence"; `bytes` is what was parsed. Returns -1.
 */
int config_yaml_fail(const yaml_parser_t *parser, const char *name, const char *bytes, size_t len,
                     struct error *err);
