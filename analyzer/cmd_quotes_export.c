/* cmd_quotes_export.c: yousaid-analyzer quotes export: comments that a person may choose quotes from, as a
 * table to fill in. */
#include "catalogue.h"
#include "commands.h"
#include "quotes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/csv.h>
#include <yousaid/store_report.h>
#include <yousaid/workspace.h>

enum { QUOTES_MAX_FILE = 1 << 30, QUOTES_MAX_CANDIDATES = 10000000 };

static const char *output, *theme;
static int64_t limit;

static const struct command_option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = COMMAND_TEXT,
     .target = &output,
     .argument = "FILE",
     .help = "file to write; without it quotes.csv in the workspace"},
    {.name = "theme",
     .letter = 't',
     .type = COMMAND_TEXT,
     .target = &theme,
     .argument = "CODE",
     .help = "only comments with this theme, or one below it"},
    {.name = "limit",
     .type = COMMAND_INT,
     .target = &limit,
     .argument = "N",
     .help = "at most N comments",
     .min = 1,
     .max = QUOTES_MAX_CANDIDATES},
};

struct exporting {
    struct store *store;
    const struct catalogue *book;
    int wanted; /* category, -1: all */
    struct buf out;
    struct buf themes; /* labels of the comment at hand */
    bool fits, answers;
    int64_t count;
};

static int see_code(void *ctx, const char *ruleset, const char *category, struct error *err)
{
    (void)err;
    struct exporting *x = ctx;
    char code[256];
    snprintf(code, sizeof code, "%s/%s", ruleset, category);
    if (catalogue_find(x->book, code, CATALOGUE_ANSWER) >= 0)
        x->answers = false;
    int found = catalogue_find(x->book, code, CATALOGUE_THEME);
    if (found < 0)
        return 0;
    buf_printf(&x->themes, "%s%s", x->themes.len > 0 ? "; " : "", x->book->categories[found].label);
    x->fits = x->fits || catalogue_within(x->book, found, x->wanted);
    return 0;
}

static int see_comment(void *ctx, const struct store_candidate_row *row, struct error *err)
{
    struct exporting *x = ctx;
    if (limit > 0 && x->count == limit)
        return 0;
    buf_clear(&x->themes);
    x->fits = x->wanted < 0;
    x->answers = true;
    if (store_each_code(x->store, row->comment_id, see_code, x, err) != 0)
        return -1;
    if (!x->fits || !x->answers)
        return 0;
    const char *cells[] = {
        row->source, row->external_id, row->question, buf_str(&x->themes), row->comment, "", "", "", ""};
    csv_record(&x->out, cells, sizeof cells / sizeof cells[0]);
    x->count++;
    return 0;
}

static int find_theme(struct exporting *x, struct error *err)
{
    x->wanted = -1;
    if (theme == NULL)
        return 0;
    x->wanted = catalogue_find(x->book, theme, CATALOGUE_THEME);
    if (x->wanted >= 0)
        return 0;
    const char *closest = catalogue_closest(x->book, theme, CATALOGUE_THEME);
    return error_set(err, ERROR_USAGE, "%s theme \"%s\"%s%s%s",
                     x->wanted == -2 ? "several rulesets have a" : "there is no", theme,
                     x->wanted == -2   ? ": write ruleset/code"
                     : closest != NULL ? "; did you mean \""
                                       : "",
                     x->wanted == -1 && closest != NULL ? closest : "",
                     x->wanted == -1 && closest != NULL ? "\"?" : "");
}

static int write_candidates(struct workspace *w, struct exporting *x, const struct command_common *common,
                            struct error *err)
{
    static const char *const header[] = {"source", "response",    "question",    "themes",     "text",
                                         "quote",  "attribution", "approved_by", "approved_on"};
    const char *path = output != NULL ? output : workspace_path(w, "quotes.csv");
    if (access(path, F_OK) == 0)
        return error_set(
            err, ERROR_USAGE,
            "%s is there already, and may hold what a person chose: nothing was written; import it "
            "and delete it, or name another file with --output",
            path);
    buf_puts(&x->out, "\xEF\xBB\xBF");
    csv_record(&x->out, header, sizeof header / sizeof header[0]);
    if (find_theme(x, err) != 0 || store_each_candidate(x->store, see_comment, x, err) != 0 ||
        buf_check(&x->out, path, err) != 0 || buf_write_file(&x->out, path, err) != 0)
        return -1;
    if (!common->quiet)
        printf("%s: %" PRId64 " comment%s. Copy the words to publish into 'quote', fill in 'approved_by' and "
               "'approved_on', then run: yousaid-analyzer quotes import %s\n"
               "This file holds what people wrote: keep it as carefully as the store, and delete it when "
               "done.\n",
               path, x->count, x->count == 1 ? "" : "s", path);
    return 0;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    (void)argv;
    struct workspace *w = NULL;
    struct catalogue *book = NULL;
    struct exporting x = {.out = buf_new(QUOTES_MAX_FILE), .themes = buf_new(1 << 20)};
    int result = -1;
    if (workspace_open(common->directory, &w, err) == 0 &&
        store_open(w->store, STORE_READ, &x.store, err) == 0 &&
        catalogue_load_all(x.store, &book, err) == 0) {
        x.book = book;
        result = write_candidates(w, &x, common, err);
    }
    buf_free(&x.out);
    buf_free(&x.themes);
    catalogue_free(book);
    store_close(x.store);
    workspace_close(w);
    return result;
}

const struct command cmd_quotes_export = {
    .name = "quotes export",
    .arguments = "",
    .summary = "Writes comments to choose quotes from into a CSV file",
    .about = "No quote is published unless a person has approved it. This writes the comments with what they "
             "answer and their themes, and "
             "empty columns for the words to publish, how the person is called (\"Patient\", as little as "
             "possible), who approved them and "
             "when. Answers that say nothing are left out.\n\n"
             "  yousaid-analyzer quotes export --theme timeliness --limit 50",
    .max_args = 0,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
