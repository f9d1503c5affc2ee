/* cmd_check.c: check: reads every file a run would read, without network and without store. */
#include <stdio.h>

#include "commands.h"
#include "fetch.h"
#include "group_codes.h"
#include "session.h"

static const char *const formats[] = {
    [SOURCE_CSV] = "CSV", [SOURCE_JSON] = "JSON", [SOURCE_NDJSON] = "NDJSON"};

static void say_every(int64_t seconds)
{
    static const struct {
        int64_t seconds;
        const char *name;
    } units[] = {{86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}};
    size_t i = 0;
    while (seconds % units[i].seconds != 0)
        i++;
    printf(", every %lld%s", (long long)(seconds / units[i].seconds), units[i].name);
}

static void say_source(const struct source *s, const char *url)
{
    printf("OK  %s: %s", s->name, formats[s->format]);
    if (s->profile_name != NULL)
        printf(" (%s)", s->profile_name);
    if (s->question_column == SOURCE_NO_COLUMN)
        printf(", %zu question%s", s->question_count, s->question_count == 1 ? "" : "s");
    else
        printf(", questions in column '%s'", s->columns[s->question_column].name);
    printf(", %zu closed answer%s", s->answer_count, s->answer_count == 1 ? "" : "s");
    if (s->id_derived)
        printf(", ids made of %zu column%s", s->id_count, s->id_count == 1 ? "" : "s");
    if (url != NULL)
        say_every(s->every);
    printf(", %s\n", url != NULL ? url : "filled by import");
}

static int check_one(struct session *s, const struct command_common *common, const struct group_codes *groups,
                     const char *path, struct error *err)
{
    struct source *source = NULL;
    struct fetch_request request = {0};
    int result = source_load(s->workspace, path, &source, err);
    if (result == 0)
        result = group_codes_check(groups, source, err);
    if (result == 0 && source->fetch.url != NULL)
        result = fetch_prepare(source, &request, err);
    if (result == 0 && !common->quiet)
        say_source(source, request.shown_url);
    fetch_request_free(&request);
    source_free(source);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    struct session_failures failures = {0};
    struct group_codes *groups = NULL;
    int result = session_open(&s, common, SESSION_SCRUB, argc, argv, err);
    if (result == 0)
        result = group_codes_load(s.workspace, &groups, err);
    if (result == 0 && !common->quiet)
        printf("OK  yousaid.yaml: %s, %zu place%s\n", s.workspace->partnership, s.workspace->place_count,
               s.workspace->place_count == 1 ? "" : "s");
    for (size_t i = 0; result == 0 && i < s.list.count; i++) {
        struct error why = {0};
        if (check_one(&s, common, groups, s.list.path[i], &why) != 0)
            session_failed(&failures, &why);
    }
    if (result == 0)
        result = session_end(&failures, s.list.count, err);
    group_codes_free(groups);
    session_close(&s);
    return result;
}

const struct command cmd_check = {
    .name = "check",
    .arguments = "[SOURCE...]",
    .summary = "Checks yousaid.yaml and the source files, without network",
    .about = "Reads everything that a run would read before it asks anybody: yousaid.yaml, the sources, "
             "their profiles and value maps, and "
             "whether the secrets they name are set.",
    .max_args = -1,
    .run = run,
};
