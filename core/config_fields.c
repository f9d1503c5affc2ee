/* config_fields.c: reads a map into a struct by a table: one row a key. */
#include "config_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yousaid/date.h>
#include <yousaid/text.h>

enum { CONFIG_MAX_FIELDS = 64 };

/* One value on its way from a node to a member of the target. */
struct reading {
    struct config *config;
    const struct config_field *field;
    const struct config_node *value;
    char *to;
    struct error *err;
};

static const char *const kind_names[] = {
    [CONFIG_NULL] = "nothing", [CONFIG_SCALAR] = "text", [CONFIG_LIST] = "a list", [CONFIG_MAP] = "a map"};

static int need_scalar(const struct reading *r, const char *what)
{
    if (r->value->kind == CONFIG_SCALAR)
        return 0;
    return config_fail(r->value, r->err, "'%s' must be %s, not %s", r->field->key, what,
                       kind_names[r->value->kind]);
}

static int read_text(const struct reading *r)
{
    if (need_scalar(r, "text") != 0)
        return -1;
    memcpy(r->to, &r->value->text, sizeof r->value->text);
    return 0;
}

static int read_bool(const struct reading *r)
{
    static const struct {
        const char *text;
        bool value;
    } words[] = {{"true", true}, {"yes", true}, {"false", false}, {"no", false}};
    if (need_scalar(r, "true or false") != 0)
        return -1;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(r->value->text, words[i].text) == 0) {
            memcpy(r->to, &words[i].value, sizeof words[i].value);
            return 0;
        }
    return config_fail(r->value, r->err, "'%s' must be true or false, not '%s'", r->field->key,
                       r->value->text);
}

static int read_int(const struct reading *r)
{
    if (need_scalar(r, "a whole number") != 0)
        return -1;
    char *end = NULL;
    errno = 0;
    long long n = strtoll(r->value->text, &end, 10);
    if (errno != 0 || end == r->value->text || *end != '\0')
        return config_fail(r->value, r->err, "'%s' must be a whole number, not '%s'", r->field->key,
                           r->value->text);
    if ((r->field->min != 0 || r->field->max != 0) && (n < r->field->min || n > r->field->max))
        return config_fail(r->value, r->err, "'%s' must be from %lld to %lld, not %lld", r->field->key,
                           (long long)r->field->min, (long long)r->field->max, n);
    int64_t value = n;
    memcpy(r->to, &value, sizeof value);
    return 0;
}

static int read_duration(const struct reading *r)
{
    if (need_scalar(r, "a duration such as 1d") != 0)
        return -1;
    int64_t seconds = 0;
    struct error why = {0};
    if (date_duration(r->value->text, &seconds, &why) != 0)
        return config_fail(r->value, r->err, "'%s': %s", r->field->key, why.text);
    memcpy(r->to, &seconds, sizeof seconds);
    return 0;
}

static int read_enum(const struct reading *r)
{
    if (need_scalar(r, "one word") != 0)
        return -1;
    struct buf list = buf_new(ERROR_TEXT_MAX);
    for (int i = 0; r->field->values[i] != NULL; i++) {
        if (strcmp(r->field->values[i], r->value->text) == 0) {
            memcpy(r->to, &i, sizeof i);
            buf_free(&list);
            return 0;
        }
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", r->field->values[i]);
    }
    config_fail(r->value, r->err, "'%s' must be one of %s, not '%s'", r->field->key, buf_str(&list),
                r->value->text);
    buf_free(&list);
    return -1;
}

/* One scalar stands for a list of one. */
static int read_texts(const struct reading *r)
{
    const struct config_node *v = r->value;
    if (v->kind == CONFIG_MAP)
        return config_fail(v, r->err, "'%s' must be a text or a list of texts, not a map", r->field->key);
    struct config_texts texts = {.count = v->kind == CONFIG_LIST ? v->size : 1};
    texts.text = arena_new(&r->config->arena, texts.count, sizeof *texts.text);
    for (size_t i = 0; i < texts.count; i++) {
        const struct config_node *item = v->kind == CONFIG_LIST ? v->entries[i].value : v;
        if (item->kind != CONFIG_SCALAR)
            return config_fail(item, r->err, "an item of '%s' must be text, not %s", r->field->key,
                               kind_names[item->kind]);
        texts.text[i] = item->text;
    }
    memcpy(r->to, &texts, sizeof texts);
    return 0;
}

static int read_node(const struct reading *r)
{
    memcpy(r->to, &r->value, sizeof r->value);
    return 0;
}

static int (*const readers[])(const struct reading *r) = {
    [CONFIG_TEXT] = read_text,         [CONFIG_BOOL] = read_bool, [CONFIG_INT] = read_int,
    [CONFIG_DURATION] = read_duration, [CONFIG_ENUM] = read_enum, [CONFIG_TEXTS] = read_texts,
    [CONFIG_NODE] = read_node};

static int unknown_key(const struct config_node *key, const char *what, const struct config_field *fields,
                       size_t count, struct error *err)
{
    const char *names[CONFIG_MAX_FIELDS];
    struct buf list = buf_new(ERROR_TEXT_MAX / 2);
    for (size_t i = 0; i < count && i < CONFIG_MAX_FIELDS; i++) {
        names[i] = fields[i].key;
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", fields[i].key);
    }
    const char *closest =
        text_closest(key->text, names, count < CONFIG_MAX_FIELDS ? count : CONFIG_MAX_FIELDS);
    if (closest != NULL)
        config_fail(key, err, "%s has no key '%s': did you mean '%s'?", what, key->text, closest);
    else
        config_fail(key, err, "%s has no key '%s'; it may have: %s", what, key->text, buf_str(&list));
    buf_free(&list);
    return -1;
}

static const struct config_field *find_field(const char *key, const struct config_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].key, key) == 0)
            return &fields[i];
    return NULL;
}

static int check_required(struct config *c, const struct config_node *map, const char *what,
                          const struct config_field *fields, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct config_node *value = config_get(map, fields[i].key);
        if (!fields[i].required || config_kind(value) != CONFIG_NULL)
            continue;
        if (value != NULL)
            return config_fail(value, err, "'%s' is empty: %s needs it", fields[i].key, what);
        if (map != NULL)
            return config_fail(map, err, "%s needs the key '%s'", what, fields[i].key);
        return error_at(err, ERROR_CONFIG, c->path, 0, 0, "%s needs the key '%s'", what, fields[i].key);
    }
    return 0;
}

int config_read(struct config *c, const struct config_node *map, const char *what,
                const struct config_field *fields, size_t count, void *target, struct error *err)
{
    if (config_kind(map) != CONFIG_MAP && config_kind(map) != CONFIG_NULL)
        return config_fail(map, err, "%s must be written as 'key: value' lines, not as %s", what,
                           kind_names[map->kind]);
    for (size_t i = 0; i < config_size(map); i++) {
        const struct config_entry *e = &map->entries[i];
        const struct config_field *f = find_field(e->key->text, fields, count);
        if (f == NULL)
            return unknown_key(e->key, what, fields, count, err);
        const struct reading r = {c, f, e->value, (char *)target + f->offset, err};
        /* "key:" with nothing behind it is as good as no key; a node is the caller's to judge. */
        if (e->value->kind == CONFIG_NULL && f->type != CONFIG_NODE)
            continue;
        if (readers[f->type](&r) != 0)
            return -1;
    }
    return check_required(c, map, what, fields, count, err);
}
