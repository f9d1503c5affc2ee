/* scene.h: for tests: a small workspace of its own, with rulesets and codings in its store. */
#pragma once

#include "fill.h"

#include <yousaid/error.h>
#include <yousaid/store.h>
#include <yousaid/workspace.h>

/* A folder with yousaid.yaml (root Northmoor; places Northport, Ashdale; neighbourhood Quay in Northport) and
 * an open store in which the rulesets themes (access > waiting, phone; food), groups (age > young, old;
 * carers), tone (praise, concern) and non-answers stand. */
struct scene {
    char folder[64];
    sqlite3 *db;
};
struct scene scene_new(void);
/* Closes the database and removes the folder. */
void scene_free(struct scene *s);
/* Writes a file into the folder. */
void scene_file(const struct scene *s, const char *name, const char *text);
/* Writes yousaid.yaml again, with more keys at its end. */
void scene_settings(const struct scene *s, const char *more);
/* A response of source 1 with one comment under the same number, coded with the categories (ids, ended by 0).
 */
void scene_comment(const struct scene *s, int64_t id, const char *place, const int *categories);

/* Ids of the categories. */
enum { ACCESS = 1, WAITING, PHONE, FOOD, AGE, YOUNG, OLD, CARERS, PRAISE, CONCERN, NON_ANSWER };
