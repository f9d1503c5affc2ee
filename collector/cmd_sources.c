/* cmd_sources.c: sources: the source files of the workspace and when each is due. */
#include <stdio.h>

#include "commands.h"
#include "due.h"
#include "fetch.h"
#include "report.h"
#include "session.h"
#include "url.h"

enum { SHOWN_URL_MAX = 64 << 10 };

static int show(struct session *s, const struct command_common *common, const char *path,
                struct json_object *all, struct error *err)
{
    struct source *source = NULL;
    struct buf url = buf_new(SHOWN_URL_MAX);
    bool due = true;
    int result = source_load(s->workspace, path, &source, err);
    if (result == 0 && s->store != NULL)
        result = due_now(s->store, source, &due, err);
    if (result == 0 && source->fetch.url != NULL)
        url_redact(source->fetch.url, &url);
    else
        due = false;
    if (result == 0 && common->json) {
        struct json_object *o = json_object_new_object();
        json_object_object_add(o, "source", json_object_new_string(source->name));
        json_object_object_add(o, "title", json_object_new_string(source->title));
        json_object_object_add(o, "organisation", json_object_new_string(source->organisation));
        json_object_object_add(o, "url", json_object_new_string(buf_str(&url)));
        json_object_object_add(o, "due", json_object_new_boolean(due));
        json_object_array_add(all, o);
    } else if (result == 0)
        printf("%s: %s, %s: %s%s\n", source->name, source->title, source->organisation,
               url.len > 0 ? buf_str(&url) : "filled by import", due ? ", due" : "");
    buf_free(&url);
    source_free(source);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    struct session_failures failures = {0};
    struct json_object *all = json_object_new_array();
    int result = session_open(&s, common, SESSION_STORE_READ, argc, argv, err);
    for (size_t i = 0; result == 0 && i < s.list.count; i++) {
        struct error why = {0};
        if (show(&s, common, s.list.path[i], all, &why) != 0)
            session_failed(&failures, &why);
    }
    if (result == 0 && common->json)
        printf("%s\n",
               json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(all);
    if (result == 0)
        result = session_end(&failures, s.list.count, err);
    session_close(&s);
    return result;
}

const struct command cmd_sources = {
    .name = "sources",
    .arguments = "[SOURCE...]",
    .summary = "Lists the sources, their addresses and which are due",
    .max_args = -1,
    .run = run,
};
