/* cmd_quotes_remove.c: yousaid-analyzer quotes remove: takes the approval back, at a person's wish or on
 * second thoughts. */
#include "commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <yousaid/date.h>
#include <yousaid/store_report.h>
#include <yousaid/workspace.h>

static const char *who;

static const struct command_option options[] = {
    {.name = "by",
     .type = COMMAND_TEXT,
     .target = &who,
     .argument = "NAME",
     .help = "who takes it back, for the audit (required)"},
};

/* SOURCE RESPONSE, or SOURCE/RESPONSE as `why` takes it: a name of a source holds no /. */
static int read_response(int argc, char **argv, const char *name[2], struct error *err)
{
    char *slash = argc == 1 ? strchr(argv[0], '/') : NULL;
    if (argc == 1 && slash == NULL)
        return error_set(err, ERROR_USAGE,
                         "\"%s\" names no response: write SOURCE/RESPONSE, such as gp-access/4711", argv[0]);
    if (slash != NULL)
        *slash = '\0';
    name[0] = argv[0];
    name[1] = slash != NULL ? slash + 1 : argv[1];
    return 0;
}

static int remove_quotes(struct store *store, const char *const name[2], int64_t *removed, struct error *err)
{
    char now[DATE_SIZE], detail[64];
    date_now(now);
    if (store_begin(store, err) != 0)
        return -1;
    if (store_remove_quotes(store, name[0], name[1], removed, err) == 0) {
        snprintf(detail, sizeof detail, "%" PRId64 " quote%s of a response", *removed,
                 *removed == 1 ? "" : "s");
        if (*removed == 0 || store_audit(store, who, "remove quotes", detail, now, err) == 0)
            return store_commit(store, err);
    }
    store_rollback(store);
    return -1;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    const char *name[2] = {"", ""};
    struct workspace *w = NULL;
    struct store *store = NULL;
    int64_t removed = 0;
    if (who == NULL || who[0] == '\0')
        return error_set(err, ERROR_USAGE, "say who takes the approval back: --by NAME");
    if (read_response(argc, argv, name, err) != 0)
        return -1;
    int result = -1;
    if (workspace_open(common->directory, &w, err) == 0 &&
        store_open(w->store, STORE_WRITE, &store, err) == 0)
        result = remove_quotes(store, name, &removed, err);
    if (result == 0 && removed == 0)
        result = error_set(err, ERROR_USAGE,
                           "there is no approved quote of response \"%s\" of source \"%s\": see quotes list",
                           name[1], name[0]);
    if (result == 0 && !common->quiet)
        printf("%" PRId64
               " quote%s will not be published again: make the report again to take %s out of it\n",
               removed, removed == 1 ? "" : "s", removed == 1 ? "it" : "them");
    store_close(store);
    workspace_close(w);
    return result;
}

const struct command cmd_quotes_remove = {
    .name = "quotes remove",
    .arguments = "SOURCE/RESPONSE",
    .summary = "Takes back the approval of the quotes of one response",
    .about = "The quotes are deleted from the store; the act is kept in the audit, without their words. "
             "Reports made earlier still hold them. SOURCE RESPONSE, as two arguments, will do too.\n\n"
             "  yousaid-analyzer quotes remove gp-access/4711 --by \"Jo Field\"",
    .min_args = 1,
    .max_args = 2,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
