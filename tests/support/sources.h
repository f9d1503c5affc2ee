/* sources.h: a workspace in a folder of its own, sources and exports for tests of the collector. */
#pragma once

#include "collect.h"
#include "source.h"

/* Makes the workspace (places Northmoor > Northport (NP1), Ashdale (NP2)) and removes it. Use as a checked
 * fixture. */
void sources_set_up(void);
void sources_tear_down(void);
struct workspace *sources_workspace(void);

/* Writes a file of the workspace: "maps/x.yaml". */
void sources_write(const char *path, const char *text);
/* Loads sources/test.yaml: "source: test", "organisation: Us" and `body`. */
int sources_try(const char *body, struct source **out, struct error *err);
/* The same, failing the test if it does not load. */
struct source *sources_load(const char *body);
/* Maps an export by that source without storing it; frees with collect_result_free(). */
int sources_map(const struct source *s, const char *bytes, size_t len, struct collect_result *out,
                struct error *err);
