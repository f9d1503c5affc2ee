/* json_path.h: finds the cells of a column in one JSON record. */
#pragma once

#include <json.h>
#include <stdbool.h>
#include <stddef.h>
#include <yousaid/mem.h>

struct json_found {
    bool present;        /* something stands there, even null */
    const char *problem; /* it is no text, number or truth value; or NULL */
    size_t count;
    const char *const *text; /* of the arena */
};

/* `path`: a key of the record if it has one of that very name (dots and all); else steps between dots: a key,
 * a position from 0, * for every item of an array, or key[name=value] for the items of an array in which the
 * member `name` (a path with dots) is `value`. An array of plain values gives them all. */
struct json_found json_path_find(struct json_object *record, const char *path, struct arena *arena);

/* Names that occur in records, as paths, for "the nearest is ...". Start zeroed. */
struct json_names {
    size_t count, cap;
    const char **name;
    struct arena arena;
};
void json_names_add(struct json_names *names, struct json_object *record);
void json_names_free(struct json_names *names);
