/* cmd_rejects.c: rejects: the rows that could not be mapped. */
#include <stdio.h>

#include "commands.h"
#include "report.h"
#include "session.h"

struct listing {
    const struct command_common *common;
    struct json_object *all;
    size_t shown;
};

static int show(void *ctx, const struct store_reject *r, struct error *err)
{
    struct listing *l = ctx;
    (void)err;
    l->shown++;
    if (!l->common->json) {
        printf("%s row %lld: %s\n", r->source, (long long)r->row_number, r->reason);
        if (!l->common->quiet)
            printf("  %s, fetched %s\n  %s\n", r->url, r->fetched_at, r->record);
        return 0;
    }
    struct json_object *o = json_object_new_object();
    json_object_object_add(o, "source", json_object_new_string(r->source));
    json_object_object_add(o, "row", json_object_new_int64(r->row_number));
    json_object_object_add(o, "reason", json_object_new_string(r->reason));
    json_object_object_add(o, "url", json_object_new_string(r->url));
    json_object_object_add(o, "fetched_at", json_object_new_string(r->fetched_at));
    json_object_object_add(o, "record", json_tokener_parse(r->record));
    json_object_array_add(l->all, o);
    return 0;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    struct listing l = {.common = common};
    int result = session_open(&s, common, SESSION_STORE_READ, argc, argv, err);
    l.all = json_object_new_array();
    for (int i = 0; result == 0 && s.store != NULL && i < (argc > 0 ? argc : 1); i++)
        result = store_reject_each(s.store, argc > 0 ? argv[i] : NULL, show, &l, err);
    if (result == 0 && common->json)
        printf("%s\n", json_object_to_json_string_ext(l.all, JSON_C_TO_STRING_PRETTY |
                                                                 JSON_C_TO_STRING_NOSLASHESCAPE));
    else if (result == 0 && l.shown == 0 && !common->quiet)
        printf("no rejected rows\n");
    json_object_put(l.all);
    session_close(&s);
    return result;
}

const struct command cmd_rejects = {
    .name = "rejects",
    .arguments = "[SOURCE...]",
    .summary = "Lists the rows that could not be stored, with the reason for each",
    .about = "Correct the source file or ask for a better export: the next run reads everything again "
             "whenever the source file, its "
             "profile or its value maps have changed, and a row that is stored then is no reject any more. "
             "Rows that came by import are "
             "read again by importing their file again.",
    .max_args = -1,
    .run = run,
};
