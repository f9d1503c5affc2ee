/* map_internal.h: what map.c lends to map_id.c and map_reject.c. */
#pragma once

#include <yousaid/date.h>

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

enum { MAP_MAX_TEXT = 16 << 20 /* bytes of one comment */ };

/* One row on its way. Steps return NULL or the reason why the row cannot be mapped. */
struct mapping {
    struct map_batch *b;
    const struct source *s;
    const struct record *record;
    struct map_row *row;
    int64_t scrubbed;
    enum date_reading date;
    struct error why;
};

/* A copy that lives as long as the batch. */
const char *map_kept(struct mapping *m, const char *text);
/* The cells of a column; none for SOURCE_NO_COLUMN. */
const struct record_cells *map_cells_of(const struct mapping *m, int column);
/* A sentence that names a cell, shortened: never a whole comment. */
const char *map_reason(struct mapping *m, const char *before, const char *cell, const char *after);
/* The same of a text that may hold identifiers. */
const char *map_clean_reason(struct mapping *m, const char *text);
/* The name of a service or a value, without identifiers. */
const char *map_label(struct mapping *m, const char *text);
/* Appends the scrubbed text to `out`; NULL, or the reason why it cannot be. */
const char *map_scrubbed(struct mapping *m, const char *text, struct buf *out);
/* Adds an attribute unless the response has it. */
void map_add_attribute(struct mapping *m, const char *name, const char *value, const char *question);
/* All closed answers of the row; NULL, or the reason why they cannot be mapped. */
const char *map_answers(struct mapping *m);

/* Fills state->cells: canonical, blank ones left out. */
int map_read_cells(struct map_batch *b, const struct record *record, struct error *err);
/* Whether one of the conditions holds for the cells. A value of the list that is empty asks for an empty
 * cell. */
bool map_holds(const struct map_batch *b, const struct source_condition *conditions, size_t count);
/* Whether all mapped cells are empty. */
bool map_is_blank(const struct map_batch *b);
/* Sets the id of the row: that of its cell, hashed where the source says so or the id identifies a person, or
 * one derived from its cells. None where the id cell is empty. */
void map_id(struct map_batch *b, const struct record *record, struct store_response *r);
/* Key of a row that has no id, or one that another row has. */
const char *map_row_key(struct map_batch *b, const struct record *record);
/* JSON of the mapped cells, scrubbed; an id that is hashed stays out, and all cells of a row that is cut off
 * or too long: the name that stood beside a comment may stand in its place. */
const char *map_record_json(struct map_batch *b, const struct record *record, struct error *err);
