/* value_map.h: what a closed answer means: "16-24" -> age-16-24, "Yes" -> unpaid-carers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <yousaid/config.h>
#include <yousaid/error.h>
#include <yousaid/hash.h>

struct value_map;

/* What the map says of one value. `codes` is borrowed from the map, or is the value itself. */
struct value_meaning {
    bool known;   /* false: the map does not have it, and nothing must be stored for it */
    size_t count; /* 0 and known: a value that says nothing ("Prefer not to say") */
    const char *const *codes;
    bool kept; /* the code is the value itself, as somebody typed it */
};

/* Reads `node`: a map of values, or the name of config/maps/NAME.yaml (looked up from the workspace
 * `directory`). Whatever was read goes into `mapping`, the hash of the mapping. ERROR_CONFIG with file and
 * line. */
int value_map_load(const char *directory, const struct config_node *node, struct hash *mapping,
                   struct value_map **out, struct error *err);
void value_map_free(struct value_map *m);

/* Values are compared as names (text_key). Then numbers and bands ("17", "16-24", "65+", "Under 16", "75 and
 * over") are looked up among the map's ranges: a band has the code of the range that holds all of it. The
 * codes are borrowed until the next call. */
struct value_meaning value_map_find(struct value_map *m, const char *value);

/* Codes of the map, for checking: 0 .. value_map_codes() - 1. */
size_t value_map_codes(const struct value_map *m);
const char *value_map_code(const struct value_map *m, size_t i);
