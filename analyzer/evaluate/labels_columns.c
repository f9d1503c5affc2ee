/* labels_columns.c: finds out which columns of a file hold the text, the labels and what else evaluation can
 * use. */
#include "labels_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

/* The column a user named; an error that names the nearest one if it is not there. */
static int named(const struct csv_table *t, const char *option, const char *name, size_t *column,
                 struct error *err)
{
    const char *columns[CSV_MAX_COLUMNS];
    *column = csv_table_columns(t);
    if (name == NULL)
        return 0;
    *column = csv_table_find(t, name);
    if (*column < csv_table_columns(t))
        return 0;
    for (size_t c = 0; c < csv_table_columns(t); c++)
        columns[c] = csv_table_column(t, c);
    const char *near = text_closest(name, columns, csv_table_columns(t));
    return error_set(err, ERROR_USAGE, "--%s: %s has no column \"%s\"%s%s%s", option, csv_table_path(t), name,
                     near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                     near != NULL ? "\"?" : "");
}

static bool is_label_column(const struct labels *l, size_t column)
{
    for (size_t i = 0; i < l->label_count; i++)
        if (l->label[i].column == column)
            return true;
    return false;
}

/* Whether a column was named, or found, to be used for something else than a label. */
static bool is_used(const struct labels_columns *used, size_t column)
{
    const size_t *others = (const size_t *)used;
    for (size_t k = 0; k < sizeof *used / sizeof *others; k++)
        if (others[k] == column)
            return true;
    return false;
}

/* Whether a column has no use yet. */
static bool is_free(const struct labels *l, const struct labels_columns *used, size_t column)
{
    return !is_label_column(l, column) && !is_used(used, column);
}

typedef bool looks_fn(const struct csv_table *t, size_t column);

/* The first column whose name is one of `names`, that is not used for something else and looks right; the
 * column count if there is none. */
static size_t by_name(const struct labels *l, const struct labels_columns *used, const char *const *names,
                      looks_fn *looks_right)
{
    size_t none = csv_table_columns(l->table);
    for (; *names != NULL; names++) {
        size_t c = csv_table_find(l->table, *names);
        if (c < none && is_free(l, used, c) && (looks_right == NULL || looks_right(l->table, c)))
            return c;
    }
    return none;
}

/* The same for a name that holds `word`. */
static size_t by_word(const struct labels *l, const struct labels_columns *used, const char *word,
                      looks_fn *looks_right)
{
    const struct csv_table *t = l->table;
    struct buf key = buf_new(CSV_MAX_CELL);
    size_t c = 0;
    for (; c < csv_table_columns(t); c++) {
        buf_clear(&key);
        text_key(csv_table_column(t, c), strlen(csv_table_column(t, c)), &key);
        if (strstr(buf_str(&key), word) != NULL && is_free(l, used, c) && looks_right(t, c))
            break;
    }
    buf_free(&key);
    return c;
}

/* Of the columns without a use the one that says most by a measure of its cells; the column count if none
 * says anything. */
static size_t says_most(const struct labels *l, const struct labels_columns *used,
                        size_t (*cell_says)(const char *))
{
    const struct csv_table *t = l->table;
    const char **cells = mem_new(csv_table_rows(t), sizeof *cells);
    size_t best = csv_table_columns(t);
    size_t most = 0;
    for (size_t c = 0; c < csv_table_columns(t); c++) {
        size_t sum = is_free(l, used, c) ? labels_says(t, c, cell_says, cells) : 0;
        if (sum > most) {
            most = sum;
            best = c;
        }
    }
    free(cells);
    return best;
}

/* Columns that are called as a label of the map or as a category, and not named for something else. */
static void find_label_columns(struct labels *l, const struct labels_columns *used)
{
    for (size_t c = 0; c < csv_table_columns(l->table); c++) {
        const char *name = csv_table_column(l->table, c);
        bool known = labels_category(l->ruleset, name) >= 0;
        for (size_t i = 0; i < l->label_count && !known; i++)
            known = text_same(l->label[i].name, name);
        if (known && name[0] != '\0' && !is_used(used, c))
            labels_label(l, name)->column = c;
    }
}

static int find_labels(struct labels *l, const struct labels_options *o, struct labels_columns *c,
                       struct error *err)
{
    static const char *const lists[] = {"labels", "label", "categories", "category", "themes",
                                        "theme",  "codes", "code",       NULL};
    size_t none = csv_table_columns(l->table);
    if (o->labels == NULL)
        find_label_columns(l, c);
    bool found = false;
    for (size_t i = 0; i < l->label_count; i++)
        found = found || l->label[i].column < none;
    if (!found && c->list == none)
        c->list = by_name(l, c, lists, NULL);
    l->list = !found && c->list < none;
    if (found || l->list)
        return 0;
    return error_set(err, ERROR_USAGE,
                     "%s: no column is called as a category of the ruleset %s, and none is called labels; "
                     "name the list column "
                     "with --labels, or give --map with a row for each label",
                     csv_table_path(l->table), l->ruleset->name);
}

/* "parkng" beside "parking": a column that was meant for a label is named, so that it is not lost. */
static void find_strays(struct labels *l, const struct labels_columns *used)
{
    size_t columns = csv_table_columns(l->table);
    l->stray = arena_new(&l->arena, columns, sizeof *l->stray);
    for (size_t c = 0; c < columns; c++)
        if (is_free(l, used, c) && labels_holds_yes_and_no(l->table, c))
            l->stray[l->stray_count++] = csv_table_column(l->table, c);
}

static int find_named(struct labels *l, const struct labels_options *o, struct labels_columns *c,
                      struct error *err)
{
    enum polarity fixed;
    const char *polarity =
        o->polarity != NULL && labels_polarity_name(o->polarity, &fixed) == 0 ? NULL : o->polarity;
    const struct {
        const char *option, *name;
        size_t *column;
    } rows[] = {
        {"text", o->text, &c->text},
        {"question", o->question, &c->question},
        {"polarity", polarity, &c->polarity},
        {"labels", o->labels, &c->list},
        {"respondent", o->respondent, &c->respondent},
        {"id", o->id, &c->id},
        {"coder", o->coder, &c->coder},
        {"source", o->source, &c->source},
        {"service", o->service, &c->service},
        {"place", o->place, &c->place},
        {"sentiment", o->sentiment, &c->sentiment},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (named(l->table, rows[i].option, rows[i].name, rows[i].column, err) != 0)
            return -1;
    return 0;
}

/* Columns that are called as such columns mostly are. */
static void find_by_name(const struct labels *l, const struct labels_options *o, struct labels_columns *c)
{
    enum { NAMES = 7 };
    const struct {
        size_t *column;
        const char *const names[NAMES];
    } rows[] = {{&c->text, {"comment", "comments", "comment text", "text", "free text", "verbatim", NULL}},
                {&c->id, {"comment id", "comment_id", "id", NULL}},
                {&c->source, {"source", NULL}},
                {&c->service, {"service", "service type", "service type 1", "service name", NULL}},
                {&c->place, {"place", NULL}},
                {&c->polarity, {o->polarity == NULL ? "polarity" : NULL, NULL}}};
    size_t none = csv_table_columns(l->table);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (*rows[i].column == none)
            *rows[i].column = by_name(
                l, c, rows[i].names, rows[i].column == &c->text ? labels_holds_words : labels_holds_anything);
}

static void name_columns(struct labels *l, const struct labels_columns *c)
{
    const struct {
        const char **name;
        size_t column;
    } rows[] = {{&l->text_column, c->text},
                {&l->question_column, c->question},
                {&l->polarity_column, c->polarity},
                {&l->label_column, c->list},
                {&l->source_column, c->source},
                {&l->service_column, c->service},
                {&l->place_column, c->place},
                {&l->respondent_column, c->respondent},
                {&l->id_column, c->id},
                {&l->coder_column, c->coder},
                {&l->sentiment_column, c->sentiment}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        *rows[i].name =
            rows[i].column < csv_table_columns(l->table) ? csv_table_column(l->table, rows[i].column) : NULL;
}

int labels_find_columns(struct labels *l, const struct labels_options *o, bool need_labels,
                        struct labels_columns *c, struct error *err)
{
    size_t none = csv_table_columns(l->table);
    if (find_named(l, o, c, err) != 0 || (need_labels && find_labels(l, o, c, err) != 0))
        return -1;
    find_by_name(l, o, c);
    if (c->question == none && o->polarity == NULL && c->polarity == none)
        c->question = by_word(l, c, "question", labels_holds_questions);
    if (c->respondent == none)
        c->respondent = by_word(l, c, "respondent", labels_holds_anything);
    if (c->text == none)
        c->text = says_most(l, c, labels_word_letters);
    if (c->text == none)
        c->text = says_most(l, c, strlen);
    if (c->text == none)
        return error_set(err, ERROR_USAGE, "%s: no column holds text; name it with --text",
                         csv_table_path(l->table));
    if (need_labels && !l->list)
        find_strays(l, c);
    name_columns(l, c);
    return 0;
}
