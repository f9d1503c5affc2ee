/* config.c: builds the tree of one YAML file.
 *
 * libyaml's events are used rather than its document API: that one has already followed the aliases and
 * forgotten the anchors, so a small file could grow without bound and neither could be refused. */
#include "config_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>

/* A list or map that is still open. */
struct open_node {
    struct config_node *node;
    const struct config_node *key; /* of a map: waits for its value */
    struct config_entry *entries;
    size_t size, cap;
};
struct builder {
    struct config *config;
    yaml_parser_t parser;
    struct open_node open[CONFIG_MAX_DEPTH];
    size_t depth, nodes, documents;
};

static int fail_at(const struct builder *b, const yaml_mark_t *mark, struct error *err, const char *sentence)
{
    return error_at(err, ERROR_CONFIG, b->config->path, (int)mark->line + 1, (int)mark->column + 1, "%s",
                    sentence);
}

static struct config_node *new_node(struct builder *b, enum config_kind kind, const yaml_mark_t *mark)
{
    struct config_node *n = arena_new(&b->config->arena, 1, sizeof *n);
    *n = (struct config_node){.config = b->config,
                              .kind = kind,
                              .line = (int)mark->line + 1,
                              .column = (int)mark->column + 1,
                              .text = kind == CONFIG_NULL ? "" : NULL};
    return n;
}

/* Every node passes here before it is made. */
static int check_node(struct builder *b, const yaml_event_t *event, const yaml_char_t *anchor,
                      const yaml_char_t *tag, struct error *err)
{
    if (anchor != NULL)
        return fail_at(
            b, &event->start_mark, err,
            "anchors (&name) are not used in these files: write the value out, or put it in 'quotes'");
    if (tag != NULL)
        return fail_at(b, &event->start_mark, err,
                       "tags (!name) are not used in these files: remove it, or put the value in 'quotes'");
    if (++b->nodes > CONFIG_MAX_NODES)
        return error_at(err, ERROR_CONFIG, b->config->path, (int)event->start_mark.line + 1, 0,
                        "the file holds more than %d values: split it", (int)CONFIG_MAX_NODES);
    return 0;
}

/* Puts a finished node where it belongs: root, list item, key or value. */
static int place(struct builder *b, const struct config_node *n, struct error *err)
{
    if (b->depth == 0) {
        b->config->root = n;
        return 0;
    }
    struct open_node *o = &b->open[b->depth - 1];
    if (o->node->kind == CONFIG_MAP && o->key == NULL) {
        if (n->kind != CONFIG_SCALAR)
            return config_fail(n, err, "a key must be a plain name before the ':'");
        o->key = n;
        return 0;
    }
    o->entries = mem_grow(o->entries, &o->cap, o->size + 1, sizeof *o->entries);
    o->entries[o->size++] = (struct config_entry){o->key, n};
    o->key = NULL;
    return 0;
}

static bool is_null(const yaml_event_t *event, const char *text)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    for (size_t i = 0; i < sizeof nulls / sizeof nulls[0]; i++)
        if (strcmp(text, nulls[i]) == 0)
            return true;
    return false;
}

static int add_scalar(struct builder *b, const yaml_event_t *event, struct error *err)
{
    const char *text = (const char *)event->data.scalar.value;
    if (check_node(b, event, event->data.scalar.anchor, event->data.scalar.tag, err) != 0)
        return -1;
    if (memchr(text, '\0', event->data.scalar.length) != NULL)
        return fail_at(b, &event->start_mark, err, "this text holds a NUL character (\\0): remove it");
    if (is_null(event, text))
        return place(b, new_node(b, CONFIG_NULL, &event->start_mark), err);
    struct config_node *n = new_node(b, CONFIG_SCALAR, &event->start_mark);
    n->text = arena_strndup(&b->config->arena, text, event->data.scalar.length);
    return place(b, n, err);
}

static int open_container(struct builder *b, enum config_kind kind, const yaml_event_t *event,
                          const yaml_char_t *anchor, const yaml_char_t *tag, struct error *err)
{
    if (check_node(b, event, anchor, tag, err) != 0)
        return -1;
    if (b->depth == CONFIG_MAX_DEPTH)
        return error_at(err, ERROR_CONFIG, b->config->path, (int)event->start_mark.line + 1,
                        (int)event->start_mark.column + 1,
                        "lists and maps stand more than %d deep in each other", (int)CONFIG_MAX_DEPTH);
    b->open[b->depth++] = (struct open_node){.node = new_node(b, kind, &event->start_mark)};
    return 0;
}

static int by_key(const void *a, const void *b)
{
    const struct config_index *x = a;
    const struct config_index *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* Sorts the keys of a map; two that are the same are an error where the second stands. */
static int index_map(struct config *c, struct config_node *n, struct error *err)
{
    struct config_index *index = arena_new(&c->arena, n->size, sizeof *index);
    for (size_t i = 0; i < n->size; i++)
        index[i] = (struct config_index){n->entries[i].key->text, i};
    qsort(index, n->size, sizeof *index, by_key);
    n->index = index;
    for (size_t i = 1; i < n->size; i++)
        if (strcmp(index[i].key, index[i - 1].key) == 0)
            return config_fail(n->entries[index[i].entry].key, err,
                               "'%s' stands twice in the same map (first on line %d): keep one of them",
                               index[i].key, n->entries[index[i - 1].entry].key->line);
    return 0;
}

static int close_container(struct builder *b, struct error *err)
{
    struct open_node *o = &b->open[--b->depth];
    struct config_entry *entries = arena_new(&b->config->arena, o->size, sizeof *entries);
    if (o->size > 0)
        memcpy(entries, o->entries, o->size * sizeof *entries);
    o->node->size = o->size;
    o->node->entries = entries;
    free(o->entries);
    o->entries = NULL;
    if (o->node->kind == CONFIG_MAP && index_map(b->config, o->node, err) != 0)
        return -1;
    return place(b, o->node, err);
}

static int take_event(struct builder *b, const yaml_event_t *event, struct error *err)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (b->documents++ > 0)
            return fail_at(b, &event->start_mark, err,
                           "a second document begins here: a file holds one; remove the '---', or the rest");
        return 0;
    case YAML_ALIAS_EVENT:
        return fail_at(
            b, &event->start_mark, err,
            "aliases (*name) are not used in these files: write the value out, or put it in 'quotes'");
    case YAML_SCALAR_EVENT:
        return add_scalar(b, event, err);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(b, CONFIG_LIST, event, event->data.sequence_start.anchor,
                              event->data.sequence_start.tag, err);
    case YAML_MAPPING_START_EVENT:
        return open_container(b, CONFIG_MAP, event, event->data.mapping_start.anchor,
                              event->data.mapping_start.tag, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_container(b, err);
    default:
        return 0;
    }
}

static int build(struct builder *b, const char *bytes, size_t len, struct error *err)
{
    yaml_parser_set_input_string(&b->parser, (const unsigned char *)bytes, len);
    bool ended = false;
    while (!ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&b->parser, &event))
            return config_yaml_fail(&b->parser, b->config->path, bytes, len, err);
        ended = event.type == YAML_STREAM_END_EVENT;
        int result = take_event(b, &event, err);
        yaml_event_delete(&event);
        if (result != 0)
            return -1;
    }
    return 0;
}

int config_parse(const char *name, const char *bytes, size_t len, struct config **out, struct error *err)
{
    struct builder b = {.config = mem_new(1, sizeof *b.config)};
    b.config->path = mem_strdup(name);
    b.config->root = new_node(&b, CONFIG_NULL, &(yaml_mark_t){0});
    int result = -1;
    if (len > CONFIG_MAX_FILE)
        error_at(err, ERROR_CONFIG, name, 0, 0, "the file is larger than the limit of %d bytes: split it",
                 (int)CONFIG_MAX_FILE);
    else if (!yaml_parser_initialize(&b.parser))
        error_set(err, ERROR_SYSTEM, "out of memory");
    else
        result = build(&b, bytes, len, err);
    yaml_parser_delete(&b.parser);
    while (b.depth > 0)
        free(b.open[--b.depth].entries);
    if (result != 0)
        config_free(b.config);
    else
        *out = b.config;
    return result;
}

int config_load(const char *path, struct config **out, struct error *err)
{
    struct buf file = buf_new(CONFIG_MAX_FILE);
    int result = buf_read_file(&file, path, err);
    if (result != 0 && err != NULL && err->kind == ERROR_DATA)
        err->kind = ERROR_CONFIG;
    if (result == 0)
        result = config_parse(path, buf_str(&file), file.len, out, err);
    buf_free(&file);
    return result;
}

void config_free(struct config *c)
{
    if (c == NULL)
        return;
    arena_free(&c->arena);
    free(c->path);
    free(c);
}
