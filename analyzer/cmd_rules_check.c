/* cmd_rules_check.c: the command `rules check`: mistakes, warnings, and what the rules cost. */
#include "commands.h"
#include "cost.h"
#include "rules_check.h"
#include "rules_known.h"
#include "rules_limits.h"
#include "rules_names.h"
#include <yousaid/json.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/store_code.h>

enum { OUT_MAX = 64 << 20, SAMPLE_COMMENTS = 5000, SAMPLE_BYTES = 4 << 20 };

/* Loads one ruleset and looks at it; `loaded` collects the names of those that could be loaded. */
static void check_one(const char *directory, const char *name, const struct rules_known *known,
                      struct rules_findings *f, const char **loaded, size_t *count)
{
    struct ruleset *r = NULL;
    struct error err = {0};
    if (ruleset_load(directory, name, &r, &err) != 0) {
        rules_wrong(f, &err);
        return;
    }
    rules_check(r, f);
    rules_known_check(known, r, f);
    loaded[(*count)++] = name;
    ruleset_free(r);
}

static void run_examples(const struct codebook *book, struct coder *coder)
{
    for (size_t i = 0; i < codebook_count(book); i++) {
        const struct ruleset *r = codebook_ruleset(book, i);
        for (size_t c = 0; c < r->category_count; c++)
            for (size_t e = 0; e < r->categories[c].example_count; e++) {
                const struct ruleset_example *x = &r->categories[c].examples[e];
                coder_run(coder,
                          &(struct coder_comment){x->text, strlen(x->text), x->polarity, x->source,
                                                  x->service, x->place},
                          CODEBOOK_ALL);
            }
    }
}

/* Comments of the workspace show better than examples what the rules cost there. */
static int run_comments(struct store *store, struct coder *coder, struct rules_limits *limits,
                        struct error *err)
{
    struct store_batch b = {.places = true};
    int result = store_batch_read(store, 0, INT64_MAX, SAMPLE_COMMENTS, SAMPLE_BYTES, &b, err);
    for (size_t i = 0; i < b.count && result == 0; i++) {
        const struct store_coded_comment *c = &b.comments[i];
        rules_limits_tried(limits, coder_run(coder,
                                             &(struct coder_comment){c->text, c->len, POLARITY_OPEN,
                                                                     c->source, c->service, c->place},
                                             CODEBOOK_ALL));
    }
    store_batch_free(&b);
    return result;
}

struct trying {
    struct codebook *book;
    struct coder *coder;
    struct rules_limits limits;
    struct rules_findings *findings;
};

/* A rule that is not among those that are looked at has no place. */
static int add_error(void *ctx, const struct store_error_count *row, struct error *err)
{
    struct trying *t = ctx;
    struct error sentence = {0};
    (void)err;
    if (t->book != NULL && rules_limits_stored(&t->limits, row))
        return 0;
    error_set(&sentence, ERROR_DATA,
              "warning: %s/%s rule %" PRId64 " could not be decided on %" PRId64
              " comments of the store: it hit a limit",
              row->ruleset, row->category, row->rule, row->comments);
    rules_wrong(t->findings, &sentence);
    t->findings->errors--;
    t->findings->warnings++;
    return 0;
}

/* Tries the rulesets on examples and comments: which hit limits is a finding, what they cost comes later. */
static int try_rules(struct trying *t, const char *directory, const char *const *loaded, size_t count,
                     struct store *store, struct error *err)
{
    if (count > 0) {
        if (codebook_open(directory, loaded, count, MATCHER_INDEX, &t->book, err) != 0)
            return -1;
        t->limits.book = t->book;
        t->coder = coder_new(t->book);
        coder_time(t->coder, true);
        run_examples(t->book, t->coder);
    }
    if (store == NULL)
        return 0;
    if ((count > 0 && run_comments(store, t->coder, &t->limits, err) != 0) ||
        store_error_each(store, add_error, t, err) != 0)
        return -1;
    rules_limits_warn(&t->limits, t->findings);
    return 0;
}

static void show_costs(const struct trying *t, bool json, struct buf *out)
{
    struct cost_list costs = {0};
    cost_sum(t->book, &t->coder, 1, &costs);
    if (json)
        cost_json(out, t->book, &costs);
    else
        cost_text(out, t->book, &costs);
    cost_list_free(&costs);
}

/* The store of the workspace, if there is one that can be read. */
static struct store *open_store(const struct rules_names *names)
{
    struct store *store = NULL;
    if (names->workspace == NULL || access(names->workspace->store, F_OK) != 0 ||
        store_open(names->workspace->store, STORE_READ, &store, NULL) != 0)
        return NULL;
    return store;
}

static int check(const struct command_common *common, const struct rules_names *names, struct buf *out,
                 struct error *err)
{
    struct rules_findings f = {.out = out, .json = common->json, .verbose = common->verbose};
    struct trying trying = {.findings = &f};
    const char **loaded = mem_new(names->count, sizeof *loaded);
    struct store *store = open_store(names);
    struct rules_known known;
    size_t count = 0;
    int result = rules_known_read(&known, names->workspace, store, err);
    if (common->json)
        buf_puts(out, "{\"findings\":[");
    for (size_t i = 0; i < names->count && result == 0; i++)
        check_one(common->directory, names->name[i], &known, &f, loaded, &count);
    if (result == 0)
        result = try_rules(&trying, common->directory, loaded, count, store, err);
    if (common->json) {
        buf_putc(out, ']');
        json_key(out, "costs");
    }
    if (result == 0 && count > 0 && (common->json || !common->quiet))
        show_costs(&trying, common->json, out);
    else if (common->json)
        buf_puts(out, "[]");
    if (common->json)
        buf_puts(out, "}\n");
    else if (!common->quiet)
        buf_printf(out, "rulesets checked: %zu; errors: %zu; warnings: %zu\n", names->count, f.errors,
                   f.warnings);
    rules_limits_free(&trying.limits);
    coder_free(trying.coder);
    codebook_free(trying.book);
    rules_known_free(&known);
    store_close(store);
    free(loaded);
    if (result == 0 && f.errors > 0)
        result = error_set(err, ERROR_CONFIG, "%zu of %zu ruleset%s cannot be used: mend what is named above",
                           f.errors, names->count, names->count == 1 ? "" : "s");
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct rules_names names;
    struct buf out = buf_new(OUT_MAX);
    int result = rules_names_read(common->directory, argc, argv, &names, err);
    if (result == 0)
        result = ruleset_check_arguments(common->directory, names.name, (size_t)argc, err);
    if (result == 0)
        result = check(common, &names, &out, err);
    fputs(buf_str(&out), stdout);
    buf_free(&out);
    rules_names_free(&names);
    return result;
}

const struct command cmd_rules_check = {
    .name = "rules check",
    .arguments = "[RULESET...]",
    .summary = "Finds mistakes in rulesets, and what their rules cost",
    .about = "RULESET is a name (themes) or a file (rulesets/ours.yaml); without one, the rulesets of the "
             "workspace. Names mistakes with\n"
             "their line and column; warns of rules that can never fire, add nothing, match everything or "
             "may be slow or hit a limit\non comments of the store, and of sources, services and places that "
             "the workspace does not have; and shows "
             "which rules\ntake the time. -v also names phrases that another rule of the category finds too.",
    .max_args = -1,
    .run = run,
};
