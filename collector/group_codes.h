/* group_codes.h: whether the groups that a source declares are groups that the workspace knows. */
#pragma once

#include <yousaid/error.h>
#include <yousaid/workspace.h>

#include "source.h"

/* The codes of all group rulesets of a workspace. */
struct group_codes;

/* Reads the codes of the rulesets with `dimension: group`, and of those they extend. Nothing else of a
 * ruleset is looked at: that is the analyzer's work. */
int group_codes_load(const struct workspace *w, struct group_codes **out, struct error *err);
void group_codes_free(struct group_codes *g);
/* ERROR_CONFIG with a did-you-mean if a map of the source leads to a code that no group ruleset has: such
 * answers would never be counted. */
int group_codes_check(const struct group_codes *g, const struct source *s, struct error *err);
