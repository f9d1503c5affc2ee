/* cmd_why.c: the command `why`: why a response is coded as it is, and where it came from. */
#include "commands.h"
#include "why.h"

#include <stdio.h>

static int explain(const struct command_common *common, struct workspace *w, struct codebook *book,
                   const char *which, struct error *err)
{
    struct store *store = NULL;
    struct buf out = buf_new(WHY_MAX);
    int result = store_open(w->store, STORE_READ, &store, err);
    if (result == 0)
        result = codebook_compile(book, MATCHER_INDEX, err);
    if (result == 0)
        result =
            why_response(store, book, which, (struct why_options){common->json, common->verbose}, &out, err);
    if (result == 0)
        fputs(buf_str(&out), stdout);
    buf_free(&out);
    store_close(store);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct workspace *w = NULL;
    struct codebook *book = NULL;
    (void)argc;
    int result = workspace_open(common->directory, &w, err);
    if (result == 0)
        result = codebook_read_workspace(w, &book, err);
    if (result == 0)
        result = explain(common, w, book, argv[0], err);
    codebook_free(book);
    workspace_close(w);
    return result;
}

const struct command cmd_why = {
    .name = "why",
    .arguments = "RESPONSE",
    .summary = "Explains why a response is coded as it is",
    .about =
        "RESPONSE is \"source/external id\", the number of a response (12), or c and the number of a "
        "comment (c12). Shows each rule\n"
        "that fired and the words it found, what was vetoed, held back or decided by a person, and the "
        "payload it came from.\n"
        "With -v also rules for other questions or lengths, catch-all rules that were held back, and what "
        "came near in a category that was coded.\n\n"
        "  yousaid-analyzer why gp-access/4711\n"
        "  yousaid-analyzer why c12 -v",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
