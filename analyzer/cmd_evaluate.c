/* cmd_evaluate.c: yousaid-analyzer evaluate: how well the rules agree with what people coded. */
#include "commands.h"
#include "comments.h"
#include "evaluate.h"
#include "sentiment.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, OUTPUT_MAX = 1 << 30 };

static const char about[] =
    "FILE is a CSV file of comments with the labels that people gave them: one column for each label (any "
    "cell that is not empty and does not say no counts), or one column that lists them, separated by ; or |. "
    "A label stands for the category of that code or label, in either case; --map leads other labels to "
    "categories. Which column is the text, the question, the service or the respondent is found by "
    "looking and printed; name it where that is wrong.\n\n"
    "A comment that was judged to have no label counts: what the rules code there is a mistake. Say so in a "
    "column of a label with 0 (or 0.0, 00 and the like), no, n, false, f, none, n/a, na, null, nan or -, in "
    "either case; with none or - in a list; or with --empty-is-none for the whole file. "
    "Comments without text, with nothing in the cells of the labels, or whose labels have no counterpart are "
    "left out and counted. "
    "F1 is given with a 95% interval from 1,000 resamples of respondents (fixed seed), precision and recall "
    "with Wilson's. With --coder, what more than half of the coders gave is taken for the truth, and their "
    "own agreement is shown beside that of the rules.\n\n"
    "Questions have a polarity (good, improve or open) that rules may ask for. It is taken from --polarity, "
    "--polarity-map (CSV: question, polarity), a column \"polarity\", or else from the wording of the "
    "question, which is printed.\n\n"
    "--sentiment COLUMN compares the tone instead: 1-2 (or positive) against praise, 3 (neutral, mixed) "
    "against mixed, unclear and none, 4-5 (negative) against concern and suggestion.\n\n"
    "  yousaid-analyzer evaluate coded.csv --map labels.csv --errors";

static struct labels_options columns;
static struct evaluate_options options;
static const char *ruleset_name;
static int format;
static int64_t folds;
static int64_t only_fold = -1;
static const char *const formats[] = {"text", "csv", "json", NULL};

static const struct command_option option_rows[] = {
    {"ruleset", 'r', COMMAND_TEXT, &ruleset_name, "NAME",
     "name or path of the ruleset (default: themes; tone with --sentiment)", NULL, 0, 0},
    {"map", 'm', COMMAND_TEXT, &columns.map, "FILE",
     "CSV that leads labels to categories: label, category or nothing", NULL, 0, 0},
    {"text", 0, COMMAND_TEXT, &columns.text, "COLUMN", "the comments", NULL, 0, 0},
    {"labels", 0, COMMAND_TEXT, &columns.labels, "COLUMN", "the column that lists the labels", NULL, 0, 0},
    {"empty-is-none", 0, COMMAND_FLAG, &columns.empty_is_none, NULL,
     "a comment without any label was judged: no label fits", NULL, 0, 0},
    {"question", 0, COMMAND_TEXT, &columns.question, "COLUMN", "what was asked", NULL, 0, 0},
    {"polarity", 0, COMMAND_TEXT, &columns.polarity, "WHICH",
     "good, improve or open for all, or a column that says so", NULL, 0, 0},
    {"polarity-map", 0, COMMAND_TEXT, &columns.polarity_map, "FILE", "CSV: question, polarity", NULL, 0, 0},
    {"source", 0, COMMAND_TEXT, &columns.source, "COLUMN", "the source, for rules that ask for it", NULL, 0,
     0},
    {"service", 0, COMMAND_TEXT, &columns.service, "COLUMN", "the service, for rules that ask for it", NULL,
     0, 0},
    {"place", 0, COMMAND_TEXT, &columns.place, "COLUMN", "the place, for rules that ask for it", NULL, 0, 0},
    {"respondent", 0, COMMAND_TEXT, &columns.respondent, "COLUMN", "who answered", NULL, 0, 0},
    {"id", 0, COMMAND_TEXT, &columns.id, "COLUMN", "the name of the comment", NULL, 0, 0},
    {"coder", 0, COMMAND_TEXT, &columns.coder, "COLUMN",
     "who coded: rows of one --id are codings of the same comment", NULL, 0, 0},
    {"folds", 0, COMMAND_INT, &folds, "N",
     "figures by fold of respondents (SHA-256 of the respondent, modulo N)", NULL, 2, EVALUATE_MAX_FOLDS},
    {"fold", 0, COMMAND_INT, &only_fold, "K", "only this fold, from 0", NULL, 0, EVALUATE_MAX_FOLDS - 1},
    {"errors", 'e', COMMAND_FLAG, &options.errors, NULL,
     "list what only rules or only people gave, with rule and words", NULL, 0, 0},
    {"category", 'c', COMMAND_TEXT, &options.category, "CODE", "list the errors of this category only", NULL,
     0, 0},
    {"person", 0, COMMAND_ENUM, &options.person, "WHO",
     "only what rules of this person find: any (all rules), first or third", rule_persons, 0, 0},
    {"sentiment", 0, COMMAND_TEXT, &columns.sentiment, "COLUMN",
     "compare the tone with this column (1-5 or words)", NULL, 0, 0},
    {"format", 'f', COMMAND_ENUM, &format, "FORMAT", "text, csv or json", formats, 0, 0},
};

static void print_themes(const struct command_common *common, const struct evaluation *e, struct buf *out)
{
    if (format == FORMAT_JSON)
        evaluate_print_json(e, &columns, out);
    else if (format == FORMAT_CSV && options.errors)
        evaluate_print_errors_csv(e, out);
    else if (format == FORMAT_CSV)
        evaluate_print_csv(e, out);
    else
        evaluate_print_text(e, &columns, common->quiet, out);
    if (format == FORMAT_TEXT && options.errors)
        evaluate_print_errors(e, out);
}

static int check_folds(const struct labels *labels, struct error *err)
{
    if (options.folds > 0 && labels->respondent_column == NULL)
        return error_set(err, ERROR_USAGE,
                         "--folds needs the column that says who answered: name it with --respondent");
    return 0;
}

static int run_themes(const struct command_common *common, const struct codebook *book, struct buf *out,
                      struct error *err)
{
    struct labels *labels = NULL;
    struct evaluation *e = NULL;
    int result = -1;
    if (labels_read(&columns, codebook_ruleset(book, 0), true, &labels, err) != 0)
        return -1;
    if (check_folds(labels, err) == 0 && evaluate(book, 0, labels, &options, &e, err) == 0) {
        print_themes(common, e, out);
        result = 0;
    }
    evaluation_free(e);
    labels_free(labels);
    return result;
}

/* Refuses what only a comparison of labels takes. */
static int check_sentiment(struct error *err)
{
    const struct {
        const char *option;
        bool given;
    } unused[] = {
        {"map", columns.map != NULL},
        {"labels", columns.labels != NULL},
        {"empty-is-none", columns.empty_is_none},
        {"coder", columns.coder != NULL},
        {"category", options.category != NULL},
        {"errors", options.errors},
        {"person", options.person != RULE_ANY},
    };
    for (size_t i = 0; i < sizeof unused / sizeof unused[0]; i++)
        if (unused[i].given)
            return error_set(err, ERROR_USAGE,
                             "--%s goes with labels and not with --sentiment: leave one of them out",
                             unused[i].option);
    if (folds > 0 && only_fold < 0)
        return error_set(err, ERROR_USAGE, "--sentiment is shown for one fold at a time: add --fold K");
    return 0;
}

static int run_sentiment(const struct command_common *common, const struct codebook *book, struct buf *out,
                         struct error *err)
{
    struct labels *labels = NULL;
    struct sentiment sentiment;
    const struct ruleset *ruleset = codebook_ruleset(book, 0);
    if (ruleset->dimension != RULESET_TONE)
        return error_set(err, ERROR_USAGE,
                         "--sentiment needs a ruleset of dimension tone, and %s is of dimension %s: name "
                         "another with --ruleset, or leave --ruleset out",
                         ruleset->name, ruleset_dimensions[ruleset->dimension]);
    if (labels_read(&columns, ruleset, false, &labels, err) != 0)
        return -1;
    int result = check_folds(labels, err);
    if (result == 0)
        result = sentiment_compare(book, 0, labels, &options, &sentiment, err);
    if (result == 0 && format == FORMAT_JSON)
        sentiment_print_json(&sentiment, &columns, out);
    else if (result == 0 && format == FORMAT_CSV)
        sentiment_print_csv(&sentiment, out);
    else if (result == 0)
        sentiment_print_text(&sentiment, &columns, common->quiet, out);
    labels_free(labels);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    struct codebook *book = NULL;
    struct buf out = buf_new(OUTPUT_MAX);
    columns.file = argv[0];
    if (common->json)
        format = FORMAT_JSON;
    options.folds = (size_t)folds;
    options.only_fold = (long)only_fold;
    options.errors = options.errors || options.category != NULL;
    if (only_fold >= folds && only_fold >= 0)
        return error_set(err, ERROR_USAGE, "--fold %ld goes with --folds N, where N is more than %ld",
                         (long)only_fold, (long)only_fold);
    if (columns.sentiment != NULL && check_sentiment(err) != 0)
        return -1;
    if (ruleset_name == NULL)
        ruleset_name = columns.sentiment != NULL ? "tone" : "themes";
    int result = ruleset_check_arguments(common->directory, &ruleset_name, 1, err);
    if (result == 0)
        result = comments_open_rules(common->directory, ruleset_name, &book, err);
    if (result == 0)
        result = columns.sentiment != NULL ? run_sentiment(common, book, &out, err)
                                           : run_themes(common, book, &out, err);
    if (result == 0)
        result = buf_check(&out, "the output", err);
    if (result == 0)
        fwrite(buf_str(&out), 1, out.len, stdout);
    buf_free(&out);
    codebook_free(book);
    return result;
}

const struct command cmd_evaluate = {
    .name = "evaluate",
    .arguments = "FILE",
    .summary = "Compares the rules with what people coded",
    .about = about,
    .min_args = 1,
    .max_args = 1,
    .options = option_rows,
    .option_count = sizeof option_rows / sizeof option_rows[0],
    .run = run,
};
