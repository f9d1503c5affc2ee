/* source_fields.c: the mapping of a source: columns, fields, questions, groups, conditions. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/date.h>
#include <yousaid/text.h>

#include "source_internal.h"

enum { SOURCE_MAX_KEY = 64 << 10 };

/* Columns that name a person in any tool: never mapped, except as an id of which only the hash is kept. */
static const char *const identifiers[] = {
    "name",          "first name",   "last name",     "surname",    "full name",  "your name",
    "email",         "e-mail",       "email address", "ip",         "ip address", "phone",
    "telephone",     "phone number", "mobile",        "user agent", "address",    "nhs number",
    "date of birth", "ip_address",   "email_address", "first_name", "last_name",  "user_agent"};

static const struct config_field id_keys[] = {{SPEC(column, CONFIG_TEXT)},
                                              {SPEC(columns, CONFIG_TEXTS)},
                                              {SPEC(hash, CONFIG_BOOL)},
                                              {SPEC(optional, CONFIG_BOOL)}};
static const struct config_field submitted_keys[] = {{SPEC(column, CONFIG_TEXT), .required = true},
                                                     {SPEC(format, CONFIG_TEXTS)},
                                                     {SPEC(required, CONFIG_BOOL)},
                                                     {SPEC(optional, CONFIG_BOOL)}};
static const struct config_field value_keys[] = {
    {SPEC(column, CONFIG_TEXT), .required = true}, {SPEC(map, CONFIG_NODE)}, {SPEC(optional, CONFIG_BOOL)}};
static const struct config_field group_keys[] = {{SPEC(column, CONFIG_TEXT), .required = true},
                                                 {SPEC(map, CONFIG_NODE), .required = true},
                                                 {SPEC(split, CONFIG_TEXT)},
                                                 {SPEC(optional, CONFIG_BOOL)}};
static const struct config_field attribute_keys[] = {{SPEC(column, CONFIG_TEXT), .required = true},
                                                     {SPEC(name, CONFIG_TEXT), .required = true},
                                                     {SPEC(map, CONFIG_NODE)},
                                                     {SPEC(split, CONFIG_TEXT)},
                                                     {SPEC(optional, CONFIG_BOOL)}};

struct fields {
    const struct config_node *id, *submitted, *place, *postcode, *service, *area;
};
#define FIELD(KEY)                                                                                           \
    {                                                                                                        \
        .key = #KEY, .type = CONFIG_NODE, .offset = offsetof(struct fields, KEY)                             \
    }
static const struct config_field field_keys[] = {FIELD(id),       FIELD(submitted), FIELD(place),
                                                 FIELD(postcode), FIELD(service),   FIELD(area)};

const char *source_key(struct source_reading *r, const char *name)
{
    struct buf key = buf_new(SOURCE_MAX_KEY);
    text_key(name, strlen(name), &key);
    const char *kept = arena_strdup(&r->s->arena, buf_str(&key));
    buf_free(&key);
    return kept;
}

static bool dropped_by(const struct config_node *list, const char *key)
{
    for (size_t i = 0; i < config_size(list); i++)
        if (config_text(config_item(list, i)) != NULL && text_same(config_text(config_item(list, i)), key))
            return true;
    return false;
}

static bool is_identifier(const struct source_reading *r, const char *key)
{
    for (size_t i = 0; i < COUNT(identifiers); i++)
        if (strcmp(identifiers[i], key) == 0)
            return true;
    return dropped_by(r->file.drop, key) || dropped_by(r->profile.drop, key);
}

/* The index of a column, added when it is new; SOURCE_NO_COLUMN with err set when it must not be mapped. */
int source_add_column(struct source_reading *r, const char *name, const struct source_spec *spec,
                      const struct config_node *node)
{
    struct source *s = r->s;
    const char *key = source_key(r, name);
    if (*key == '\0')
        config_fail(node, r->err, "a column must have a name");
    else if (!spec->hash && is_identifier(r, key))
        config_fail(
            node, r->err,
            "column '%s' identifies a person and is dropped, so it cannot be mapped (as an id, its hash can: "
            "id: {column: ..., hash: true})",
            name);
    else {
        for (size_t i = 0; i < s->column_count; i++)
            if (strcmp(s->columns[i].key, key) == 0) {
                s->columns[i].optional = s->columns[i].optional && spec->optional;
                return (int)i;
            }
        if (s->column_count < SOURCE_MAX_COLUMNS) {
            s->columns[s->column_count] =
                (struct source_column){.name = name, .key = key, .optional = spec->optional, .node = node};
            return (int)s->column_count++;
        }
        config_fail(node, r->err, "a source may map up to %d columns", SOURCE_MAX_COLUMNS);
    }
    return SOURCE_NO_COLUMN;
}

/* Reads one {column: ...}, or a bare column name. */
int source_read_spec(struct source_reading *r, const struct config_node *node, const char *what,
                     const struct config_field *keys, size_t count, struct source_spec *spec)
{
    *spec = (struct source_spec){.polarity = STORE_OPEN};
    if (config_kind(node) == CONFIG_SCALAR) {
        spec->column = config_text(node);
        return 0;
    }
    return config_read(r->s->file, node, what, keys, count, spec, r->err);
}

static int read_value(struct source_reading *r, const struct config_node *node, const char *what,
                      struct source_value *value)
{
    struct source_spec spec;
    *value = (struct source_value){.column = SOURCE_NO_COLUMN};
    if (node == NULL)
        return 0;
    if (source_read_spec(r, node, what, value_keys, COUNT(value_keys), &spec) != 0)
        return -1;
    value->column = source_add_column(r, spec.column, &spec, node);
    if (value->column == SOURCE_NO_COLUMN)
        return -1;
    r->s->columns[value->column].single = true;
    return spec.map == NULL ? 0 : value_map_load(r->w->directory, spec.map, r->mapping, &value->map, r->err);
}

static int read_place(struct source_reading *r, const struct config_node *node)
{
    struct source *s = r->s;
    if (read_value(r, node, "place", &s->where) != 0)
        return -1;
    for (size_t i = 0; s->where.map != NULL && i < value_map_codes(s->where.map); i++)
        if (workspace_find_place(r->w, value_map_code(s->where.map, i)) < 0)
            return config_fail(node, r->err, "'%s' is not in the tree of places of yousaid.yaml",
                               value_map_code(s->where.map, i));
    return 0;
}

static int read_id(struct source_reading *r, const struct config_node *node)
{
    struct source *s = r->s;
    struct source_spec spec = {0};
    s->id_derived = true;
    if (node == NULL)
        return 0;
    if (source_read_spec(r, node, "id", id_keys, COUNT(id_keys), &spec) != 0)
        return -1;
    if ((spec.column == NULL) == (spec.columns.count == 0))
        return config_fail(node, r->err, "id needs a column, or columns for an id that is made of several");
    s->id_derived = spec.column == NULL;
    s->id_hash = spec.hash;
    if (spec.column != NULL) {
        spec.columns.count = 1;
        spec.columns.text = &spec.column;
    }
    s->id_columns = arena_new(&s->arena, spec.columns.count, sizeof *s->id_columns);
    for (size_t i = 0; i < spec.columns.count; i++) {
        s->id_columns[i] = source_add_column(r, spec.columns.text[i], &spec, node);
        if (s->id_columns[i] == SOURCE_NO_COLUMN)
            return -1;
        s->columns[s->id_columns[i]].single = !s->id_derived;
    }
    s->id_count = spec.columns.count;
    return 0;
}

static int read_submitted(struct source_reading *r, const struct config_node *node)
{
    static const char *iso[] = {"iso"};
    struct source *s = r->s;
    struct source_spec spec;
    s->submitted = SOURCE_NO_COLUMN;
    if (node == NULL)
        return 0;
    if (source_read_spec(r, node, "submitted", submitted_keys, COUNT(submitted_keys), &spec) != 0)
        return -1;
    s->submitted = source_add_column(r, spec.column, &spec, node);
    s->date_required = spec.required;
    s->date_formats = spec.format.count > 0 ? spec.format : (struct config_texts){.count = 1, .text = iso};
    struct error why = {0};
    for (size_t i = 0; i < s->date_formats.count; i++)
        if (date_check_format(s->date_formats.text[i], &why) != 0)
            return config_fail(node, r->err, "%s", why.text);
    if (s->submitted == SOURCE_NO_COLUMN)
        return -1;
    s->columns[s->submitted].single = true;
    return 0;
}

static struct source_answer *add_answer(struct source *s, const struct source_spec *spec, const char *name,
                                        int at)
{
    struct source_answer *answer = &s->answers[s->answer_count++];
    *answer = (struct source_answer){.column = at, .name = name, .split = spec->split};
    return answer;
}

static int read_answer(struct source_reading *r, const struct config_node *node, const char *group)
{
    struct source_spec spec;
    const struct config_field *keys = group != NULL ? group_keys : attribute_keys;
    size_t count = group != NULL ? COUNT(group_keys) : COUNT(attribute_keys);
    if (config_kind(node) != CONFIG_MAP)
        return config_fail(node, r->err,
                           group != NULL ? "a group needs {column: ..., map: ...}"
                                         : "an attribute needs {column: ..., name: ...}");
    if (source_read_spec(r, node, group != NULL ? "a group" : "an attribute", keys, count, &spec) != 0)
        return -1;
    int at = source_add_column(r, spec.column, &spec, node);
    if (at == SOURCE_NO_COLUMN)
        return -1;
    if (spec.split != NULL && *spec.split == '\0')
        return config_fail(node, r->err, "split needs the text between two answers, such as \";\"");
    struct source_answer *answer = add_answer(r->s, &spec, group != NULL ? group : spec.name, at);
    return spec.map == NULL ? 0 : value_map_load(r->w->directory, spec.map, r->mapping, &answer->map, r->err);
}

static int read_area(struct source_reading *r, const struct config_node *node)
{
    static const char *const areas[] = {"live", "work", "both", "neither", SOURCE_AREA_UNKNOWN, NULL};
    struct source_value value;
    if (node == NULL)
        return 0;
    if (read_value(r, node, "area", &value) != 0)
        return -1;
    struct source_spec plain = {0};
    struct source_answer *answer = add_answer(r->s, &plain, "area", value.column);
    answer->map = value.map;
    answer->area = true;
    if (value.map == NULL)
        return config_fail(node, r->err, "area needs a map to live, work, both or neither");
    for (size_t i = 0; i < value_map_codes(value.map); i++) {
        size_t k = 0;
        while (areas[k] != NULL && strcmp(areas[k], value_map_code(value.map, i)) != 0)
            k++;
        if (areas[k] == NULL)
            return config_fail(node, r->err, "an area is live, work, both or neither, not '%s'",
                               value_map_code(value.map, i));
    }
    return 0;
}

static int read_answers(struct source_reading *r, const struct config_node *area)
{
    const struct config_node *groups = r->file.groups != NULL ? r->file.groups : r->profile.groups;
    const struct config_node *attributes =
        r->file.attributes != NULL ? r->file.attributes : r->profile.attributes;
    if (source_need_list(r, groups, "groups") != 0 || source_need_list(r, attributes, "attributes") != 0)
        return -1;
    r->s->answers =
        arena_new(&r->s->arena, config_size(groups) + config_size(attributes) + 1, sizeof *r->s->answers);
    for (size_t i = 0; i < config_size(groups); i++)
        if (read_answer(r, config_item(groups, i), "group") != 0)
            return -1;
    for (size_t i = 0; i < config_size(attributes); i++)
        if (read_answer(r, config_item(attributes, i), NULL) != 0)
            return -1;
    return read_area(r, area);
}

/* Rows without an id of their own are known by when and what somebody wrote. */
static void derive_id(struct source *s)
{
    if (s->id_count > 0)
        return;
    s->id_columns = arena_new(&s->arena, s->question_count + 3, sizeof *s->id_columns);
    if (s->submitted != SOURCE_NO_COLUMN)
        s->id_columns[s->id_count++] = s->submitted;
    for (size_t i = 0; i < s->question_count; i++)
        s->id_columns[s->id_count++] = s->questions[i].column;
    if (s->question_column != SOURCE_NO_COLUMN) {
        s->id_columns[s->id_count++] = s->question_column;
        s->id_columns[s->id_count++] = s->text_column;
    }
}

/* Ids must not depend on the order in which the file names their columns. */
static void sort_id_columns(struct source *s)
{
    for (size_t i = 1; i < s->id_count; i++) {
        int moving = s->id_columns[i];
        size_t k = i;
        for (; k > 0 && strcmp(s->columns[s->id_columns[k - 1]].key, s->columns[moving].key) > 0; k--)
            s->id_columns[k] = s->id_columns[k - 1];
        s->id_columns[k] = moving;
    }
}

static void hash_identity(struct source *s)
{
    struct hash *h = hash_new();
    hash_number(h, s->id_derived);
    hash_number(h, s->id_hash);
    sort_id_columns(s);
    for (size_t i = 0; i < s->id_count; i++)
        hash_field(h, s->columns[s->id_columns[i]].key);
    hash_end(h, s->identity_sha256);
}

int source_read_fields(struct source_reading *r)
{
    struct source *s = r->s;
    struct fields f = {0};
    const struct config_node *const nodes[] = {r->profile.fields, r->file.fields};
    s->columns = mem_new(SOURCE_MAX_COLUMNS, sizeof *s->columns);
    s->postcode = SOURCE_NO_COLUMN;
    for (size_t i = 0; i < 2; i++)
        if (nodes[i] != NULL &&
            config_read(s->file, nodes[i], "fields", field_keys, COUNT(field_keys), &f, r->err) != 0)
            return -1;
    struct source_value postcode;
    if (source_read_blank(r) != 0 || read_id(r, f.id) != 0 || read_submitted(r, f.submitted) != 0 ||
        read_place(r, f.place) != 0 || read_value(r, f.service, "service", &s->service_value) != 0 ||
        read_value(r, f.postcode, "postcode", &postcode) != 0 || source_read_questions(r) != 0 ||
        read_answers(r, f.area) != 0 ||
        source_read_conditions(r, r->profile.skip, r->file.skip, "skip", &s->skip, &s->skip_count) != 0 ||
        source_read_conditions(r, r->profile.withdrawn, r->file.withdrawn, "withdrawn", &s->withdrawn,
                               &s->withdrawn_count) != 0)
        return -1;
    s->postcode = postcode.column;
    derive_id(s);
    hash_identity(s);
    return 0;
}
