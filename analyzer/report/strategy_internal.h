/* strategy_internal.h: one commitment as it stands in a file, YAML or CSV, before its codes and places are
 * looked up. */
#pragma once

#include "strategy.h"

struct strategy_text {
    const char *text;
    int line, column; /* 0: unknown */
};
struct strategy_raw_answer {
    struct strategy_text code; /* a theme or a group, not said which */
    struct strategy_text theme, group, place;
};
struct strategy_entry {
    struct strategy_text at; /* of the whole commitment */
    struct strategy_text id, title, you_said, we_did, status, why, owner, by, section;
    struct strategy_raw_answer *answers;
    size_t answer_count;
    struct strategy_text *evidence, *where;
    size_t evidence_count, where_count;
};
struct strategy_reader {
    const char *path;
    const struct catalogue *book;
    const struct workspace *workspace;
    struct strategy *strategy;
    size_t cap;
};

/* Checks an entry and adds it. Texts are kept by reference: they must live in the strategy's config or arena.
 */
int strategy_add(struct strategy_reader *r, const struct strategy_entry *entry, struct error *err);

/* Notes a text that is still the one of the starter. */
void strategy_note(struct strategy_reader *r, struct strategy_text text);

/* Checks themes that need no answer and keeps them. */
int strategy_set_no_answer(struct strategy_reader *r, const struct strategy_text *codes, size_t count,
                           struct error *err);

/* strategy_csv.c, strategy_yaml.c */
int strategy_read_csv(struct strategy_reader *r, struct error *err);
int strategy_read_yaml(struct strategy_reader *r, struct error *err);
