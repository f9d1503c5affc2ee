/* cmd_quotes_import.c: yousaid-analyzer quotes import: takes over the quotes that a person approved in the
 * exported table. */
#include "commands.h"
#include "quotes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/csv.h>
#include <yousaid/date.h>
#include <yousaid/store_report.h>
#include <yousaid/text.h>
#include <yousaid/workspace.h>

enum { QUOTES_MAX_FILE = 256 << 20, QUOTES_MAX_COMMENT = 4 << 20, DAY = 10 /* letters of 2026-03-31 */ };

struct importing {
    struct store *store;
    const struct csv_table *table;
    size_t row;
    struct buf comment, worries, shown; /* scratch */
    char now[DATE_SIZE];
    int64_t added, known, waiting, worried, wrong;
    struct error first; /* what is wrong with the first wrong row */
    bool quiet;
};

static const char *cell(const struct importing *x, const char *column)
{
    return csv_table_get(x->table, x->row, column);
}

static int fail(const struct importing *x, struct error *err, const char *what)
{
    return error_at(err, ERROR_DATA, csv_table_path(x->table), (int)csv_table_line(x->table, x->row), 0, "%s",
                    what);
}

static int read_day(const struct importing *x, char iso[DATE_SIZE], struct error *err)
{
    static const char *const formats[] = {"iso", "%d/%m/%Y"};
    enum date_reading how;
    if (date_read(cell(x, "approved_on"), formats, 2, iso, &how, NULL) != 0)
        return fail(x, err, "approved_on is not a date: write 2026-03-31 or 31/03/2026");
    if (strncmp(iso, x->now, DAY) > 0)
        return fail(x, err, "approved_on is in the future: write the day on which the person approved it");
    return 0;
}

static int find_comment(struct importing *x, int64_t *id, struct error *err)
{
    buf_clear(&x->comment);
    int found = store_find_comment(x->store, cell(x, "source"), cell(x, "response"), cell(x, "question"), id,
                                   &x->comment, err);
    if (found < 0)
        return -1;
    if (found == 0)
        return fail(x, err,
                    "the store has no such answer (any more): check source, response and question, or take "
                    "the row out");
    return buf_check(&x->comment, "the comment", err);
}

/* The words to publish: the quote, or the whole comment when the quote is left empty. */
static int check_words(struct importing *x, const char **words, struct error *err)
{
    *words = cell(x, "quote");
    if ((*words)[0] == '\0')
        *words = buf_str(&x->comment);
    if (strlen(*words) > QUOTES_MAX_TEXT)
        return fail(x, err, "the quote is longer than 20,000 bytes: choose fewer words");
    if (!quote_fits(buf_str(&x->comment), *words))
        return fail(x, err,
                    "the quote is not part of the comment: copy the words as they stand; show a cut as [...] "
                    "and your own words "
                    "in square brackets");
    const char *short_why = quote_too_short(buf_str(&x->comment), *words);
    return short_why != NULL ? fail(x, err, short_why) : 0;
}

static void warn(struct importing *x, const char *words)
{
    buf_clear(&x->worries);
    if (!quote_worries(words, cell(x, "attribution"), &x->worries))
        return;
    x->worried++;
    if (!x->quiet)
        fprintf(stderr, "%s:%zu: warning: look at this quote again: %s\n", csv_table_path(x->table),
                csv_table_line(x->table, x->row), buf_str(&x->worries));
}

static int audit(struct importing *x, int64_t comment, struct error *err)
{
    char detail[64];
    snprintf(detail, sizeof detail, "comment %" PRId64, comment);
    return store_audit(x->store, cell(x, "approved_by"), "approve quote", detail, x->now, err);
}

static int import_row(struct importing *x, struct error *err)
{
    char approved[DATE_SIZE];
    const char *words = NULL;
    int64_t id = 0;
    if (cell(x, "approved_by")[0] == '\0' || cell(x, "approved_on")[0] == '\0') {
        x->waiting += cell(x, "quote")[0] != '\0';
        return 0;
    }
    if (read_day(x, approved, err) != 0 || find_comment(x, &id, err) != 0 || check_words(x, &words, err) != 0)
        return -1;
    int put =
        store_put_quote(x->store, id, words, cell(x, "attribution"), cell(x, "approved_by"), approved, err);
    if (put < 0 || (put == 1 && audit(x, id, err) != 0))
        return -1;
    *(put == 1 ? &x->added : &x->known) += 1;
    warn(x, words);
    return 0;
}

/* Says each mistake where there are several; a single one is the error of the command. */
static void row_failed(struct importing *x, const struct error *why)
{
    if (x->wrong == 1)
        fprintf(stderr, "yousaid-analyzer: %s\n", x->first.text);
    if (x->wrong > 0)
        fprintf(stderr, "yousaid-analyzer: %s\n", why->text);
    if (x->wrong++ == 0)
        x->first = *why;
}

static int wrong_rows(const struct importing *x, struct error *err)
{
    if (x->wrong == 1)
        return error_set(err, x->first.kind, "%s", x->first.text);
    return error_set(err, x->first.kind, "%s: %" PRId64 " rows have mistakes; nothing was imported",
                     csv_table_path(x->table), x->wrong);
}

/* All rows or none: a file with a mistake changes nothing. */
static int import_rows(struct importing *x, struct error *err)
{
    if (store_begin(x->store, err) != 0)
        return -1;
    int result = 0;
    for (x->row = 0; result == 0 && x->row < csv_table_rows(x->table); x->row++) {
        struct error why = {0};
        if (import_row(x, &why) == 0)
            continue;
        if (why.kind == ERROR_DATA)
            row_failed(x, &why);
        else
            result = error_set(err, why.kind, "%s", why.text);
    }
    if (result == 0 && x->wrong > 0)
        result = wrong_rows(x, err);
    if (result == 0)
        return store_commit(x->store, err);
    store_rollback(x->store);
    return -1;
}

static void say(const struct importing *x)
{
    printf("%" PRId64 " quote%s approved, %" PRId64 " %s known", x->added, x->added == 1 ? "" : "s", x->known,
           x->known == 1 ? "was" : "were");
    if (x->worried > 0)
        printf(", %" PRId64 " to look at again (see the warnings)", x->worried);
    if (x->waiting > 0)
        printf("; %" PRId64 " %s no approved_by and approved_on and %s", x->waiting,
               x->waiting == 1 ? "has" : "have", x->waiting == 1 ? "waits" : "wait");
    printf("\n");
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    static const char *const required[] = {"source",      "response",    "question",   "quote",
                                           "attribution", "approved_by", "approved_on"};
    (void)argc;
    struct workspace *w = NULL;
    struct csv_table *table = NULL;
    struct importing x = {
        .comment = buf_new(QUOTES_MAX_COMMENT), .worries = buf_new(4096), .quiet = common->quiet};
    date_now(x.now);
    int result = -1;
    if (workspace_open(common->directory, &w, err) == 0 &&
        csv_table_load_argument(argv[0], QUOTES_MAX_FILE, required, sizeof required / sizeof required[0],
                                &table, err) == 0 &&
        store_open(w->store, STORE_WRITE, &x.store, err) == 0) {
        x.table = table;
        result = import_rows(&x, err);
        if (result == 0 && !common->quiet)
            say(&x);
    }
    buf_free(&x.comment);
    buf_free(&x.worries);
    csv_table_free(table);
    store_close(x.store);
    workspace_close(w);
    return result;
}

const struct command cmd_quotes_import = {
    .name = "quotes import",
    .arguments = "FILE",
    .summary = "Approves the quotes that a person chose in the exported file",
    .about = "Takes rows with 'approved_by' and 'approved_on'; the others are left alone. A quote must be "
             "part of its comment, ignoring white "
             "space, capitals and typography: a cut is shown as [...], and an editor's words stand in square "
             "brackets for the words they "
             "replace. An empty quote is the whole comment; any other has two words "
             "and five characters of it at least. The day of approval cannot lie in the future. A mistake in "
             "any row changes nothing, and all mistakes are told at once. Digits, "
             "e-mail addresses, postcodes and "
             "attributions that say much about a person bring a warning.\n\n"
             "  yousaid-analyzer quotes import quotes.csv",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
