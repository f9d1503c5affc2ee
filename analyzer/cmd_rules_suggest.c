/* cmd_rules_suggest.c: the command `rules suggest`: what new rules could look for. */
#include "commands.h"
#include "suggest.h"
#include <stdio.h>

enum { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, OUTPUT_MAX = 1 << 28, MOST = 1000 };

static const char *const formats[] = {"text", "csv", "json", NULL};
static struct labels_options columns;
static const char *ruleset_name = "themes";
static const char *category;
static int format;
static bool unreached;
static int64_t minimum = 3;
static int64_t limit = 15;
static int64_t examples = 2;

static const struct command_option options[] = {
    {"ruleset", 'r', COMMAND_TEXT, &ruleset_name, "NAME", "name or path of the ruleset (default: themes)",
     NULL, 0, 0},
    {"category", 'c', COMMAND_TEXT, &category, "CODE", "only this category (with FILE)", NULL, 0, 0},
    {"unreached", 0, COMMAND_FLAG, &unreached, NULL,
     "with FILE: look at what no rule reached; labels are not needed", NULL, 0, 0},
    {"limit", 'n', COMMAND_INT, &limit, "N", "phrases of a list (default 15)", NULL, 1, MOST},
    {"min", 0, COMMAND_INT, &minimum, "N", "comments that must hold a phrase (default 3)", NULL, 1, MOST},
    {"examples", 0, COMMAND_INT, &examples, "N", "comments shown of each phrase, up to 3 (default 2)", NULL,
     0, KEYNESS_EXAMPLES},
    {"map", 'm', COMMAND_TEXT, &columns.map, "FILE", "CSV that leads labels to categories", NULL, 0, 0},
    {"labels", 0, COMMAND_TEXT, &columns.labels, "COLUMN", "the column that lists the labels", NULL, 0, 0},
    {"text", 0, COMMAND_TEXT, &columns.text, "COLUMN", "the comments", NULL, 0, 0},
    {"question", 0, COMMAND_TEXT, &columns.question, "COLUMN", "what was asked", NULL, 0, 0},
    {"polarity", 0, COMMAND_TEXT, &columns.polarity, "WHICH",
     "good, improve or open for all, or a column that says so", NULL, 0, 0},
    {"polarity-map", 0, COMMAND_TEXT, &columns.polarity_map, "FILE", "CSV: question, polarity", NULL, 0, 0},
    {"source", 0, COMMAND_TEXT, &columns.source, "COLUMN", "the source, for rules that ask for it", NULL, 0,
     0},
    {"service", 0, COMMAND_TEXT, &columns.service, "COLUMN", "the service, for rules that ask for it", NULL,
     0, 0},
    {"place", 0, COMMAND_TEXT, &columns.place, "COLUMN", "the place, for rules that ask for it", NULL, 0, 0},
    {"format", 'f', COMMAND_ENUM, &format, "FORMAT", "text, csv or json", formats, 0, 0},
};

static int look(const struct command_common *common, struct suggest *s, struct labels **labels,
                struct buf *out, struct error *err)
{
    bool missed = columns.file != NULL && !unreached;
    int result = 0;
    if (columns.file == NULL)
        result = comments_of_store(common->directory, suggest_add, s, err);
    else
        result = labels_read(&columns, codebook_ruleset(s->book, 0), missed, labels, err);
    if (result == 0 && columns.file != NULL && format == FORMAT_TEXT && !common->json && !common->quiet) {
        labels_print_columns(*labels, &columns, out);
        buf_putc(out, '\n');
    }
    if (result == 0 && columns.file != NULL)
        result = comments_of_file(*labels, suggest_add, s, err);
    if (result == 0 && missed)
        return suggest_missed(s, err);
    if (result == 0)
        suggest_unreached(s);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct codebook *book = NULL;
    struct labels *labels = NULL;
    struct suggest *s = NULL;
    struct buf out = buf_new(OUTPUT_MAX);
    columns.file = argc > 0 ? argv[0] : NULL;
    if (category != NULL && (columns.file == NULL || unreached))
        return error_set(err, ERROR_USAGE, "--category needs a FILE in which people coded comments");
    int result = ruleset_check_arguments(common->directory, &ruleset_name, 1, err);
    if (result == 0)
        result = comments_open_rules(common->directory, ruleset_name, &book, err);
    if (result == 0) {
        const struct suggest_options o = {
            .min = (size_t)minimum, .limit = (size_t)limit, .category = category};
        s = suggest_new(book, &o);
        result = look(common, s, &labels, &out, err);
    }
    if (result == 0 && (common->json || format == FORMAT_JSON))
        suggest_print_json(s, &out);
    else if (result == 0 && format == FORMAT_CSV)
        suggest_print_csv(s, &out);
    else if (result == 0)
        suggest_print_text(s, (size_t)examples, &out);
    if (result == 0)
        result = buf_check(&out, "the output", err);
    if (result == 0)
        fwrite(buf_str(&out), 1, out.len, stdout);
    buf_free(&out);
    suggest_free(s);
    labels_free(labels);
    codebook_free(book);
    return result;
}

const struct command cmd_rules_suggest = {
    .name = "rules suggest",
    .arguments = "[FILE]",
    .summary = "Suggests words and phrases for new rules",
    .about = "Without FILE: words and phrases (of one to three words) that mark the comments of the store "
             "that no rule of the ruleset "
             "reached, against those it did. With FILE, a CSV file that people coded (see evaluate): for "
             "each category, what marks the "
             "comments that people gave it and no rule did, against those that people coded without it.\n\n"
             "Phrases are ranked by Dunning's log-likelihood (G2): how surprising it is that they stand so "
             "much more often there. "
             "A phrase is shown when at least --min comments hold it and chance would do that less than once "
             "in 1,000 times. Read the "
             "examples before making a rule of it, and see rules diff for what the rule does.\n\n"
             "  yousaid-analyzer rules suggest coded.csv --map labels.csv --category timeliness",
    .max_args = 1,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
