/* labels.c: reads comments that people coded; rows of one comment by several coders become one. */
#include "labels_internal.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

/* The value of a cell, NULL without such a column or value. */
static const char *value(const struct labels *l, size_t row, size_t column)
{
    const char *cell = csv_table_cell(l->table, row, column);
    return cell[0] != '\0' ? cell : NULL;
}

/* What stands for "no", as text_key() writes it, beside any number that is zero; and whether it says in a
 * list, too, that no label fits. */
static const struct {
    const char *word;
    bool in_list;
} no_words[] = {
    {"no", false},  {"n", false},  {"false", false}, {"f", false},   {"none", true},
    {"n/a", false}, {"na", false}, {"null", false},  {"nan", false}, {"-", true},
};

/* 0, 00, 0.0, 0,0, -0, 0.00E+00, 0%. */
static bool is_zero(const char *key)
{
    key += strspn(key, "+-");
    size_t digits = strspn(key, "0.,");
    if (memchr(key, '0', digits) == NULL)
        return false;
    key += digits;
    if (key[0] == 'e')
        key += 1 + strspn(key + 1, "+-0123456789");
    return key[0] == '\0' || strcmp(key, "%") == 0;
}

bool labels_says_no(const char *cell, bool in_list)
{
    struct buf key = buf_new(CSV_MAX_CELL);
    text_key(cell, strlen(cell), &key);
    bool no = !in_list && is_zero(buf_str(&key));
    for (size_t i = 0; i < sizeof no_words / sizeof no_words[0] && !no; i++)
        no = (no_words[i].in_list || !in_list) && strcmp(no_words[i].word, buf_str(&key)) == 0;
    buf_free(&key);
    return no;
}

/* What stands in a list where a person decided that no label fits; a label of that name goes before. */
static bool is_none(const struct labels *l, const char *part)
{
    return labels_says_no(part, true) && !labels_known(l, part) && labels_category(l->ruleset, part) < 0;
}

/* One coder gave one label; `seen` keeps two labels of one category from being two votes. */
static void give(struct labelled *c, struct label *label, bool *seen)
{
    label->given++;
    c->labels++;
    if (label->category < 0 || seen[label->category])
        return;
    seen[label->category] = true;
    c->votes[label->category]++;
}

/* A list cell is one label, or several with ; or | or line breaks between them. Labels may hold commas, so a
 * comma parts labels only where every part is known. */
static bool parts_are_known(const struct labels *l, char *list, const char *separators)
{
    char *rest = NULL;
    bool all = true;
    for (char *part = strtok_r(list, separators, &rest); part != NULL && all;
         part = strtok_r(NULL, separators, &rest)) {
        part += strspn(part, " ");
        bool known = part[0] == '\0' || labels_category(l->ruleset, part) >= 0;
        for (size_t i = 0; i < l->label_count && !known; i++)
            known = text_same(l->label[i].name, part);
        all = known;
    }
    return all;
}

/* Whether the list says that no label fits. */
static bool give_list(struct labels *l, struct labelled *c, const char *cell, bool *seen)
{
    bool none = false;
    const char *separators = strpbrk(cell, ";|\n") != NULL ? ";|\n" : "";
    char *list = mem_strdup(cell);
    if (separators[0] == '\0' && labels_category(l->ruleset, cell) < 0 && parts_are_known(l, list, ","))
        separators = ",";
    free(list);
    list = mem_strdup(cell);
    char *rest = NULL;
    for (char *part = separators[0] != '\0' ? strtok_r(list, separators, &rest) : list; part != NULL;
         part = separators[0] != '\0' ? strtok_r(NULL, separators, &rest) : NULL) {
        part += strspn(part, " ");
        size_t len = strlen(part);
        while (len > 0 && part[len - 1] == ' ')
            part[--len] = '\0';
        if (is_none(l, part))
            none = true;
        else if (len > 0)
            give(c, labels_label(l, part), seen);
    }
    free(list);
    return none;
}

/* Whether a cell says that a label with a counterpart does not fit. */
static bool give_columns(struct labels *l, struct labelled *c, size_t row, bool *seen)
{
    bool none = false;
    for (size_t i = 0; i < l->label_count; i++) {
        const char *cell = l->label[i].column < csv_table_columns(l->table)
                               ? csv_table_cell(l->table, row, l->label[i].column)
                               : "";
        if (cell[0] == '\0')
            continue;
        if (labels_says_no(cell, false))
            none = none || l->label[i].category >= 0;
        else
            give(c, &l->label[i], seen);
    }
    return none;
}

static void read_labels(struct labels *l, const struct labels_options *o,
                        const struct labels_columns *columns, size_t row, struct labelled *c)
{
    bool *seen = mem_new(l->ruleset->category_count, sizeof *seen);
    size_t before = c->labels;
    bool none = l->list ? give_list(l, c, csv_table_cell(l->table, row, columns->list), seen)
                        : give_columns(l, c, row, seen);
    none = c->labels == before && (none || o->empty_is_none);
    bool usable = none;
    for (size_t i = 0; i < l->ruleset->category_count; i++)
        usable = usable || seen[i];
    c->none += none;
    c->usable += usable;
    c->coders++;
    free(seen);
}

static int polarity_of_row(struct labels *l, const struct labels_options *o,
                           const struct labels_columns *columns, size_t row, enum polarity *polarity,
                           struct error *err)
{
    const char *declared = value(l, row, columns->polarity);
    *polarity = POLARITY_OPEN;
    if (o->polarity != NULL && labels_polarity_name(o->polarity, polarity) == 0)
        return 0;
    if (declared != NULL && labels_polarity_name(declared, polarity) != 0)
        return error_at(err, ERROR_DATA, csv_table_path(l->table), (int)csv_table_line(l->table, row), 0,
                        "\"%s\" is no polarity; the column \"%s\" must say good, improve or open", declared,
                        l->polarity_column);
    if (declared == NULL)
        *polarity = columns->question < csv_table_columns(l->table)
                        ? labels_polarity_of(l, csv_table_cell(l->table, row, columns->question))
                        : labels_polarity_of_header(l, l->text_column);
    return 0;
}

struct by_id {
    const char *id;
    size_t row, comment;
};

static int compare_ids(const void *a, const void *b)
{
    const struct by_id *x = a;
    const struct by_id *y = b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static int compare_rows(const void *a, const void *b)
{
    const struct by_id *x = a;
    const struct by_id *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

/* Which comment each row belongs to: with --coder, rows of the same id are one; else every row is its own. */
static struct by_id *group_rows(const struct labels *l, const struct labels_columns *columns)
{
    size_t rows = csv_table_rows(l->table);
    struct by_id *by = mem_new(rows, sizeof *by);
    for (size_t i = 0; i < rows; i++)
        by[i] = (struct by_id){csv_table_cell(l->table, i, columns->id), i, i};
    if (l->coder_column == NULL)
        return by;
    qsort(by, rows, sizeof *by, compare_ids);
    for (size_t i = 1; i < rows; i++)
        if (by[i].id[0] != '\0' && strcmp(by[i].id, by[i - 1].id) == 0)
            by[i].comment = by[i - 1].comment;
    qsort(by, rows, sizeof *by, compare_rows);
    return by;
}

static int read_row(struct labels *l, const struct labels_options *o, const struct labels_columns *columns,
                    size_t row, struct labelled *c, struct error *err)
{
    if (c->coders == LABELS_MAX_CODERS)
        return error_at(err, ERROR_DATA, csv_table_path(l->table), (int)csv_table_line(l->table, row), 0,
                        "the comment \"%s\" has more than %d rows; is --id the right column?", c->id,
                        LABELS_MAX_CODERS);
    if (c->coders == 0) {
        c->line = csv_table_line(l->table, row);
        c->id = value(l, row, columns->id);
        c->respondent = value(l, row, columns->respondent);
        c->text = csv_table_cell(l->table, row, columns->text);
        c->source = value(l, row, columns->source);
        c->service = value(l, row, columns->service);
        c->place = value(l, row, columns->place);
        c->sentiment = value(l, row, columns->sentiment);
        c->votes = arena_new(&l->arena, l->ruleset->category_count, 1);
        if (polarity_of_row(l, o, columns, row, &c->polarity, err) != 0)
            return -1;
    }
    read_labels(l, o, columns, row, c);
    return 0;
}

static int read_rows(struct labels *l, const struct labels_options *o, const struct labels_columns *columns,
                     struct error *err)
{
    if (l->coder_column != NULL && l->id_column == NULL)
        return error_set(err, ERROR_USAGE,
                         "--coder needs --id: the column that says which rows are of the same comment");
    struct by_id *by = group_rows(l, columns);
    size_t *place = mem_new(csv_table_rows(l->table), sizeof *place);
    int result = 0;
    l->rows = csv_table_rows(l->table);
    l->comment = arena_new(&l->arena, l->rows, sizeof *l->comment);
    for (size_t i = 0; i < l->rows && result == 0; i++) {
        if (by[i].comment == i)
            place[i] = l->count++;
        result = read_row(l, o, columns, i, &l->comment[place[by[i].comment]], err);
    }
    free(place);
    free(by);
    return result;
}

/* Says what an empty file is, before its columns are looked for in vain. */
static int check_rows(const struct csv_table *t, struct error *err)
{
    if (csv_table_rows(t) > 0)
        return 0;
    return error_set(err, ERROR_DATA,
                     csv_table_columns(t) == 0
                         ? "%s: the file is empty; it needs a header row and a row for each comment"
                         : "%s: the file has a header and no rows; it needs a row for each comment",
                     csv_table_path(t));
}

int labels_read(const struct labels_options *options, const struct ruleset *ruleset, bool need_labels,
                struct labels **out, struct error *err)
{
    struct labels *l = mem_new(1, sizeof *l);
    struct labels_columns columns;
    l->ruleset = ruleset;
    l->judged = arena_new(&l->arena, ruleset->category_count, sizeof *l->judged);
    if (csv_table_load_argument(options->file, LABELS_MAX_FILE, NULL, 0, &l->table, err) != 0 ||
        check_rows(l->table, err) != 0 ||
        (need_labels && options->map != NULL && labels_load_map(l, options->map, err) != 0) ||
        (options->polarity_map != NULL && labels_load_polarities(l, options->polarity_map, err) != 0) ||
        labels_find_columns(l, options, need_labels, &columns, err) != 0 ||
        read_rows(l, options, &columns, err) != 0) {
        labels_free(l);
        return -1;
    }
    *out = l;
    return 0;
}

void labels_free(struct labels *l)
{
    if (l == NULL)
        return;
    csv_table_free(l->table);
    arena_free(&l->arena);
    free(l);
}

bool labels_given(const struct labelled *c, size_t category)
{
    return (size_t)c->votes[category] * 2 > c->coders;
}
