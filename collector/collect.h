/* collect.h: one source from its address or a file into the store: the pipeline of this program. */
#pragma once

#include <stdbool.h>
#include <yousaid/error.h>
#include <yousaid/store_collect.h>
#include <yousaid/workspace.h>

#include "map.h"
#include "scrub.h"
#include "source.h"

enum collect_outcome { COLLECT_STORED, COLLECT_NOT_MODIFIED };

/* What one source came to. Free with collect_result_free(). */
struct collect_result {
    enum collect_outcome outcome;
    struct store_counts counts;
    struct map_batch batch; /* rows and notes, for the report; empty when not modified */
    int64_t bytes;
};
void collect_result_free(struct collect_result *r);

struct collect {
    struct workspace *workspace;
    struct store *store;
    struct scrub *scrub;
    bool force; /* read the export again even if it did not change */
};

/* Fetches the source and stores what is new, in one transaction. On failure the store is as before, but for
 * the run log, which says why. */
int collect_fetch(const struct collect *c, const struct source *s, struct collect_result *out,
                  struct error *err);
/* The same from a file. */
int collect_import(const struct collect *c, const struct source *s, const char *path,
                   struct collect_result *out, struct error *err);
/* Maps without storing anything: from a file, or fetched if `path` is NULL. c->store may be NULL. */
int collect_preview(const struct collect *c, const struct source *s, const char *path,
                    struct collect_result *out, struct error *err);
