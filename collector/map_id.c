/* map_id.c: what makes a row the same row in the next export. */
#include <stdio.h>
#include <string.h>
#include <yousaid/hash.h>

#include "map_internal.h"

enum { DERIVED_DIGITS = 32, KEY_SIZE = 80 };

/* Hash of the cells, exactly as decoded: the way texts are cleaned may change with the program, and ids must
 * not. */
static void hash_cells(const struct source *s, const struct record *record, const int *columns, size_t count,
                       char hex[HASH_SIZE])
{
    struct hash *h = hash_new();
    for (size_t i = 0; i < count; i++) {
        const struct record_cells *cells = &record->cells[columns[i]];
        hash_field(h, s->columns[columns[i]].key);
        for (size_t k = 0; k < cells->count; k++)
            hash_field(h, cells->text[k]);
    }
    hash_end(h, hex);
}

/* Rows with the same cells are told apart by a running number. */
static const char *numbered(struct map_batch *b, const char hex[HASH_SIZE])
{
    char key[KEY_SIZE];
    snprintf(key, sizeof key, "row:%.*s", DERIVED_DIGITS, hex);
    struct id_entry *entry = id_table_get(&b->state->repeated, key);
    if (entry->count++ == 0)
        entry->id = arena_strdup(&b->state->arena, key);
    snprintf(key, sizeof key, "row:%.*s-%lld", DERIVED_DIGITS, hex, (long long)entry->count);
    return arena_strdup(&b->state->arena, key);
}

void map_id(struct map_batch *b, const struct record *record, struct store_response *r)
{
    const struct source *s = b->source;
    char hex[HASH_SIZE];
    if (s->id_derived) {
        hash_cells(s, record, s->id_columns, s->id_count, hex);
        r->external_id = numbered(b, hex);
        return;
    }
    const struct record_cells *cell = &b->state->cells[s->id_columns[0]];
    if (cell->count == 0)
        return;
    const char *plain = arena_strdup(&b->state->arena, cell->text[0]);
    hash_bytes(plain, strlen(plain), hex);
    bool identifies = !s->id_hash && scrub_is_identifier(b->state->scrub, plain);
    r->external_id = s->id_hash || identifies ? arena_strdup(&b->state->arena, hex) : plain;
    r->earlier_id = identifies ? plain : NULL;
}

const char *map_row_key(struct map_batch *b, const struct record *record)
{
    char hex[HASH_SIZE];
    struct hash *h = hash_new();
    for (size_t c = 0; c < b->source->column_count; c++)
        for (size_t k = 0; k < record->cells[c].count; k++)
            hash_field(h, record->cells[c].text[k]);
    hash_number(h, record->problem != NULL);
    hash_end(h, hex);
    return numbered(b, hex);
}
