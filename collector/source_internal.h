/* source_internal.h: what source.c lends to source_fields.c. */
#pragma once

#include "source.h"

/* The maps of a source file or a profile that are read field by field. */
struct source_nodes {
    const struct config_node *fetch, *format, *fields, *questions, *groups, *attributes;
    const struct config_node *blank, *skip, *withdrawn, *drop;
};

/* A source while it is read: file over profile. */
struct source_reading {
    struct source *s;
    struct workspace *w;
    struct source_nodes file, profile;
    struct hash *mapping;
    struct error *err;
};

/* Everything a {column: ...} may hold; each use names the keys it takes. */
struct source_spec {
    const char *column, *name, *text, *split;
    struct config_texts columns, format, is;
    int polarity;
    bool hash, required, optional;
    const struct config_node *map;
};
#define SPEC(KEY, TYPE) .key = #KEY, .type = (TYPE), .offset = offsetof(struct source_spec, KEY)
#define COUNT(ARRAY)    (sizeof(ARRAY) / sizeof(ARRAY)[0])

/* text_key() of a name, kept with the source. */
const char *source_key(struct source_reading *r, const char *name);
/* The index of a column, added when it is new; SOURCE_NO_COLUMN with err set when it must not be mapped. */
int source_add_column(struct source_reading *r, const char *name, const struct source_spec *spec,
                      const struct config_node *node);
/* Reads one {column: ...}, or a bare column name, by the keys it may have. */
int source_read_spec(struct source_reading *r, const struct config_node *node, const char *what,
                     const struct config_field *keys, size_t count, struct source_spec *spec);
/* 0 if the node is absent or a list. */
int source_need_list(const struct source_reading *r, const struct config_node *node, const char *what);
int source_read_questions(struct source_reading *r);
int source_read_conditions(struct source_reading *r, const struct config_node *profile,
                           const struct config_node *file, const char *what, struct source_condition **out,
                           size_t *count);
/* Checks blank and drop, keeps the keys of the former. */
int source_read_blank(struct source_reading *r);

/* Reads fields, questions, groups, attributes, conditions and the list of dropped columns. */
int source_read_fields(struct source_reading *r);
