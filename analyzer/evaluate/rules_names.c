/* rules_names.c: names the rulesets that a `rules` command is about. */
#include "rules_names.h"

#include <stdlib.h>
#include <yousaid/mem.h>

int rules_names_read(const char *directory, int argc, char **argv, struct rules_names *out, struct error *err)
{
    struct error why = {0};
    *out = (struct rules_names){0};
    if (workspace_open(directory, &out->workspace, &why) != 0) {
        out->workspace = NULL;
        if (argc == 0)
            return error_set(err, why.kind, "%s; or name the rulesets to look at", why.text);
    }
    const struct config_texts named =
        argc == 0 && out->workspace != NULL ? out->workspace->rulesets : (struct config_texts){0};
    bool chosen = named.count > 0 && config_get(config_root(out->workspace->config), "rulesets") != NULL;
    out->name = mem_new((size_t)argc + named.count, sizeof *out->name);
    for (int i = 0; i < argc; i++)
        out->name[out->count++] = argv[i];
    for (size_t i = 0; i < named.count; i++) {
        char *path = NULL;
        if (chosen || workspace_find(directory, "rulesets", named.text[i], &path, NULL, NULL) == 0)
            out->name[out->count++] = named.text[i];
        free(path);
    }
    return 0;
}

void rules_names_free(struct rules_names *n)
{
    workspace_close(n->workspace);
    free(n->name);
    *n = (struct rules_names){0};
}
