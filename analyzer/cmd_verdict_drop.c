/* cmd_verdict_drop.c: the command `verdict drop`: a person's decision is taken back, and the rules decide
 * again. */
#include "commands.h"
#include "verdict.h"
#include "why.h"

#include <inttypes.h>
#include <stdio.h>
#include <yousaid/date.h>
#include <yousaid/workspace.h>

static int drop(struct store *store, const struct store_verdict *v, const char *who, struct error *err)
{
    char now[DATE_SIZE];
    struct buf detail = buf_new(SIZE_MAX / 4);
    date_now(now);
    buf_printf(&detail, "comment %" PRId64 ": %s %s/%s", v->comment, v->verdict, v->ruleset, v->category);
    int result = store_begin(store, err);
    if (result == 0) {
        result = store_verdict_drop(store, v->comment, v->ruleset, v->category, NULL, err);
        if (result == 0)
            result = store_audit(store, who, "drop verdict", buf_str(&detail), now, err);
        if (result == 0)
            result = store_commit(store, err);
        else
            store_rollback(store);
    }
    buf_free(&detail);
    return result;
}

static int find_and_drop(const struct command_common *common, struct store *store, char **argv,
                         const char *who, struct error *err)
{
    struct arena arena = {0};
    struct store_origin o;
    const struct store_why_comment *c = NULL;
    const struct store_verdict *v = NULL;
    int result = why_find(store, argv[0], &arena, &o, err);
    if (result == 0 && (c = verdict_comment(&o, argv[0], verdict_question, err)) != NULL)
        v = verdict_of(c, argv[1], err);
    result = v != NULL ? drop(store, v, who, err) : -1;
    if (result == 0 && !common->quiet)
        printf("c%" PRId64 ": that %s/%s was %s by %s is taken back: the rules decide again\n", v->comment,
               v->ruleset, v->category, verdict_done(v->verdict), v->who);
    arena_free(&arena);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    struct workspace *w = NULL;
    struct store *store = NULL;
    struct buf who = buf_new(VERDICT_MAX_WHO + 1);
    if (verdict_by == NULL || verdict_by[0] == '\0')
        return error_set(err, ERROR_USAGE, "say who takes the verdict back: --by NAME");
    int result = verdict_words(verdict_by, "the name of who decides", VERDICT_MAX_WHO, &who, err);
    if (result == 0 && who.len == 0)
        result = error_set(err, ERROR_USAGE, "say who takes the verdict back: --by NAME");
    if (result == 0)
        result = workspace_open(common->directory, &w, err);
    if (result == 0)
        result = store_open(w->store, STORE_WRITE, &store, err);
    if (result == 0)
        result = find_and_drop(common, store, argv, buf_str(&who), err);
    buf_free(&who);
    store_close(store);
    workspace_close(w);
    return result;
}

const struct command cmd_verdict_drop = {
    .name = "verdict drop",
    .arguments = "RESPONSE CODE",
    .summary = "Takes a verdict back: the rules decide again",
    .about =
        "RESPONSE and CODE are as for verdict add; the code need not be in a ruleset any more. The act is "
        "kept in the audit.",
    .min_args = 2,
    .max_args = 2,
    .options = verdict_options,
    .option_count = VERDICT_DROP_OPTIONS,
    .run = run,
};
