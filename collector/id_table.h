/* id_table.h: finds texts that were seen before: ids and rows of one export. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct id_entry {
    const char *id; /* borrowed: must outlive the table; NULL in a free place */
    int64_t count;  /* how often it was asked for */
    size_t value;   /* the caller's */
};
struct id_table {
    struct id_entry *entries;
    size_t used, places; /* places is a power of two */
};

/* The entry of `id`, added with count 0 when it is new; valid until the next call. Start with {0}. */
struct id_entry *id_table_get(struct id_table *t, const char *id);
void id_table_free(struct id_table *t);
