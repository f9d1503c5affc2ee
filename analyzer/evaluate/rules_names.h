/* rules_names.h: which rulesets a `rules` command is about: those it is given, else those of the workspace.
 */
#pragma once

#include <yousaid/error.h>
#include <yousaid/workspace.h>

struct rules_names {
    struct workspace *workspace; /* NULL when rulesets were given and there is no workspace here */
    size_t count;
    const char **name; /* borrowed from the arguments or the workspace */
};
/* `argv` may be empty. Free with rules_names_free(). */
int rules_names_read(const char *directory, int argc, char **argv, struct rules_names *out,
                     struct error *err);
void rules_names_free(struct rules_names *n);
