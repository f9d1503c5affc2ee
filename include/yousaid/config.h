/* config.h: YAML configuration, read through libyaml into a tree that knows where each node stands.
 *
 * Every mistake is ERROR_CONFIG "file:line:column: what is wrong; what to do". Scalars stay text until asked for.
 * `${NAME}` (environment) and `${file:/path}` are NOT expanded here: config_secret() does, and says which texts must never be printed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>
#include <yousaid/mem.h>

enum { CONFIG_MAX_FILE = 8 << 20, CONFIG_MAX_DEPTH = 32, CONFIG_MAX_NODES = 1000000 };

struct config; /* one file; owns all nodes and strings */
struct config_node;

enum config_kind { CONFIG_NULL, CONFIG_SCALAR, CONFIG_LIST, CONFIG_MAP };

/* Loads a file, or parses bytes under a display name. Anchors, aliases and tags other than the core ones are refused, as are duplicate keys
 * and more than one document. */
int config_load(const char *path, struct config **out, struct error *err);
int config_parse(const char *name, const char *bytes, size_t len, struct config **out, struct error *err);
void config_free(struct config *c);
const char *config_path(const struct config *c);
const struct config_node *config_root(const struct config *c);

enum config_kind config_kind(const struct config_node *n);
int config_line(const struct config_node *n);
int config_column(const struct config_node *n);
/* List items or map entries. A NULL node has size 0. */
size_t config_size(const struct config_node *n);
const struct config_node *config_item(const struct config_node *list, size_t i);
const char *config_key(const struct config_node *map, size_t i);
const struct config_node *config_key_node(const struct config_node *map, size_t i);
const struct config_node *config_value(const struct config_node *map, size_t i);
/* Value under `key`, or NULL. */
const struct config_node *config_get(const struct config_node *map, const char *key);
/* Text of a scalar ("" for null); NULL if it is a list or map. Borrowed from the config. */
const char *config_text(const struct config_node *n);

/* ERROR_CONFIG at the node's place; returns -1. */
int config_fail(const struct config_node *n, struct error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Typed fields: one table row a key drives reading, "unknown key, did you mean", required keys and types. */
enum config_type {
    CONFIG_TEXT,     /* const char *  (borrowed; NULL when absent) */
    CONFIG_BOOL,     /* bool: true/false/yes/no */
    CONFIG_INT,      /* int64_t within min..max */
    CONFIG_DURATION, /* int64_t seconds: 1d, 12h */
    CONFIG_ENUM,     /* int: index into `values` */
    CONFIG_TEXTS,    /* struct config_texts: one scalar or a list of scalars */
    CONFIG_NODE      /* const struct config_node *: anything, the caller reads it */
};
struct config_texts {
    size_t count;
    const char **text; /* borrowed from the config */
};
struct config_field {
    const char *key;
    enum config_type type;
    size_t offset; /* offsetof() in the struct that is filled */
    bool required;
    const char *const *values; /* CONFIG_ENUM: NULL-terminated */
    int64_t min, max;          /* CONFIG_INT: both 0 = any */
};
/* Fills `target` (defaults stay where a key is absent). Refuses keys that no row names. `what` names the map in messages ("a source"). */
int config_read(struct config *c, const struct config_node *map, const char *what, const struct config_field *fields,
                size_t count, void *target, struct error *err);

/* Expands ${NAME} and ${file:/path} into `out` (a file's trailing newline is dropped). An unset variable or unreadable file is ERROR_CONFIG
 * that names the variable or file, never a value. `*secret` (may be NULL) = whether anything was expanded. */
int config_secret(const struct config_node *n, const char *text, struct buf *out, bool *secret, struct error *err);
