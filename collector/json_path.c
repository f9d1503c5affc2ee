/* json_path.c: finds the cells of a column in one JSON record. */
#include "json_path.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>

enum { JSON_PATH_MAX = 4096, JSON_NAMES_DEPTH = 4, JSON_NAMES_MAX = 500 };

struct search {
    struct json_found found;
    const char **text;
    size_t cap;
    struct arena *arena;
};

static void keep(struct search *s, const char *text, size_t len)
{
    if (strlen(text) != len) {
        s->found.problem = "a text holds a NUL character";
        return;
    }
    s->text = mem_grow(s->text, &s->cap, s->found.count + 1, sizeof *s->text);
    s->text[s->found.count++] = arena_strndup(s->arena, text, len);
}

/* json-c reads NaN and Infinity, which are no JSON, and turns integers beyond 64 bits into the nearest that
 * it can hold: two ids would become one. */
static bool is_exact(struct json_object *o)
{
    if (json_object_is_type(o, json_type_double))
        return isfinite(json_object_get_double(o));
    if (!json_object_is_type(o, json_type_int))
        return true;
    return json_object_get_uint64(o) != UINT64_MAX && json_object_get_int64(o) != INT64_MIN;
}

/* What stands at the end of the path. */
static void take(struct search *s, struct json_object *o)
{
    s->found.present = true;
    if (json_object_is_type(o, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(o); i++) {
            struct json_object *item = json_object_array_get_idx(o, i);
            if (json_object_is_type(item, json_type_array) || json_object_is_type(item, json_type_object))
                s->found.problem = "a mapped field holds a list of objects: name what is wanted inside it";
            else
                take(s, item);
        }
    } else if (json_object_is_type(o, json_type_object))
        s->found.problem = "a mapped field holds an object: name what is wanted inside it";
    else if (json_object_is_type(o, json_type_string))
        keep(s, json_object_get_string(o), (size_t)json_object_get_string_len(o));
    else if (!is_exact(o))
        s->found.problem =
            "a mapped field holds NaN, Infinity or a number that is too large: ask for it as text in quotes";
    else if (o != NULL) {
        const char *text = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN);
        keep(s, text, strlen(text));
    }
}

static void follow(struct search *s, struct json_object *o, const char *path);

static bool selected(struct json_object *item, const char *name, size_t name_len, const char *wanted,
                     size_t len)
{
    struct arena arena = {0};
    struct search inner = {.arena = &arena};
    char *path = arena_strndup(&arena, name, name_len);
    follow(&inner, item, path);
    bool same =
        inner.found.count == 1 && strlen(inner.text[0]) == len && memcmp(inner.text[0], wanted, len) == 0;
    free(inner.text);
    arena_free(&arena);
    return same;
}

/* The items of an array that a step picks: all (*), one by position, or those with [name=value]. */
static void follow_array(struct search *s, struct json_object *o, const char *step, size_t len,
                         const char *rest)
{
    size_t count = json_object_array_length(o);
    const char *equals = step[0] == '[' ? memchr(step, '=', len) : NULL;
    bool all = len == 1 && *step == '*';
    char *end = NULL;
    size_t at = isdigit((unsigned char)*step) ? strtoul(step, &end, 10) : count;
    if (end != NULL && end != step + len)
        at = count;
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_array_get_idx(o, i);
        if (all || i == at ||
            (equals != NULL && selected(item, step + 1, (size_t)(equals - step - 1), equals + 1,
                                        (size_t)(step + len - 1 - (equals + 1)))))
            follow(s, item, rest);
    }
}

/* Length of the first step: up to a dot or the [ of a selection; a selection goes to its ]. */
static size_t step_length(const char *path)
{
    if (*path != '[')
        return strcspn(path, ".[");
    const char *close = strchr(path, ']');
    return close != NULL ? (size_t)(close - path) + 1 : strlen(path);
}

static void follow(struct search *s, struct json_object *o, const char *path)
{
    struct json_object *child = NULL;
    if (*path == '\0') {
        take(s, o);
        return;
    }
    if (json_object_is_type(o, json_type_object) && json_object_object_get_ex(o, path, &child)) {
        take(s, child);
        return;
    }
    size_t len = step_length(path);
    const char *rest = path + len + (path[len] == '.');
    if (json_object_is_type(o, json_type_array)) {
        follow_array(s, o, path, len, rest);
        return;
    }
    char name[JSON_PATH_MAX];
    if (!json_object_is_type(o, json_type_object) || len >= sizeof name)
        return;
    memcpy(name, path, len);
    name[len] = '\0';
    if (json_object_object_get_ex(o, name, &child))
        follow(s, child, rest);
    else if (strcmp(name, "*") == 0) {
        json_object_object_foreach(o, key, each)
        {
            (void)key;
            follow(s, each, rest);
        }
    }
}

struct json_found json_path_find(struct json_object *record, const char *path, struct arena *arena)
{
    struct search s = {.arena = arena};
    follow(&s, record, path);
    const char **text = arena_new(arena, s.found.count + 1, sizeof *text);
    if (s.found.count > 0)
        memcpy(text, s.text, s.found.count * sizeof *text);
    free(s.text);
    s.found.text = text;
    return s.found;
}

static void add_name(struct json_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->name[i], name) == 0)
            return;
    names->name = mem_grow(names->name, &names->cap, names->count + 1, sizeof *names->name);
    names->name[names->count++] = arena_strdup(&names->arena, name);
}

static void add_names(struct json_names *names, struct json_object *o, const char *prefix, int depth)
{
    json_object_object_foreach(o, key, child)
    {
        struct buf path = buf_new(JSON_PATH_MAX);
        buf_printf(&path, "%s%s%s", prefix, *prefix != '\0' ? "." : "", key);
        if (names->count < JSON_NAMES_MAX && !path.failed)
            add_name(names, buf_str(&path));
        if (json_object_is_type(child, json_type_object) && depth < JSON_NAMES_DEPTH)
            add_names(names, child, buf_str(&path), depth + 1);
        buf_free(&path);
    }
}

void json_names_add(struct json_names *names, struct json_object *record)
{
    if (json_object_is_type(record, json_type_object))
        add_names(names, record, "", 0);
}

void json_names_free(struct json_names *names)
{
    free(names->name);
    arena_free(&names->arena);
    *names = (struct json_names){0};
}
