/* map_internal.h: what map.c lends to map_id.c and map_reject.c. */
#pragma once

#include "id_table.h"
#include "map.h"

struct map_state {
    struct arena arena;
    struct scrub *scrub;
    struct id_table ids;        /* external id -> row in the batch */
    struct id_table repeated;   /* derived ids and keys of rows without id -> how often */
    struct id_table questions;  /* of the long form: keys seen */
    struct record_cells *cells; /* of the record in hand, canonical and without blanks, by column */
    struct arena record;        /* memory of the record in hand */
};

/* Fills state->cells: canonical, blank ones left out. */
int map_read_cells(struct map_batch *b, const struct record *record, struct error *err);
/* Whether one of the conditions holds for the cells. A value of the list that is empty asks for an empty
 * cell. */
bool map_holds(const struct map_batch *b, const struct source_condition *conditions, size_t count);
/* Whether all mapped cells are empty. */
bool map_is_blank(const struct map_batch *b);
/* The id of the row: of its cells, hashed where the source says so or the id is an e-mail address, or
 * derived. NULL: the id cell is empty. */
const char *map_id(struct map_batch *b, const struct record *record);
/* Key of a row that has no id, or one that another row has. */
const char *map_row_key(struct map_batch *b, const struct record *record);
/* JSON of the mapped cells, scrubbed; an id that is hashed stays out. */
const char *map_record_json(struct map_batch *b, const struct record *record, struct error *err);
