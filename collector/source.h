/* source.h: one source file (sources/NAME.yaml) with its profile: where feedback is fetched and how it is
 * read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>
#include <yousaid/config.h>
#include <yousaid/error.h>
#include <yousaid/hash.h>
#include <yousaid/mem.h>
#include <yousaid/store_collect.h>
#include <yousaid/workspace.h>

#include "value_map.h"

enum {
    SOURCE_MAX_NAME = 64,
    SOURCE_MAX_COLUMNS = 1024, /* mapped ones */
    SOURCE_MAX_HEADERS = 32,   /* HTTP headers of a request */
    SOURCE_SIZE_MIB = 256,     /* ceiling of a payload unless the source says another */
    SOURCE_SECONDS = 600       /* the same for a whole fetch */
};
enum { SOURCE_NO_COLUMN = -1 };
/* A code of area maps that says nothing, and is not stored. */
#define SOURCE_AREA_UNKNOWN "unknown"

enum source_format { SOURCE_CSV, SOURCE_JSON, SOURCE_NDJSON };

/* A column that something is mapped from. Everything refers to columns by their index. */
struct source_column {
    const char *name; /* as declared */
    const char *key;  /* text_key() of it */
    bool optional;    /* an export without it is fine */
    bool single;      /* needs exactly one cell a row: ids, dates, places ... */
    const struct config_node *node;
};

/* One open question, in a column of its own. */
struct source_question {
    int column;
    int polarity;     /* STORE_GOOD ... */
    const char *text; /* NULL: the header */
};

/* A closed answer that is kept as an attribute: a declared group, area, or another one. */
struct source_answer {
    int column;
    const char *name;      /* of the attribute: "group", "area", "rating" ... */
    struct value_map *map; /* NULL: the value itself */
    const char *split;     /* several answers in one cell are separated by this; NULL: one a cell */
    bool area;
};

/* A single value: place or service. */
struct source_value {
    int column; /* SOURCE_NO_COLUMN when not mapped */
    struct value_map *map;
};

/* Rows in which the column is one of the values. */
struct source_condition {
    int column;
    struct config_texts is;
};

struct source_fetch {
    const char *url; /* NULL: filled by import only. Secrets are not expanded here. */
    const struct config_node *url_node, *headers, *user, *password;
    int64_t seconds, mebibytes;
    bool part; /* each fetch brings a part of the responses (the latest) only */
};

struct source {
    struct config *file, *profile; /* profile may be NULL */
    struct arena arena;
    const char *name, *title, *organisation, *method, *place, *service, *profile_name;
    int organisation_kind;
    int64_t every; /* seconds */
    struct source_fetch fetch;

    int format;     /* enum source_format */
    char delimiter; /* 0: found */
    const char *encoding;
    int64_t skip_rows, header_rows;
    const char *items; /* JSON pointer */
    bool empty_is_fine;
    bool short_rows;                   /* rows may end early: what is missing is empty */
    const struct config_node *replace; /* what the tool writes for what was meant: @SQ@ for ' */
    const char **blank;                /* keys (text_key) of cells that count as empty */
    size_t blank_count;

    struct source_column *columns;
    size_t column_count;
    int *id_columns; /* a declared id, or what a derived one is made of */
    size_t id_count;
    bool id_hash;    /* keep the SHA-256 of the id only */
    bool id_derived; /* rows have no id of their own: identical rows are told apart by number */
    int submitted;   /* column */
    struct config_texts date_formats;
    bool date_required;
    struct source_value where, service_value;
    int postcode; /* column */

    struct source_question *questions; /* wide form */
    size_t question_count;
    int question_column, text_column;     /* long form: one row a comment; else SOURCE_NO_COLUMN */
    const struct config_node *polarities; /* long form: question -> polarity */
    struct source_answer *answers;
    size_t answer_count;
    struct source_condition *skip, *withdrawn;
    size_t skip_count, withdrawn_count;

    char mapping_sha256[HASH_SIZE];  /* all that decides how a payload is read */
    char identity_sha256[HASH_SIZE]; /* which columns ids are made of */
};

extern const char *const source_organisation_kinds[]; /* NULL-terminated, as the store has them */

/* Reads one source file and what it names. Every mistake is ERROR_CONFIG with file, line and column. Secrets
 * are not read. */
int source_load(struct workspace *w, const char *path, struct source **out, struct error *err);
void source_free(struct source *s);
/* The source as the store wants it. Borrowed. */
struct store_source source_facts(const struct source *s);
/* Polarity of a question of the long form: as declared, else STORE_OPEN. */
int source_polarity(const struct source *s, const char *question);
/* Whether a canonical text (text_canonical) counts as an empty cell. */
bool source_blank(const struct source *s, const char *text);

/* Appends `text` with everything in `replace` of the format put right. */
void source_replace(const struct source *s, const char *text, struct buf *out);

/* The files DIR/sources/NAME.yaml, sorted. `names` picks some (ERROR_USAGE with a did-you-mean for one that
 * does not exist); count 0 = all. The caller frees with source_list_free(). */
struct source_list {
    size_t count, cap;
    char **name, **path;
};
int source_list(const struct workspace *w, const char *const *names, size_t count, struct source_list *out,
                struct error *err);
void source_list_free(struct source_list *list);
