/* labels_columns.c: finds out which columns of a file hold the text, the labels and what else evaluation can
 * use. */
#include "labels_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

enum { QUESTIONS_MAX = 100 };

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

/* The first column whose name is one of `names` and that is not used for something else; the column count if
 * there is none. */
static size_t by_name(const struct labels *l, const struct labels_columns *used, const char *const *names)
{
    size_t none = csv_table_columns(l->table);
    for (; *names != NULL; names++) {
        size_t c = csv_table_find(l->table, *names);
        if (c < none && !is_label_column(l, c) && !is_used(used, c))
            return c;
    }
    return none;
}

/* The first column whose name holds `word`, that is not used for something else and, where asked, looks like
 * one of questions. */
static size_t by_word(const struct labels *l, const struct labels_columns *used, const char *word,
                      bool (*looks_right)(const struct csv_table *t, size_t column))
{
    const struct csv_table *t = l->table;
    struct buf key = buf_new(CSV_MAX_CELL);
    size_t c = 0;
    for (; c < csv_table_columns(t); c++) {
        buf_clear(&key);
        text_key(csv_table_column(t, c), strlen(csv_table_column(t, c)), &key);
        if (strstr(buf_str(&key), word) != NULL && !is_label_column(l, c) && !is_used(used, c) &&
            (looks_right == NULL || looks_right(t, c)))
            break;
    }
    buf_free(&key);
    return c;
}

/* Questions stand in a column of that name, or each stands in several rows: what people answered to
 * "question_1" does not. */
static bool holds_questions(const struct csv_table *t, size_t column)
{
    static const char question[] = "question";
    const char *seen[QUESTIONS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < csv_table_rows(t); i++) {
        const char *cell = csv_table_cell(t, i, column);
        size_t k = 0;
        while (k < count && strcmp(seen[k], cell) != 0)
            k++;
        if (k == QUESTIONS_MAX)
            return false;
        if (k == count)
            seen[count++] = cell;
    }
    const char *name = csv_table_column(t, column);
    size_t len = strlen(name);
    bool named = len >= sizeof question - 1 && text_same(name + len - (sizeof question - 1), question);
    return named || count * 2 <= csv_table_rows(t);
}

/* "parkng" beside "parking": a column that was meant for a label is named, so that it is not lost. */
static bool is_yes_and_no(const struct csv_table *t, size_t column)
{
    static const char *const yes[] = {"1", "1.0", "x", "y", "yes", "t", "true"};
    bool any = false;
    for (size_t i = 0; i < csv_table_rows(t); i++) {
        const char *cell = csv_table_cell(t, i, column);
        bool is_yes = false;
        for (size_t k = 0; k < sizeof yes / sizeof yes[0] && !is_yes; k++)
            is_yes = text_same(cell, yes[k]);
        if (!is_yes && cell[0] != '\0' && !labels_says_no(cell, false))
            return false;
        any = any || is_yes;
    }
    return any;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The letters of the words in a cell: "2021-01-01T10:00", "FB-0012", addresses of mail and web are no words,
 * nor is a single letter. */
static size_t word_letters(const char *cell)
{
    size_t sum = 0;
    for (const char *s = cell; *s != '\0';) {
        size_t letters = 0;
        size_t others = 0;
        s += strspn(s, " \t\r\n");
        size_t len = strcspn(s, " \t\r\n");
        for (size_t i = 0; i < len; i++) {
            bool letter = isalpha((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80;
            bool mark = strchr(".,;:!?'\"()", s[i]) != NULL && (i == 0 || i + 1 >= len || s[i] == '\'');
            letters += letter;
            others += !letter && !mark;
        }
        sum += others == 0 && letters > 1 ? letters : 0;
        s += len;
    }
    return sum;
}

/* What a column says: a value that stands in many rows says it once. */
static size_t says(const struct csv_table *t, size_t column, size_t (*cell_says)(const char *),
                   const char **cells)
{
    size_t rows = csv_table_rows(t);
    size_t sum = 0;
    for (size_t i = 0; i < rows; i++)
        cells[i] = csv_table_cell(t, i, column);
    qsort(cells, rows, sizeof *cells, by_bytes);
    for (size_t i = 0; i < rows; i++)
        if (i == 0 || strcmp(cells[i - 1], cells[i]) != 0)
            sum += cell_says(cells[i]);
    return sum;
}

/* Whether a column that is called like comments holds some, and not counts or y and n. */
static bool holds_words(const struct csv_table *t, size_t column)
{
    size_t sum = 0;
    for (size_t i = 0; i < csv_table_rows(t) && sum == 0; i++)
        sum = word_letters(csv_table_cell(t, i, column));
    return sum > 0 && !is_yes_and_no(t, column);
}

/* The column that says most in words, or else in bytes, of those that are not used for something else. */
static size_t free_text(const struct labels *l, const struct labels_columns *used)
{
    static size_t (*const measures[])(const char *) = {word_letters, strlen};
    const struct csv_table *t = l->table;
    const char **cells = mem_new(csv_table_rows(t), sizeof *cells);
    size_t best = csv_table_columns(t);
    size_t most = 0;
    for (size_t m = 0; m < sizeof measures / sizeof measures[0] && most == 0; m++)
        for (size_t c = 0; c < csv_table_columns(t); c++) {
            size_t sum = is_label_column(l, c) || is_used(used, c) ? 0 : says(t, c, measures[m], cells);
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
        c->list = by_name(l, c, lists);
    l->list = !found && c->list < none;
    if (found || l->list)
        return 0;
    return error_set(err, ERROR_USAGE,
                     "%s: no column is called as a category of the ruleset %s, and none is called labels; "
                     "name the list column "
                     "with --labels, or give --map with a row for each label",
                     csv_table_path(l->table), l->ruleset->name);
}

static void find_strays(struct labels *l, const struct labels_columns *used)
{
    size_t columns = csv_table_columns(l->table);
    l->stray = arena_new(&l->arena, columns, sizeof *l->stray);
    for (size_t c = 0; c < columns; c++)
        if (!is_label_column(l, c) && !is_used(used, c) && is_yes_and_no(l->table, c))
            l->stray[l->stray_count++] = csv_table_column(l->table, c);
}

static const char *column_name(const struct csv_table *t, size_t c)
{
    return c < csv_table_columns(t) ? csv_table_column(t, c) : NULL;
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

int labels_find_columns(struct labels *l, const struct labels_options *o, bool need_labels,
                        struct labels_columns *c, struct error *err)
{
    static const char *const texts[] = {"comment",  "comments", "comment text", "text", "free text",
                                        "verbatim", NULL};
    static const char *const ids[] = {"comment id", "comment_id", "id", NULL};
    static const char *const polarity_names[] = {"polarity", NULL};
    static const char *const nothing[] = {NULL};
    static const char *const sources[] = {"source", NULL};
    static const char *const services[] = {"service", "service type", "service type 1", "service name", NULL};
    static const char *const places[] = {"place", NULL};
    const struct csv_table *t = l->table;
    size_t none = csv_table_columns(t);
    if (find_named(l, o, c, err) != 0 || (need_labels && find_labels(l, o, c, err) != 0))
        return -1;
    const struct {
        size_t *column;
        const char *const *names;
    } rows[] = {{&c->polarity, o->polarity == NULL ? polarity_names : nothing},
                {&c->text, texts},
                {&c->id, ids},
                {&c->source, sources},
                {&c->service, services},
                {&c->place, places}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (*rows[i].column == none)
            *rows[i].column = by_name(l, c, rows[i].names);
    if (o->text == NULL && c->text < none && !holds_words(t, c->text))
        c->text = none;
    if (c->question == none && o->polarity == NULL && c->polarity == none)
        c->question = by_word(l, c, "question", holds_questions);
    if (c->respondent == none)
        c->respondent = by_word(l, c, "respondent", NULL);
    if (c->text == none)
        c->text = free_text(l, c);
    if (c->text == none)
        return error_set(err, ERROR_USAGE, "%s: no column holds text; name it with --text",
                         csv_table_path(t));
    if (need_labels && !l->list)
        find_strays(l, c);
    l->text_column = column_name(t, c->text);
    l->question_column = column_name(t, c->question);
    l->polarity_column = column_name(t, c->polarity);
    l->label_column = column_name(t, c->list);
    l->respondent_column = column_name(t, c->respondent);
    l->id_column = column_name(t, c->id);
    l->coder_column = column_name(t, c->coder);
    l->source_column = column_name(t, c->source);
    l->service_column = column_name(t, c->service);
    l->place_column = column_name(t, c->place);
    l->sentiment_column = column_name(t, c->sentiment);
    return 0;
}
