/* cmd_verdict_import.c: the command `verdict import`: takes over the verdicts that people wrote into a table,
 * all or none. */
#include "commands.h"
#include "verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <yousaid/csv.h>
#include <yousaid/date.h>
#include <yousaid/workspace.h>

enum { SHOWN_MISTAKES = 100 };

struct line {
    size_t row;
    struct verdict_found found;
};
struct importing {
    const struct csv_table *table;
    const struct catalogue *book;
    struct store *store;
    struct arena arena;
    struct line *lines;
    size_t count, cap, waiting, mistakes, recorded, replaced;
};

static int line_of(const struct importing *x, size_t row)
{
    return (int)csv_table_line(x->table, row);
}

/* All mistakes are said, so that one round of corrections is enough. */
static void say_mistake(struct importing *x, size_t row, const char *words)
{
    struct error where = {0};
    error_at(&where, ERROR_DATA, csv_table_path(x->table), line_of(x, row), 0, "%s", words);
    if (++x->mistakes <= SHOWN_MISTAKES)
        fprintf(stderr, "%s\n", where.text);
}

static int read_row(struct importing *x, size_t row, struct error *err)
{
    const struct verdict_asked asked = {.which = csv_table_get(x->table, row, "comment"),
                                        .question = csv_table_get(x->table, row, "question"),
                                        .code = csv_table_get(x->table, row, "code"),
                                        .verdict = csv_table_get(x->table, row, "verdict"),
                                        .who = csv_table_get(x->table, row, "who"),
                                        .why = csv_table_get(x->table, row, "why")};
    struct line made = {.row = row};
    struct error mistake = {0};
    if (asked.verdict[0] == '\0') {
        x->waiting++;
        return 0;
    }
    if (verdict_find(x->store, x->book, &asked, &x->arena, &made.found, &mistake) != 0) {
        if (mistake.kind != ERROR_USAGE && mistake.kind != ERROR_DATA) {
            *err = mistake;
            return -1;
        }
        say_mistake(x, row, mistake.text);
        return 0;
    }
    x->lines = mem_grow(x->lines, &x->cap, x->count + 1, sizeof *x->lines);
    x->lines[x->count++] = made;
    return 0;
}

static int by_code(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    if (x->found.v.comment != y->found.v.comment)
        return x->found.v.comment < y->found.v.comment ? -1 : 1;
    if (x->found.category != y->found.category)
        return x->found.category < y->found.category ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Two rows on one code of one comment: nobody knows which is meant. */
static void find_doubles(struct importing *x)
{
    if (x->count > 0)
        qsort(x->lines, x->count, sizeof *x->lines, by_code);
    for (size_t i = 1; i < x->count; i++) {
        const struct line *a = &x->lines[i - 1], *b = &x->lines[i];
        char words[ERROR_TEXT_MAX];
        if (a->found.v.comment != b->found.v.comment || a->found.category != b->found.category)
            continue;
        snprintf(words, sizeof words, "c%" PRId64 " has a verdict on %s/%s in line %d already: keep one",
                 b->found.v.comment, b->found.v.ruleset, b->found.v.category, line_of(x, a->row));
        say_mistake(x, b->row, words);
    }
}

static int read_rows(struct importing *x, struct error *err)
{
    for (size_t row = 0; row < csv_table_rows(x->table); row++)
        if (read_row(x, row, err) != 0)
            return -1;
    find_doubles(x);
    if (x->mistakes > SHOWN_MISTAKES)
        fprintf(stderr, "%s: there are %zu more mistakes\n", csv_table_path(x->table),
                x->mistakes - SHOWN_MISTAKES);
    if (x->mistakes > 0)
        return error_set(err, ERROR_DATA, "%s: %zu mistake%s: nothing was imported", csv_table_path(x->table),
                         x->mistakes, x->mistakes == 1 ? "" : "s");
    return 0;
}

static int record_all(struct importing *x, struct error *err)
{
    char now[DATE_SIZE];
    date_now(now);
    if (store_begin(x->store, err) != 0)
        return -1;
    for (size_t i = 0; i < x->count; i++) {
        const struct verdict_found *f = &x->lines[i].found;
        if (verdict_record(x->store, f, now, err) != 0) {
            store_rollback(x->store);
            return -1;
        }
        x->recorded += !f->same;
        x->replaced += !f->same && f->before.verdict != NULL;
    }
    return store_commit(x->store, err);
}

static void say(const struct importing *x)
{
    for (size_t i = 0; i < x->count; i++) {
        const char *note = x->lines[i].found.same ? "" : x->lines[i].found.notes;
        for (size_t len = 0; *note != '\0'; note += len + 1) {
            for (len = 0; note[len] != '\n';)
                len++;
            fprintf(stderr, "%s:%d: note: %.*s\n", csv_table_path(x->table), line_of(x, x->lines[i].row),
                    (int)len, note);
        }
    }
    printf("%zu verdict%s recorded", x->recorded, x->recorded == 1 ? "" : "s");
    if (x->replaced > 0)
        printf(" (%zu in place of an earlier one)", x->replaced);
    printf(", %zu %s known", x->count - x->recorded, x->count - x->recorded == 1 ? "was" : "were");
    if (x->waiting > 0)
        printf("; %zu row%s no verdict yet", x->waiting, x->waiting == 1 ? " has" : "s have");
    printf("\n");
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    static const char *const required[] = {"comment", "code", "verdict", "who"};
    (void)argc;
    struct workspace *w = NULL;
    struct csv_table *table = NULL;
    struct catalogue *book = NULL;
    struct importing x = {0};
    int result = -1;
    if (workspace_open(common->directory, &w, err) == 0 &&
        csv_table_load_argument(argv[0], VERDICT_MAX_FILE, required, sizeof required / sizeof required[0],
                                &table, err) == 0 &&
        store_open(w->store, STORE_WRITE, &x.store, err) == 0 &&
        catalogue_load_all(x.store, &book, err) == 0) {
        x.table = table;
        x.book = book;
        result = read_rows(&x, err);
        if (result == 0)
            result = record_all(&x, err);
        if (result == 0 && !common->quiet)
            say(&x);
    }
    free(x.lines);
    arena_free(&x.arena);
    catalogue_free(book);
    csv_table_free(table);
    store_close(x.store);
    workspace_close(w);
    return result;
}

const struct command cmd_verdict_import = {
    .name = "verdict import",
    .arguments = "FILE",
    .summary = "Takes over the verdicts that people wrote into a CSV file",
    .about =
        "Its columns are comment (c12, or a response and a column question), code, verdict (add, remove or "
        "confirm), who and why; others are left alone, and so are rows without a verdict. All "
        "mistakes are said with their lines, and then nothing is recorded. A second import of the same "
        "file changes nothing.",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
