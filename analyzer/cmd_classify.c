/* cmd_classify.c: the command `classify`: brings the codings of the store up to date. */
#include "classify.h"
#include "commands.h"
#include <yousaid/json.h>

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { JSON_MAX = 64 << 20 };

static const char *const engines[] = {"index", "naive", NULL};
static int engine;
static int64_t jobs;
static bool again;

static const struct command_option options[] = {
    {"engine", 0, COMMAND_ENUM, &engine, "NAME",
     "how patterns are found: index (fast), or naive (tries all; for checking)", engines, 0, 0},
    {"jobs", 'j', COMMAND_INT, &jobs, "N", "processors to code on (default: all)", NULL, 1,
     CLASSIFY_MAX_JOBS},
    {"again", 0, COMMAND_FLAG, &again, NULL, "code everything again, though nothing changed", NULL, 0, 0},
};

static void print_costs(const struct codebook *book, const struct classify_summary *s)
{
    struct buf out = buf_new(JSON_MAX);
    cost_text(&out, book, &s->costs);
    fputs(buf_str(&out), stdout);
    buf_free(&out);
}

static int print_error(void *ctx, const struct store_error_count *row, struct error *err)
{
    (void)ctx;
    (void)err;
    fprintf(stderr,
            "yousaid-analyzer: warning: %s/%s rule %" PRId64 " could not be decided on %" PRId64
            " comments (it hit a limit): see `rules check`\n",
            row->ruleset, row->category, row->rule, row->comments);
    return 0;
}

static int json_error(void *ctx, const struct store_error_count *row, struct error *err)
{
    struct buf *out = ctx;
    (void)err;
    json_comma(out);
    buf_putc(out, '{');
    json_key_text(out, "ruleset", row->ruleset);
    json_key_text(out, "category", row->category);
    json_key_int(out, "rule", row->rule);
    json_key_int(out, "comments", row->comments);
    buf_putc(out, '}');
    return 0;
}

static int print_json(struct store *store, const struct codebook *book, const struct classify_summary *s,
                      struct error *err)
{
    struct buf out = buf_new(JSON_MAX);
    buf_putc(&out, '{');
    json_key_int(&out, "comments", s->comments);
    json_key_int(&out, "codings", s->codings);
    json_key_int(&out, "non_answers", s->non_answers);
    json_key_int(&out, "undecided", s->undecided);
    json_key(&out, "rulesets");
    buf_putc(&out, '[');
    for (size_t i = 0; i < codebook_count(book); i++) {
        json_comma(&out);
        buf_putc(&out, '{');
        json_key_text(&out, "ruleset", codebook_ruleset(book, i)->name);
        json_key_text(&out, "version", codebook_ruleset(book, i)->version);
        json_key_text(&out, "sha256", codebook_hash(book, i));
        json_key_text(&out, "rules_sha256", codebook_ruleset(book, i)->sha256);
        buf_putc(&out, '}');
    }
    buf_putc(&out, ']');
    json_key(&out, "rule_errors");
    buf_putc(&out, '[');
    int result = store_error_each(store, json_error, &out, err);
    buf_putc(&out, ']');
    if (s->costs.count > 0) {
        json_key(&out, "costs");
        cost_json(&out, book, &s->costs);
    }
    buf_puts(&out, "}\n");
    if (result == 0)
        result = buf_check(&out, "the summary", err);
    if (result == 0)
        fputs(buf_str(&out), stdout);
    buf_free(&out);
    return result;
}

static const char *s_of(int64_t n)
{
    return n == 1 ? "" : "s";
}

static void print_counts(const struct classify_summary *s, size_t rulesets)
{
    printf("classify: %" PRId64 " comment%s coded by %zu ruleset%s: %" PRId64 " coding%s, %" PRId64
           " non-answer%s",
           s->comments, s_of(s->comments), rulesets, s_of((int64_t)rulesets), s->codings, s_of(s->codings),
           s->non_answers, s_of(s->non_answers));
    if (s->undecided > 0)
        printf("; in %" PRId64 " case%s a rule could not be decided, because a pattern reached its limit",
               s->undecided, s_of(s->undecided));
    printf("\n");
}

static int print_summary(const struct command_common *common, struct store *store,
                         const struct codebook *book, const struct classify_summary *s, struct error *err)
{
    if (common->json)
        return print_json(store, book, s, err);
    if (!common->quiet && s->comments == 0)
        printf("classify: nothing new to code\n");
    else if (!common->quiet)
        print_counts(s, codebook_count(book));
    if (common->verbose && s->costs.count > 0)
        print_costs(book, s);
    return store_error_each(store, print_error, NULL, err);
}

static int classify(const struct command_common *common, struct workspace *w, struct codebook *book,
                    struct error *err)
{
    const struct classify_options o = {.engine = engine == 0 ? MATCHER_INDEX : MATCHER_NAIVE,
                                       .jobs = jobs,
                                       .again = again,
                                       .quiet = common->quiet,
                                       .time = common->verbose};
    struct classify_summary summary = {0};
    struct store *store = NULL;
    int result = store_open(w->store, STORE_WRITE, &store, err);
    if (result == 0)
        result = classify_run(store, book, &o, &summary, err);
    if (result == 0)
        result = print_summary(common, store, book, &summary, err);
    classify_summary_free(&summary);
    store_close(store);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct workspace *w = NULL;
    struct codebook *book = NULL;
    (void)argc;
    (void)argv;
    int result = workspace_open(common->directory, &w, err);
    if (result == 0)
        result = codebook_read_workspace(w, &book, err);
    if (result == 0)
        result = classify(common, w, book, err);
    codebook_free(book);
    workspace_close(w);
    return result;
}

const struct command cmd_classify = {
    .name = "classify",
    .arguments = "",
    .summary = "Codes new and changed comments by the rulesets",
    .about = "Codes every comment that is new or changed since the last run, and all comments for a ruleset "
             "that changed. It may be\n"
             "stopped at any time; the next run goes on where it was. -v shows what the rules cost.\n\n"
             "  yousaid-analyzer classify\n"
             "  yousaid-analyzer classify -v --jobs 2",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
