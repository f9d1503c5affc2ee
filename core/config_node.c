/* config_node.c: walking the tree; a NULL node is an absent one and answers as if it were empty. */
#include "config_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *config_path(const struct config *c)
{
    return c->path;
}

const struct config_node *config_root(const struct config *c)
{
    return c->root;
}

enum config_kind config_kind(const struct config_node *n)
{
    return n != NULL ? n->kind : CONFIG_NULL;
}

int config_line(const struct config_node *n)
{
    return n != NULL ? n->line : 0;
}

int config_column(const struct config_node *n)
{
    return n != NULL ? n->column : 0;
}

size_t config_size(const struct config_node *n)
{
    return n != NULL ? n->size : 0;
}

const struct config_node *config_item(const struct config_node *list, size_t i)
{
    return config_value(list, i);
}

const char *config_key(const struct config_node *map, size_t i)
{
    return config_text(config_key_node(map, i));
}

const struct config_node *config_key_node(const struct config_node *map, size_t i)
{
    return i < config_size(map) ? map->entries[i].key : NULL;
}

const struct config_node *config_value(const struct config_node *map, size_t i)
{
    return i < config_size(map) ? map->entries[i].value : NULL;
}

static int compare_key(const void *key, const void *entry)
{
    return strcmp(key, ((const struct config_index *)entry)->key);
}

const struct config_node *config_get(const struct config_node *map, const char *key)
{
    if (map == NULL || map->kind != CONFIG_MAP)
        return NULL;
    const struct config_index *found = bsearch(key, map->index, map->size, sizeof *map->index, compare_key);
    return found != NULL ? map->entries[found->entry].value : NULL;
}

const char *config_text(const struct config_node *n)
{
    return n != NULL ? n->text : NULL;
}

int config_fail(const struct config_node *n, struct error *err, const char *format, ...)
{
    char sentence[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    if (n == NULL)
        return error_set(err, ERROR_CONFIG, "%s", sentence);
    return error_at(err, ERROR_CONFIG, n->config->path, n->line, n->column, "%s", sentence);
}
