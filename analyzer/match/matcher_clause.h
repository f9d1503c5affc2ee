/* matcher_clause.h: gives literals and clauses their numbers while an index is built. Private to
 * analyzer/matcher*.c. */
#pragma once

#include "matcher_index.h"

struct index_pair {
    uint32_t key, value;
};
/* Pairs in any order, to become lists. */
struct index_pairs {
    struct index_pair *items;
    size_t count, cap;
};

struct index_builder {
    struct index *index;
    struct index_pairs literal_clauses, literal_starts, clause_patterns, wide_clauses, letter_clauses,
        repeat_clauses;
    struct {
        uint32_t from, count;
    } * clauses; /* members in `members` */
    size_t clause_cap;
    uint32_t *members; /* literals of clauses */
    size_t member_count, member_cap;
    uint32_t *clause_slots; /* clause by hash of its members */
    size_t clause_slot_mask;
};

void index_pair_add(struct index_pairs *pairs, uint32_t key, uint32_t value);
/* Lists for keys 0..keys-1, each ascending and without duplicates; frees the pairs. */
struct index_lists index_lists_new(struct index_pairs *pairs, size_t keys);
void index_lists_free(struct index_lists *lists);

/* The number of a literal; the same for the same kind and text. */
uint32_t index_literal_number(struct index_builder *b, const struct need_literal *literal);
/* The number of the clause of these literals, which are sorted in place; the same for the same set. */
uint32_t index_clause_number(struct index_builder *b, uint32_t *literals, size_t count);
/* How often a text may be expected to satisfy a literal: an estimate that only has to put them in a sensible
 * order. */
double index_frequency(const struct index_literal *literal);
/* Frees what only the building needs. */
void index_builder_done(struct index_builder *b);
