/* cmd_run.c: run: fetches the sources that are due, or those that are named. */
#include <stdio.h>
#include <yousaid/progress.h>

#include "commands.h"
#include "due.h"
#include "fetch.h"
#include "report.h"
#include "session.h"

static bool force;
static const struct command_option options[] = {
    {.name = "force",
     .letter = 'f',
     .type = COMMAND_FLAG,
     .target = &force,
     .help = "fetch all, due or not, and read again what did not change"},
};

static int fetch_with_progress(const struct collect *c, const struct source *source, bool quiet,
                               struct collect_result *result, struct error *err)
{
    struct progress *p = progress_new(source->name, 0, quiet);
    progress_set(p, 0, "fetching");
    int done = collect_fetch(c, source, result, err);
    progress_free(p);
    return done;
}

/* Sources that a run did not fetch, and how many of these have no address to fetch from. */
struct passed {
    size_t count, unaddressed;
};

/* One source: fetched, passed over or failed. */
static int run_one(struct session *s, const struct command_common *common, const char *path, bool named,
                   struct json_object *all, struct passed *passed, struct error *err)
{
    struct source *source = NULL;
    struct collect_result result = {0};
    const struct collect collect = session_collect(s, force);
    bool due = named || force;
    if (source_load(s->workspace, path, &source, err) != 0)
        return -1;
    int done = 0;
    if (source->fetch.url == NULL && !named)
        due = false;
    else if (!due)
        done = due_now(s->store, source, &due, err);
    if (done == 0 && due)
        done = fetch_with_progress(&collect, source, common->quiet, &result, err);
    if (done == 0 && due && common->json)
        json_object_array_add(all, report_json(source, &result));
    else if (done == 0 && due && !common->quiet) {
        report_lines(stdout, source, &result);
        fflush(stdout);
    } else if (done == 0 && common->verbose)
        printf("%s: not due\n", source->name);
    if (done == 0 && !due) {
        passed->count++;
        passed->unaddressed += source->fetch.url == NULL;
    }
    collect_result_free(&result);
    source_free(source);
    return done;
}

/* Somebody who waits for news is told why there is none; cron, with -q, is not. */
static void say_nothing_due(const struct passed *passed, size_t sources)
{
    if (sources == 0 || passed->count < sources)
        return;
    if (passed->unaddressed == sources)
        printf("nothing to fetch: no source file has 'fetch'; store files with yousaid-collector import\n");
    else
        printf("no source is due: yousaid-collector status shows when each was last fetched, "
               "run SOURCE fetches one now\n");
}

static int run_all(struct session *s, const struct command_common *common, bool named, struct error *err)
{
    struct session_failures failures = {0};
    struct passed passed = {0};
    struct json_object *all = json_object_new_array();
    if (s->list.count == 0 && !common->quiet && !common->json)
        printf("there are no sources: write a file in %s/sources\n", common->directory);
    for (size_t i = 0; i < s->list.count; i++) {
        struct error why = {0};
        if (run_one(s, common, s->list.path[i], named, all, &passed, &why) != 0)
            session_failed(&failures, &why);
    }
    if (!common->quiet && !common->json)
        say_nothing_due(&passed, s->list.count);
    if (common->json)
        printf("%s\n",
               json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(all);
    return session_end(&failures, s->list.count, err);
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    int result = fetch_start(err);
    if (result != 0)
        return -1;
    result = session_open(&s, common, SESSION_LOCK | SESSION_SCRUB | SESSION_STORE_WRITE, argc, argv, err);
    if (result == 0)
        result = run_all(&s, common, argc > 0, err);
    session_close(&s);
    fetch_stop();
    return result;
}

const struct command cmd_run = {
    .name = "run",
    .arguments = "[SOURCE...]",
    .summary = "Fetches the sources that are due, or those that are named",
    .about = "Each source is stored whole or not at all; one that fails does not stop the others. A source "
             "is due when `every` of "
             "its file has gone by since it last answered. Made for cron: two runs never overlap, and the "
             "exit code is 0 when all "
             "that was asked is done, 75 when the next run may do better, 65 when an export is not what it "
             "should be and 78 when a "
             "file must be corrected.",
    .max_args = -1,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
