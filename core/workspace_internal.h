/* workspace_internal.h: what workspace.c and workspace_places.c share. */
#pragma once

#include <yousaid/workspace.h>

struct workspace_index {
    const char *key;
    int place;
};

/* Reads the tree under `places:` into `w` and builds both indexes. */
int workspace_read_places(struct workspace *w, const struct config_node *places, struct error *err);
