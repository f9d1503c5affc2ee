/* cmd_rules_test.c: the command `rules test`: runs the examples that stand in rulesets. */
#include "commands.h"
#include "rules_names.h"
#include "rules_test.h"
#include <yousaid/json.h>

#include <stdio.h>
#include <stdlib.h>

enum { OUT_MAX = 64 << 20 };

struct totals {
    size_t examples, failed, outside;
};

/* The rulesets of dimension answer that a workspace applies first, or NULL. */
static struct codebook *open_answers(const char *directory, const struct rules_names *names)
{
    struct codebook *b = NULL;
    const char **answers = mem_new(names->count, sizeof *answers);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        struct ruleset *r = NULL;
        if (ruleset_read(directory, names->name[i], &r, NULL) == 0 && r->dimension == RULESET_ANSWER)
            answers[count++] = names->name[i];
        ruleset_free(r);
    }
    if (count == 0 || codebook_open(directory, answers, count, MATCHER_NAIVE, &b, NULL) != 0)
        b = NULL;
    free(answers);
    return b;
}

static int test_one(const struct command_common *common, const char *name, const struct codebook *answers,
                    struct buf *out, struct totals *totals, struct error *err)
{
    struct codebook *book = NULL;
    struct rules_test t = {0};
    if (codebook_open(common->directory, &name, 1, MATCHER_INDEX, &book, err) != 0)
        return -1;
    int result = rules_test_run(book, answers, common->json, out, &t, err);
    if (result == 0 && !common->json && !common->quiet)
        buf_printf(out, "%s: %zu examples, %zu failed; %zu rules fire on no example\n",
                   codebook_ruleset(book, 0)->name, t.examples, t.failed, t.unreached);
    if (t.outside > 0 && !common->json && !common->quiet)
        buf_printf(out,
                   "  not counted: %zu examples of the ruleset that is extended, decided otherwise under the "
                   "'when' that this file adds to it\n",
                   t.outside);
    totals->examples += t.examples;
    totals->failed += t.failed;
    totals->outside += t.outside;
    codebook_free(book);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct rules_names names;
    struct totals totals = {0};
    struct buf out = buf_new(OUT_MAX);
    int result = rules_names_read(common->directory, argc, argv, &names, err);
    if (result == 0)
        result = ruleset_check_arguments(common->directory, names.name, (size_t)argc, err);
    struct codebook *answers = result == 0 ? open_answers(common->directory, &names) : NULL;
    if (common->json)
        buf_puts(&out, "{\"findings\":[");
    for (size_t i = 0; i < names.count && result == 0; i++)
        result = test_one(common, names.name[i], answers, &out, &totals, err);
    if (common->json) {
        buf_putc(&out, ']');
        json_key_int(&out, "examples", (int64_t)totals.examples);
        json_key_int(&out, "failed", (int64_t)totals.failed);
        json_key_int(&out, "not_counted", (int64_t)totals.outside);
        buf_puts(&out, "}\n");
    }
    if (result == 0)
        fputs(buf_str(&out), stdout);
    if (result == 0 && totals.failed > 0)
        result = error_set(err, ERROR_DATA, "%zu of %zu examples failed: mend the rules, or the examples",
                           totals.failed, totals.examples);
    codebook_free(answers);
    buf_free(&out);
    rules_names_free(&names);
    return result;
}

const struct command cmd_rules_test = {
    .name = "rules test",
    .arguments = "[RULESET...]",
    .summary = "Runs the examples that stand in rulesets",
    .about = "RULESET is a name (themes) or a file (rulesets/ours.yaml); without one, the rulesets of the "
             "workspace. Each `match` example\n"
             "must be coded with its category and no `no_match` example may be. Rules that fire on no "
             "example are named.",
    .max_args = -1,
    .run = run,
};
