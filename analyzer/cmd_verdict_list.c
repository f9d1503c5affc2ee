/* cmd_verdict_list.c: the command `verdict list`: what people decided, and what no ruleset in use has any
 * more. */
#include "commands.h"
#include "verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <yousaid/json.h>
#include <yousaid/workspace.h>

enum { VERDICTS_MAX_OUTPUT = 256 << 20 };

struct listing {
    const struct catalogue *book;
    struct buf out;
    size_t count, idle;
};

static bool in_use(const struct catalogue *book, const struct store_verdict *v)
{
    for (size_t i = 0; i < book->category_count; i++)
        if (strcmp(book->categories[i].code, v->category) == 0 &&
            strcmp(book->rulesets[book->categories[i].ruleset].name, v->ruleset) == 0)
            return true;
    return false;
}

static int put_json(void *ctx, const struct store_verdict *v, struct error *err)
{
    (void)err;
    struct listing *l = ctx;
    char comment[32];
    snprintf(comment, sizeof comment, "c%" PRId64, v->comment);
    json_comma(&l->out);
    buf_puts(&l->out, "\n{");
    json_key_text(&l->out, "comment", comment);
    json_key_text(&l->out, "ruleset", v->ruleset);
    json_key_text(&l->out, "category", v->category);
    json_key_text(&l->out, "verdict", v->verdict);
    json_key_text(&l->out, "who", v->who);
    json_key_text(&l->out, "at", v->at);
    json_key_text(&l->out, "why", v->why);
    json_key(&l->out, "in_use");
    buf_puts(&l->out, in_use(l->book, v) ? "true}" : "false}");
    return 0;
}

static int put_words(void *ctx, const struct store_verdict *v, struct error *err)
{
    (void)err;
    struct listing *l = ctx;
    bool idle = !in_use(l->book, v);
    l->count++;
    l->idle += idle;
    buf_printf(&l->out, "c%" PRId64 " %s/%s %s by %s on %s", v->comment, v->ruleset, v->category,
               verdict_done(v->verdict), v->who, v->at);
    if (v->why[0] != '\0')
        buf_printf(&l->out, ": %s", v->why);
    buf_puts(&l->out, idle ? " (no ruleset in use has this code: it counts nowhere)\n" : "\n");
    return 0;
}

static int list(struct store *store, struct listing *l, bool json, struct error *err)
{
    if (json)
        buf_putc(&l->out, '[');
    if (store_verdict_each(store, json ? put_json : put_words, l, err) != 0)
        return -1;
    if (json)
        buf_puts(&l->out, "\n]\n");
    else
        buf_printf(&l->out, "%zu verdict%s, %zu of them on codes that no ruleset in use has\n", l->count,
                   l->count == 1 ? "" : "s", l->idle);
    return buf_check(&l->out, "the list of verdicts", err);
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    (void)argv;
    struct workspace *w = NULL;
    struct store *store = NULL;
    struct catalogue *book = NULL;
    struct listing l = {.out = buf_new(VERDICTS_MAX_OUTPUT)};
    int result = -1;
    if (workspace_open(common->directory, &w, err) == 0 &&
        store_open(w->store, STORE_READ, &store, err) == 0 && catalogue_load_all(store, &book, err) == 0) {
        l.book = book;
        result = list(store, &l, common->json, err);
    }
    if (result == 0)
        fputs(buf_str(&l.out), stdout);
    buf_free(&l.out);
    catalogue_free(book);
    store_close(store);
    workspace_close(w);
    return result;
}

const struct command cmd_verdict_list = {
    .name = "verdict list",
    .arguments = "",
    .summary = "Shows what people decided about codes",
    .about = "By comment, ruleset and code. Verdicts on codes that no ruleset in use has are kept and "
             "marked: they count "
             "again when a ruleset has the code again.",
    .max_args = 0,
    .run = run,
};
