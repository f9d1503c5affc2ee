/* workspace.h: yousaid.yaml: the partnership, its places and Local Healthwatch organisations, and where
 * things lie. Its keys and their defaults are described in yousaid.yaml(5). All paths in it are relative to
 * the workspace. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/config.h>
#include <yousaid/error.h>

enum { WORKSPACE_MAX_PLACES = 2000, WORKSPACE_MAX_HEALTHWATCH = 200, WORKSPACE_MAX_QUOTES = 50 };

enum workspace_level { WORKSPACE_SYSTEM, WORKSPACE_AREA, WORKSPACE_PLACE, WORKSPACE_NEIGHBOURHOOD };
extern const char *const workspace_levels[]; /* "system", "area", "place", "neighbourhood", NULL */

struct workspace_place {
    const char *name;
    enum workspace_level level;   /* when not given: one below its parent's */
    int parent;                   /* index, always below its own; -1 for the root, which is places[0] */
    const char *const *postcodes; /* districts such as "NP1": responses belong here by postcode district */
    size_t postcode_count;
};
struct workspace_healthwatch {
    const char *name;
    const char *place; /* name of the place it covers */
};
enum disclosure_scheme { DISCLOSURE_FFT, DISCLOSURE_ROUND5, DISCLOSURE_NONE };

struct workspace {
    struct config *config;
    char *directory; /* as given with -C */
    const char *partnership;
    const char *title;                   /* of the report */
    const char *decision;                /* what the engagement informed; may be NULL */
    const char *contact;                 /* how to get other formats, ask questions; may be NULL */
    const char *period_from, *period_to; /* ISO dates, may be NULL */
    const char *store;                   /* path, joined to directory */
    struct workspace_place *places;
    size_t place_count;
    struct workspace_healthwatch *healthwatch;
    size_t healthwatch_count;
    struct config_texts rulesets; /* default: non-answers, themes, integrated-care, groups, tone */
    int disclosure;               /* enum disclosure_scheme; default DISCLOSURE_FFT */
    int64_t disclosure_threshold; /* counts below are suppressed; default 5 (round5: 8) */
    int64_t retention_seconds;    /* 0: for ever */
    int64_t quotes_per_theme;     /* 0..WORKSPACE_MAX_QUOTES */
    /* Joined paths; NULL when the key is absent and there is no strategy.yaml (or strategy.csv),
     * population.csv, activities.csv. */
    const char *strategy, *population, *activities;
    struct workspace_index *names, *postcodes; /* sorted, for workspace_find_*() */
    size_t postcode_count;
    struct arena arena;
};

/* Reads DIR/yousaid.yaml. A missing file: ERROR_CONFIG "there is no yousaid.yaml in DIR: run
 * yousaid-collector init DIR". */
int workspace_open(const char *directory, struct workspace **out, struct error *err);
void workspace_close(struct workspace *w);
/* Joins a path of the configuration to the workspace (absolute paths stay). Owned by the workspace. */
const char *workspace_path(struct workspace *w, const char *relative);
/* Index of a place by name (text_same), or -1. By postcode district: "NP1 4AB", "np14ab", "NP1 4" and "NP1"
 * all ask for NP1; a London district with a letter (EC1A) is found under EC1 too when it is not listed
 * itself. -1 if unknown or no postcode. */
int workspace_find_place(const struct workspace *w, const char *name);
int workspace_find_postcode(const struct workspace *w, const char *postcode);

/* Finds a shipped or local configuration file: DIR/<kind>/<name>.yaml, then $YOUSAID_CONFIG/<kind>/, then
 * ../share/yousaid beside the program, the installed data folder, and the source tree it was built from.
 * kind: "rulesets", "maps", "profiles". A name with a '/' is a path relative to DIR, taken as it is.
 * `directory` NULL = shipped files only (what a local ruleset of the same name extends). `local` (may be
 * NULL) = found in the workspace. The caller frees
 * `*path`. Not found: ERROR_CONFIG with a did-you-mean over what exists. */
int workspace_find(const char *directory, const char *kind, const char *name, char **path, bool *local,
                   struct error *err);
