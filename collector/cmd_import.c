/* cmd_import.c: import: stores exports from files. */
#include <stdio.h>

#include "commands.h"
#include "report.h"
#include "session.h"

static int import_files(struct session *s, const struct command_common *common, int count, char **files,
                        struct error *err)
{
    struct source *source = NULL;
    struct session_failures failures = {0};
    struct collect collect = session_collect(s, false);
    struct json_object *all = json_object_new_array();
    int result = source_load(s->workspace, s->list.path[0], &source, err);
    for (int i = 0; result == 0 && i < count; i++) {
        struct collect_result done = {0};
        struct error why = {0};
        if (collect_import(&collect, source, files[i], &done, &why) != 0)
            session_failed(&failures, &why);
        else if (common->json)
            json_object_array_add(all, report_json(source, &done));
        else if (!common->quiet)
            report_lines(stdout, source, &done);
        collect_result_free(&done);
    }
    if (result == 0 && common->json)
        printf("%s\n",
               json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(all);
    source_free(source);
    return result != 0 ? -1 : session_end(&failures, (size_t)count, err);
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    int result = session_open(&s, common, SESSION_LOCK | SESSION_SCRUB | SESSION_STORE_WRITE, 1, argv, err);
    if (result == 0)
        result = import_files(&s, common, argc - 1, argv + 1, err);
    session_close(&s);
    return result;
}

const struct command cmd_import = {
    .name = "import",
    .arguments = "SOURCE FILE...",
    .summary = "Stores exports from files, as the source file says they are read",
    .about = "For exports that arrive by mail or on a stick. Each file is stored whole or not at all; "
             "importing a file twice changes "
             "nothing.",
    .min_args = 2,
    .max_args = -1,
    .run = run,
};
