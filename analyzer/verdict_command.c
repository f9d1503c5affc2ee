/* verdict_command.c: one decision from the command line: `verdict add`, `verdict remove` and `verdict
 * confirm`. */
#include "verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <yousaid/date.h>
#include <yousaid/workspace.h>

const char *verdict_by, *verdict_question;
static const char *reason;

const struct command_option verdict_options[VERDICT_OPTIONS] = {
    {.name = "by",
     .type = COMMAND_TEXT,
     .target = &verdict_by,
     .argument = "NAME",
     .help = "who decides (required)"},
    {.name = "question",
     .type = COMMAND_TEXT,
     .target = &verdict_question,
     .argument = "TEXT",
     .help = "the question, where the response answers several"},
    {.name = "why", .type = COMMAND_TEXT, .target = &reason, .argument = "WORDS", .help = "the reason"},
};

static int record(struct store *store, const struct verdict_found *found, struct error *err)
{
    char now[DATE_SIZE];
    date_now(now);
    if (store_begin(store, err) != 0)
        return -1;
    if (verdict_record(store, found, now, err) == 0)
        return store_commit(store, err);
    store_rollback(store);
    return -1;
}

static void say(const struct verdict_found *f)
{
    printf("c%" PRId64 ": %s/%s ", f->v.comment, f->v.ruleset, f->v.category);
    if (f->same) {
        printf("was %s by %s on %s already\n", verdict_done(f->v.verdict), f->v.who, f->before.at);
        return;
    }
    printf("is %s by %s", verdict_done(f->v.verdict), f->v.who);
    if (f->before.verdict != NULL)
        printf("; before, it was %s by %s on %s", verdict_done(f->before.verdict), f->before.who,
               f->before.at);
    printf("\n");
    for (const char *line = f->notes; *line != '\0'; line += strcspn(line, "\n") + 1)
        printf("  note: %.*s\n", (int)strcspn(line, "\n"), line);
}

int verdict_decide(const struct command_common *common, char **argv, const char *verdict, struct error *err)
{
    struct workspace *w = NULL;
    struct store *store = NULL;
    struct catalogue *book = NULL;
    struct arena arena = {0};
    struct verdict_found found;
    const struct verdict_asked asked = {argv[0], verdict_question, argv[1], verdict, verdict_by, reason};
    if (verdict_by == NULL || verdict_by[0] == '\0')
        return error_set(err, ERROR_USAGE, "say who decides: --by NAME");
    int result = -1;
    if (workspace_open(common->directory, &w, err) == 0 &&
        store_open(w->store, STORE_WRITE, &store, err) == 0 && catalogue_load_all(store, &book, err) == 0 &&
        verdict_find(store, book, &asked, &arena, &found, err) == 0 && record(store, &found, err) == 0)
        result = 0;
    if (result == 0 && !common->quiet)
        say(&found);
    arena_free(&arena);
    catalogue_free(book);
    store_close(store);
    workspace_close(w);
    return result;
}
