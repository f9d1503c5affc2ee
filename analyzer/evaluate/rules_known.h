/* rules_known.h: the names of sources, services and places that the conditions of a rule can ask for. */
#pragma once

#include "rules_check.h"

#include <yousaid/mem.h>
#include <yousaid/store.h>
#include <yousaid/workspace.h>

struct rules_known {
    struct rules_known_names {
        const char **name;
        size_t count, cap;
    } names[RULE_NAMES];
    struct arena arena;
};

/* Sources with a file in the workspace or with responses in the store, services of responses in the store,
 * and places of the workspace. Either may be NULL. Free with rules_known_free() in every case. */
int rules_known_read(struct rules_known *k, const struct workspace *w, struct store *store,
                     struct error *err);
void rules_known_free(struct rules_known *k);

/* Warns of each name that a `when` asks for and that is not known. Where nothing of a kind is known, all
 * names of it pass; so do those that a rule is not for (not_service). */
void rules_known_check(const struct rules_known *k, const struct ruleset *r, struct rules_findings *f);
