/* value_map.c: value maps, shipped by name or written in the source file. */
#include "value_map.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>
#include <yousaid/workspace.h>

#include "value_band.h"

enum { VALUE_MAP_MAX = 100000, VALUE_MAP_MAX_KEY = 16 << 20 /* bytes */ };

struct meaning {
    const char *key;
    size_t count;
    const char **codes;
    const struct config_node *node;
};
struct range {
    int64_t from, to;
    const char *code;
};
struct value_map {
    struct config *config; /* of a named map */
    struct arena arena;
    struct meaning *values; /* sorted by key */
    size_t value_count;
    struct range *ranges;
    size_t range_count;
    const char **codes;
    size_t code_count, code_cap;
    bool keep_unknown;
    char *kept; /* the last value that was kept as it is */
    const char *kept_code[1];
};

/* The keys of a map file. */
struct map_file {
    const char *name, *title, *about;
    bool group, keep_unknown;
    const struct config_node *values, *ranges;
};
static const struct config_field file_fields[] = {
    {.key = "map", .type = CONFIG_TEXT, .offset = offsetof(struct map_file, name), .required = true},
    {.key = "title", .type = CONFIG_TEXT, .offset = offsetof(struct map_file, title)},
    {.key = "about", .type = CONFIG_TEXT, .offset = offsetof(struct map_file, about)},
    {.key = "group", .type = CONFIG_BOOL, .offset = offsetof(struct map_file, group)},
    {.key = "keep_unknown", .type = CONFIG_BOOL, .offset = offsetof(struct map_file, keep_unknown)},
    {.key = "values", .type = CONFIG_NODE, .offset = offsetof(struct map_file, values)},
    {.key = "ranges", .type = CONFIG_NODE, .offset = offsetof(struct map_file, ranges)},
};
struct map_range {
    int64_t from, to;
    const char *code;
};
static const struct config_field range_fields[] = {
    {.key = "from", .type = CONFIG_INT, .offset = offsetof(struct map_range, from)},
    {.key = "to", .type = CONFIG_INT, .offset = offsetof(struct map_range, to)},
    {.key = "code", .type = CONFIG_TEXT, .offset = offsetof(struct map_range, code), .required = true},
};

static int by_key(const void *a, const void *b)
{
    const struct meaning *x = a;
    const struct meaning *y = b;
    return strcmp(x->key, y->key);
}

static void add_code(struct value_map *m, const char *code)
{
    for (size_t i = 0; i < m->code_count; i++)
        if (strcmp(m->codes[i], code) == 0)
            return;
    m->codes = mem_grow(m->codes, &m->code_cap, m->code_count + 1, sizeof *m->codes);
    m->codes[m->code_count++] = code;
}

static int read_value(struct value_map *m, const char *value, const struct config_node *node,
                      struct meaning *to, struct error *err)
{
    struct buf key = buf_new(VALUE_MAP_MAX_KEY);
    text_key(value, strlen(value), &key);
    *to = (struct meaning){.key = arena_strdup(&m->arena, buf_str(&key)), .node = node};
    int result = buf_check(&key, "a value of a map", err);
    buf_free(&key);
    if (result != 0 || config_kind(node) == CONFIG_NULL)
        return result;
    if (config_kind(node) == CONFIG_MAP)
        return config_fail(node, err, "the value '%s' must have a code, a list of codes or ~ (says nothing)",
                           value);
    to->count = config_kind(node) == CONFIG_LIST ? config_size(node) : 1;
    to->codes = arena_new(&m->arena, to->count + 1, sizeof *to->codes);
    for (size_t i = 0; i < to->count; i++) {
        const struct config_node *code = config_kind(node) == CONFIG_LIST ? config_item(node, i) : node;
        if (config_kind(code) != CONFIG_SCALAR || *config_text(code) == '\0')
            return config_fail(code, err, "a code of the value '%s' must be text", value);
        to->codes[i] = config_text(code);
        add_code(m, to->codes[i]);
    }
    return 0;
}

static int read_values(struct value_map *m, const struct config_node *node, struct error *err)
{
    size_t count = config_size(node);
    if (node != NULL && config_kind(node) != CONFIG_MAP)
        return config_fail(node, err, "values must be a map: \"value as the export spells it\": code");
    if (count > VALUE_MAP_MAX)
        return config_fail(node, err, "a map may have up to %d values", VALUE_MAP_MAX);
    m->values = arena_new(&m->arena, count + 1, sizeof *m->values);
    for (size_t i = 0; i < count; i++)
        if (read_value(m, config_key(node, i), config_value(node, i), &m->values[i], err) != 0)
            return -1;
    m->value_count = count;
    qsort(m->values, count, sizeof *m->values, by_key);
    for (size_t i = 1; i < count; i++)
        if (strcmp(m->values[i - 1].key, m->values[i].key) == 0)
            return config_fail(
                m->values[i].node, err,
                "the value '%s' is there twice: case, spaces and a final . : ? * make no difference",
                m->values[i].key);
    return 0;
}

static int read_ranges(struct value_map *m, struct config *c, const struct config_node *node,
                       struct error *err)
{
    if (node != NULL && config_kind(node) != CONFIG_LIST)
        return config_fail(node, err, "ranges must be a list: - {from: 16, to: 24, code: age-16-24}");
    m->ranges = arena_new(&m->arena, config_size(node) + 1, sizeof *m->ranges);
    for (size_t i = 0; i < config_size(node); i++) {
        struct map_range r = {.to = INT64_MAX};
        if (config_read(c, config_item(node, i), "a range", range_fields,
                        sizeof range_fields / sizeof range_fields[0], &r, err) != 0)
            return -1;
        if (r.from > r.to)
            return config_fail(config_item(node, i), err, "the range begins after its end");
        m->ranges[m->range_count++] = (struct range){r.from, r.to, r.code};
        add_code(m, r.code);
    }
    return 0;
}

static int read_named(struct value_map *m, const char *path, const char *name, struct hash *mapping,
                      struct error *err)
{
    struct buf bytes = buf_new(CONFIG_MAX_FILE);
    struct map_file file = {0};
    int result = buf_read_file(&bytes, path, err);
    if (result == 0) {
        hash_field_bytes(mapping, bytes.data, bytes.len);
        result = config_parse(path, buf_str(&bytes), bytes.len, &m->config, err);
    }
    buf_free(&bytes);
    if (result != 0 || config_read(m->config, config_root(m->config), "a value map", file_fields,
                                   sizeof file_fields / sizeof file_fields[0], &file, err) != 0)
        return -1;
    if (strcmp(file.name, name) != 0)
        return config_fail(config_get(config_root(m->config), "map"), err,
                           "the map is called '%s' and its file '%s.yaml': give them one name", file.name,
                           name);
    m->keep_unknown = file.keep_unknown;
    if (read_values(m, file.values, err) != 0)
        return -1;
    return read_ranges(m, m->config, file.ranges, err);
}

static int load(const char *directory, const struct config_node *node, struct hash *mapping,
                struct value_map *m, struct error *err)
{
    if (config_kind(node) == CONFIG_MAP)
        return read_values(m, node, err); /* its bytes are in the hash of the source file */
    if (config_kind(node) != CONFIG_SCALAR)
        return config_fail(node, err, "map must be the name of a value map, or the values themselves");
    char *path = NULL;
    struct error why = {0};
    if (workspace_find(directory, "maps", config_text(node), &path, NULL, &why) != 0)
        return config_fail(node, err, "%s", why.text);
    int result = read_named(m, path, config_text(node), mapping, err);
    free(path);
    return result;
}

int value_map_load(const char *directory, const struct config_node *node, struct hash *mapping,
                   struct value_map **out, struct error *err)
{
    struct value_map *m = mem_new(1, sizeof *m);
    if (load(directory, node, mapping, m, err) != 0) {
        value_map_free(m);
        return -1;
    }
    *out = m;
    return 0;
}

void value_map_free(struct value_map *m)
{
    if (m == NULL)
        return;
    config_free(m->config);
    arena_free(&m->arena);
    free(m->codes);
    free(m->kept);
    free(m);
}

static struct value_meaning find_range(struct value_map *m, const char *value)
{
    int64_t from = 0;
    int64_t to = 0;
    if (m->range_count > 0 && value_band(value, &from, &to))
        for (size_t i = 0; i < m->range_count; i++)
            if (m->ranges[i].from <= from && to <= m->ranges[i].to)
                return (struct value_meaning){.known = true, .count = 1, .codes = &m->ranges[i].code};
    if (!m->keep_unknown)
        return (struct value_meaning){0};
    free(m->kept);
    m->kept_code[0] = m->kept = mem_strdup(value);
    return (struct value_meaning){.known = true, .count = 1, .codes = m->kept_code, .kept = true};
}

struct value_meaning value_map_find(struct value_map *m, const char *value)
{
    struct buf key = buf_new(VALUE_MAP_MAX_KEY);
    text_key(value, strlen(value), &key);
    struct meaning wanted = {.key = buf_str(&key)};
    const struct meaning *found =
        m->value_count == 0 ? NULL : bsearch(&wanted, m->values, m->value_count, sizeof *m->values, by_key);
    buf_free(&key);
    if (found != NULL)
        return (struct value_meaning){.known = true, .count = found->count, .codes = found->codes};
    return find_range(m, value);
}

size_t value_map_codes(const struct value_map *m)
{
    return m->code_count;
}

const char *value_map_code(const struct value_map *m, size_t i)
{
    return m->codes[i];
}
