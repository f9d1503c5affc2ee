/* id_table.c: a hash table with open addressing over borrowed texts. */
#include "id_table.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

enum { ID_TABLE_FIRST = 1024 };

/* FNV-1a; ids come from our own sources, but a bad day costs time only. */
static uint64_t spread(const char *id)
{
    uint64_t h = 14695981039346656037U;
    for (; *id != '\0'; id++)
        h = (h ^ (unsigned char)*id) * 1099511628211U;
    return h ^ (h >> 29);
}

static struct id_entry *place(const struct id_table *t, const char *id)
{
    size_t at = (size_t)spread(id) & (t->places - 1);
    while (t->entries[at].id != NULL && strcmp(t->entries[at].id, id) != 0)
        at = (at + 1) & (t->places - 1);
    return &t->entries[at];
}

static void grow(struct id_table *t)
{
    struct id_table bigger = {.used = t->used, .places = t->places == 0 ? ID_TABLE_FIRST : t->places * 2};
    bigger.entries = mem_new(bigger.places, sizeof *bigger.entries);
    for (size_t i = 0; i < t->places; i++)
        if (t->entries[i].id != NULL)
            *place(&bigger, t->entries[i].id) = t->entries[i];
    free(t->entries);
    *t = bigger;
}

struct id_entry *id_table_get(struct id_table *t, const char *id)
{
    if (t->used * 2 >= t->places)
        grow(t);
    struct id_entry *entry = place(t, id);
    if (entry->id == NULL) {
        entry->id = id;
        t->used++;
    }
    return entry;
}

void id_table_free(struct id_table *t)
{
    free(t->entries);
    *t = (struct id_table){0};
}
