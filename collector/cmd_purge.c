/* cmd_purge.c: purge: deletes responses that are older than yousaid.yaml says they are kept. */
#include <stdio.h>
#include <time.h>
#include <yousaid/date.h>
#include <yousaid/store_forget.h>

#include "commands.h"
#include "session.h"

static bool dry_run;
static const struct command_option options[] = {
    {.name = "dry-run",
     .letter = 'n',
     .type = COMMAND_FLAG,
     .target = &dry_run,
     .help = "say how many there are, and delete nothing"},
};

/* The first day that is kept. */
static int first_day(const struct workspace *w, char day[DATE_SIZE], struct error *err)
{
    char now[DATE_SIZE];
    int64_t seconds = 0;
    if (w->retention_seconds == 0)
        return error_set(
            err, ERROR_CONFIG,
            "yousaid.yaml does not say how long responses are kept: add retention: {keep: 104w}");
    date_now(now);
    if (!date_seconds(now, &seconds))
        return error_set(err, ERROR_SYSTEM, "the clock of this computer is wrong: set it, and try again");
    time_t then = (time_t)(seconds - w->retention_seconds);
    struct tm tm;
    if (gmtime_r(&then, &tm) == NULL || strftime(day, DATE_SIZE, "%Y-%m-%d", &tm) == 0)
        return error_set(err, ERROR_CONFIG, "retention: {keep: ...} goes back too far: give a shorter one");
    return 0;
}

static int delete_old(struct store *store, const char *day, struct store_old *old, struct error *err)
{
    char now[DATE_SIZE];
    char detail[128];
    date_now(now);
    if (store_forget_begin(store, err) != 0)
        return -1;
    if (store_forget_before(store, day, now, old, err) != 0) {
        store_rollback(store);
        return -1;
    }
    snprintf(detail, sizeof detail, "%lld responses and %lld rejected rows from before %s",
             (long long)old->responses, (long long)old->rejects, day);
    if (old->responses > 0 || old->rejects > 0 || old->sentences > 0)
        return store_forget_commit(store, "retention", detail, now, err);
    store_rollback(store);
    return 0;
}

static void say(const struct command_common *common, const struct store_old *old, const char *day)
{
    if (common->json)
        printf("{\"before\": \"%s\", \"responses\": %lld, \"rejects\": %lld, \"deleted\": %s}\n", day,
               (long long)old->responses, (long long)old->rejects, dry_run ? "false" : "true");
    else if (old->rejects > 0)
        printf("%lld responses and %lld rejected rows from before %s%s\n", (long long)old->responses,
               (long long)old->rejects, day, dry_run ? " would be deleted" : " deleted");
    else
        printf("%lld responses from before %s%s\n", (long long)old->responses, day,
               dry_run ? " would be deleted" : " deleted");
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    char day[DATE_SIZE];
    struct store_old old = {0};
    (void)argc;
    int result = session_open(&s, common, SESSION_LOCK | SESSION_STORE_WRITE, 0, argv, err);
    if (result == 0)
        result = first_day(s.workspace, day, err);
    if (result == 0)
        result = dry_run ? store_count_before(s.store, day, &old, err) : delete_old(s.store, day, &old, err);
    if (result == 0 && (common->json || dry_run || !common->quiet))
        say(common, &old, day);
    session_close(&s);
    return result;
}

const struct command cmd_purge = {
    .name = "purge",
    .arguments = "",
    .summary = "Deletes responses that are older than yousaid.yaml says they are kept",
    .about = "retention: {keep: 104w} in yousaid.yaml says how long. A response counts from the day it was "
             "given, or where "
             "it has no date, from when it was first stored; a rejected row from when it was fetched. Hashes "
             "of their identifiers stay, so that the "
             "next export "
             "does not bring them back.",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
