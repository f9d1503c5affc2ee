/* cmd_forget.c: forget: deletes responses for good, at a person's request. */
#include <stdio.h>
#include <stdlib.h>
#include <yousaid/date.h>
#include <yousaid/store_forget.h>

#include "commands.h"
#include "session.h"

static const char *by;
static const struct command_option options[] = {
    {.name = "by",
     .type = COMMAND_TEXT,
     .target = &by,
     .argument = "NAME",
     .help = "who decided this, for the audit (default: the account)"},
};

static int forget(const struct command_common *common, struct store *store, int argc, char **argv,
                  struct error *err)
{
    char now[DATE_SIZE];
    char detail[256];
    const char *account = getenv("LOGNAME");
    int deleted = 0;
    date_now(now);
    if (store_forget_begin(store, err) != 0)
        return -1;
    for (int i = 1; i < argc; i++) {
        bool found = false;
        if (store_forget_response(store, argv[0], argv[i], now, &found, err) != 0) {
            store_rollback(store);
            return -1;
        }
        deleted += found;
        if (!common->quiet)
            printf("%s: %s\n", argv[i],
                   found ? "deleted, and kept from coming back"
                         : "nothing of this id is stored: check how it is written; should it come, "
                           "it will not be taken in");
    }
    snprintf(detail, sizeof detail, "%d of %d responses of %s", deleted, argc - 1, argv[0]);
    const char *person = by != NULL ? by : account != NULL ? account : "unknown";
    return store_forget_commit(store, person, detail, now, err);
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    int result = session_open(&s, common, SESSION_LOCK | SESSION_STORE_WRITE, 0, NULL, err);
    if (result == 0)
        result = forget(common, s.store, argc, argv, err);
    session_close(&s);
    return result;
}

const struct command cmd_forget = {
    .name = "forget",
    .arguments = "SOURCE ID...",
    .summary = "Deletes responses for good, and keeps them from coming back",
    .about =
        "For people who ask that what they said be deleted. ID is what the response is called at its "
        "source (white space around it, and how its accents are composed, do not matter); its "
        "comments, codings, verdicts and quotes go with it, and what is deleted is overwritten in the "
        "file. Only a "
        "hash of ID stays, so that the next export does not bring the response back, also where nothing of "
        "that id is stored now, which is said. That it happened, "
        "when and by "
        "whose decision is kept in the audit.\n\n"
        "Reports and backups made before are not touched: see to them yourself.",
    .min_args = 2,
    .max_args = -1,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
