/* cmd_rules_diff.c: the command `rules diff`: what a changed ruleset does to the codings. */
#include "commands.h"
#include "rules_diff.h"
#include <stdint.h>
#include <stdio.h>

enum { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, OUTPUT_MAX = 1 << 30, EXAMPLES = 3, EXAMPLES_MAX = 1000 };

static const char *const formats[] = {"text", "csv", "json", NULL};
static struct labels_options columns;
static int format;
static int64_t examples = EXAMPLES;

static const struct command_option options[] = {
    {"file", 0, COMMAND_TEXT, &columns.file, "FILE", "try the rules on a CSV file instead of the store", NULL,
     0, 0},
    {"text", 0, COMMAND_TEXT, &columns.text, "COLUMN", "the comments of the file", NULL, 0, 0},
    {"question", 0, COMMAND_TEXT, &columns.question, "COLUMN", "what was asked", NULL, 0, 0},
    {"polarity", 0, COMMAND_TEXT, &columns.polarity, "WHICH",
     "good, improve or open for all, or a column that says so", NULL, 0, 0},
    {"polarity-map", 0, COMMAND_TEXT, &columns.polarity_map, "FILE", "CSV: question, polarity", NULL, 0, 0},
    {"source", 0, COMMAND_TEXT, &columns.source, "COLUMN", "the source, for rules that ask for it", NULL, 0,
     0},
    {"service", 0, COMMAND_TEXT, &columns.service, "COLUMN", "the service, for rules that ask for it", NULL,
     0, 0},
    {"place", 0, COMMAND_TEXT, &columns.place, "COLUMN", "the place, for rules that ask for it", NULL, 0, 0},
    {"examples", 'n', COMMAND_INT, &examples, "N",
     "comments shown of each category that gained or lost (default 3)", NULL, 0, EXAMPLES_MAX},
    {"format", 'f', COMMAND_ENUM, &format, "FORMAT", "text, csv or json; the last two hold every change",
     formats, 0, 0},
};

static int add_comments(const struct command_common *common, struct rules_diff *d, struct buf *out,
                        struct error *err)
{
    struct labels *labels = NULL;
    if (columns.file == NULL)
        return comments_of_store(common->directory, rules_diff_add, d, err);
    int result = labels_read(&columns, codebook_ruleset(d->book[RULES_NEW], 0), false, &labels, err);
    if (result == 0 && format == FORMAT_TEXT && !common->quiet) {
        labels_print_columns(labels, &columns, out);
        buf_putc(out, '\n');
    }
    if (result == 0)
        result = comments_of_file(labels, rules_diff_add, d, err);
    labels_free(labels);
    return result;
}

static void print(const struct rules_diff *d, struct buf *out)
{
    if (format == FORMAT_JSON)
        rules_diff_json(d, out);
    else if (format == FORMAT_CSV)
        rules_diff_csv(d, out);
    else
        rules_diff_text(d, columns.file != NULL ? columns.file : "the store", out);
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct codebook *book[RULES_SIDES] = {NULL, NULL};
    struct rules_diff *d = NULL;
    struct buf out = buf_new(OUTPUT_MAX);
    if (common->json)
        format = FORMAT_JSON;
    int result = ruleset_check_arguments(common->directory, (const char *const *)argv, (size_t)argc, err);
    if (result == 0)
        result = comments_open_rules(common->directory, argv[0], &book[RULES_OLD], err);
    if (result == 0)
        result = comments_open_rules(common->directory, argv[1], &book[RULES_NEW], err);
    if (result == 0) {
        d = rules_diff_new(book[RULES_OLD], book[RULES_NEW],
                           format == FORMAT_TEXT ? (size_t)examples : SIZE_MAX);
        result = add_comments(common, d, &out, err);
    }
    if (result == 0) {
        rules_diff_end(d);
        print(d, &out);
        result = buf_check(&out, "the output", err);
    }
    if (result == 0)
        fwrite(buf_str(&out), 1, out.len, stdout);
    buf_free(&out);
    rules_diff_free(d);
    codebook_free(book[RULES_OLD]);
    codebook_free(book[RULES_NEW]);
    return result;
}

const struct command cmd_rules_diff = {
    .name = "rules diff",
    .arguments = "OLD NEW",
    .summary = "Shows which comments a changed ruleset codes differently",
    .about = "OLD and NEW are names of rulesets or paths of their files (a path holds a / or ends in .yaml, "
             "and is relative to the "
             "workspace). Both are tried on every comment of the store, or of a CSV file with --file; "
             "nothing is written. Keep the "
             "earlier version of a ruleset in a folder of its own under the same file name.\n\n"
             "  yousaid-analyzer rules diff themes ./draft/themes.yaml",
    .min_args = 2,
    .max_args = 2,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
