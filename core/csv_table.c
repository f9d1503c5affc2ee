/* csv_table.c: a small CSV file with one header row, held as a table whose columns are found by name. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/csv.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

struct table_row {
    size_t line, count;
    const char **cell;
};
struct csv_table {
    const char *path;
    const char **column;
    const char **key; /* of each column */
    size_t columns;
    struct table_row *rows;
    size_t row_count, row_cap;
    bool headed;
    struct arena arena;
    struct buf scratch;
};

/* The canonical text of a cell, kept by the table. */
static const char *keep(struct csv_table *t, const char *cell)
{
    buf_clear(&t->scratch);
    if (text_canonical(cell, strlen(cell), &t->scratch, NULL) != 0)
        return arena_strdup(&t->arena, cell);
    return arena_strndup(&t->arena, csv_undefused(buf_str(&t->scratch)),
                         strlen(csv_undefused(buf_str(&t->scratch))));
}

static const char *key_of(struct csv_table *t, const char *name)
{
    buf_clear(&t->scratch);
    text_key(name, strlen(name), &t->scratch);
    return buf_str(&t->scratch);
}

static int take_header(struct csv_table *t, const struct csv_row *row, struct error *err)
{
    t->headed = true;
    t->column = arena_new(&t->arena, row->count, sizeof *t->column);
    t->key = arena_new(&t->arena, row->count, sizeof *t->key);
    for (size_t c = 0; c < row->count; c++) {
        t->column[c] = keep(t, row->cell[c]);
        t->key[c] = arena_strdup(&t->arena, key_of(t, t->column[c]));
        for (size_t other = 0; other < c; other++)
            if (t->key[c][0] != '\0' && strcmp(t->key[c], t->key[other]) == 0)
                return error_set(err, ERROR_CONFIG, "line %zu: two columns are called \"%s\"; rename one",
                                 row->line, t->column[c]);
        t->columns = c + 1;
    }
    return 0;
}

static int take_row(void *ctx, const struct csv_row *row, struct error *err)
{
    struct csv_table *t = ctx;
    if (!t->headed)
        return take_header(t, row, err);
    for (size_t c = t->columns; c < row->count; c++)
        if (row->cell[c][0] != '\0')
            return error_set(
                err, ERROR_DATA,
                "line %zu: there are %zu cells but %zu columns; put cells that hold a comma in quotes",
                row->line, row->count, t->columns);
    t->rows = mem_grow(t->rows, &t->row_cap, t->row_count + 1, sizeof *t->rows);
    struct table_row *kept = &t->rows[t->row_count++];
    kept->line = row->line;
    kept->count = row->count < t->columns ? row->count : t->columns;
    kept->cell = arena_new(&t->arena, kept->count, sizeof *kept->cell);
    for (size_t c = 0; c < kept->count; c++)
        kept->cell[c] = keep(t, row->cell[c]);
    return 0;
}

static int check_required(const struct csv_table *t, const char *const *required, size_t count,
                          struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (csv_table_find(t, required[i]) < t->columns)
            continue;
        const char *near = text_closest(required[i], t->column, t->columns);
        if (near != NULL)
            return error_set(err, ERROR_CONFIG, "there is no column \"%s\"; did you mean \"%s\" to be it?",
                             required[i], near);
        return error_set(err, ERROR_CONFIG, "there is no column \"%s\" in the header row", required[i]);
    }
    return 0;
}

/* `missing`: the kind of error that a file is which cannot be opened. */
static int load(const char *path, size_t max, const char *const *required, size_t count,
                enum error_kind missing, struct csv_table **out, struct error *err)
{
    struct csv_table *t = mem_new(1, sizeof *t);
    struct buf bytes = buf_new(max);
    int result = -1;
    t->path = arena_strdup(&t->arena, path);
    t->scratch = buf_new(SIZE_MAX / 4);
    if (buf_read_file(&bytes, path, err) != 0) {
        if (err != NULL && err->kind == ERROR_CONFIG)
            err->kind = missing;
        goto done;
    }
    if (csv_read(buf_str(&bytes), bytes.len, 0, take_row, t, err) != 0 ||
        check_required(t, required, count, err) != 0) {
        error_prefix(err, "%s: ", path);
        goto done;
    }
    *out = t;
    t = NULL;
    result = 0;
done:
    buf_free(&bytes);
    csv_table_free(t);
    return result;
}

int csv_table_load(const char *path, size_t max, const char *const *required, size_t count,
                   struct csv_table **out, struct error *err)
{
    return load(path, max, required, count, ERROR_CONFIG, out, err);
}

int csv_table_load_argument(const char *path, size_t max, const char *const *required, size_t count,
                            struct csv_table **out, struct error *err)
{
    return load(path, max, required, count, ERROR_USAGE, out, err);
}

void csv_table_free(struct csv_table *t)
{
    if (t == NULL)
        return;
    arena_free(&t->arena);
    buf_free(&t->scratch);
    free(t->rows);
    free(t);
}

size_t csv_table_rows(const struct csv_table *t)
{
    return t->row_count;
}

const char *csv_table_cell(const struct csv_table *t, size_t i, size_t c)
{
    return i < t->row_count && c < t->rows[i].count ? t->rows[i].cell[c] : "";
}

const char *csv_table_get(const struct csv_table *t, size_t i, const char *column)
{
    return csv_table_cell(t, i, csv_table_find(t, column));
}

/* The exact name wins over one that is the same but for case and space. */
size_t csv_table_find(const struct csv_table *t, const char *column)
{
    for (size_t c = 0; c < t->columns; c++)
        if (strcmp(t->column[c], column) == 0)
            return c;
    struct buf key = buf_new(SIZE_MAX / 4);
    text_key(column, strlen(column), &key);
    size_t c = 0;
    while (c < t->columns && strcmp(t->key[c], buf_str(&key)) != 0)
        c++;
    buf_free(&key);
    return c;
}

size_t csv_table_line(const struct csv_table *t, size_t i)
{
    return t->rows[i].line;
}

const char *csv_table_path(const struct csv_table *t)
{
    return t->path;
}

size_t csv_table_columns(const struct csv_table *t)
{
    return t->columns;
}

const char *csv_table_column(const struct csv_table *t, size_t c)
{
    return t->column[c];
}
