/* matcher_index.c: builds the index: what each pattern needs, as starts, triggers and clauses. */
#include "matcher_index.h"

#include <stdlib.h>
#include <string.h>

#include "matcher_clause.h"
#include "parallel.h"

/* ---- patterns whose matches start at known words ---- */

/* A shape and the number of its first literal. */
struct start_shape {
    const struct need_shape *shape;
    uint32_t literal;
};

static int compare_starts(const void *a, const void *b)
{
    const struct start_shape *x = a, *y = b;
    if (x->literal != y->literal)
        return x->literal < y->literal ? -1 : 1;
    int order = (int)x->shape->whole - (int)y->shape->whole;
    return order != 0 ? order : (int)x->shape->next - (int)y->shape->next;
}

/* The clause "one of the n-th literals of these shapes". */
static uint32_t nth_clause(struct index_builder *b, const struct start_shape *shapes, size_t count, size_t n)
{
    uint32_t *literals = mem_new(count, sizeof *literals);
    for (size_t i = 0; i < count; i++)
        literals[i] = index_literal_number(b, &shapes[i].shape->literals[n]);
    uint32_t clause = index_clause_number(b, literals, count);
    free(literals);
    return clause;
}

/* A start like an earlier one of the same pattern is that one. */
static uint32_t start_number(struct index *x, const struct index_start *start, size_t first)
{
    for (size_t i = x->start_count; i > first; i--) {
        if (memcmp(&x->starts[i - 1], start, sizeof *start) == 0)
            return (uint32_t)(i - 1);
    }
    x->starts = mem_grow(x->starts, &x->start_cap, x->start_count + 1, sizeof *x->starts);
    x->starts[x->start_count] = *start;
    return (uint32_t)x->start_count++;
}

/* Shapes that begin with the same literal become one start. */
static void add_start(struct index_builder *b, const struct start_shape *shapes, size_t count,
                      uint32_t pattern, size_t first)
{
    struct index_start start;
    memset(&start, 0, sizeof start);
    start.pattern = pattern;
    start.next = shapes->shape->next ? nth_clause(b, shapes, count, 1) : INDEX_NONE;
    size_t shared = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        shared = shapes[i].shape->count < shared ? shapes[i].shape->count : shared;
    for (size_t n = shapes->shape->next ? 2 : 1; n < shared && start.need_count < INDEX_START_NEEDS; n++)
        start.needs[start.need_count++] = nth_clause(b, shapes, count, n);
    uint32_t number = start_number(b->index, &start, first);
    index_pair_add(&b->literal_starts, shapes->literal, number << 1 | shapes->shape->whole);
}

static void add_starts(struct index_builder *b, const struct pattern_need *need, uint32_t pattern)
{
    size_t first = b->index->start_count;
    struct start_shape *shapes = mem_new(need->shape_count, sizeof *shapes);
    for (size_t i = 0; i < need->shape_count; i++)
        shapes[i] = (struct start_shape){.shape = &need->shapes[i],
                                         .literal = index_literal_number(b, &need->shapes[i].literals[0])};
    qsort(shapes, need->shape_count, sizeof *shapes, compare_starts);
    for (size_t i = 0, end; i < need->shape_count; i = end) {
        for (end = i + 1; end < need->shape_count && compare_starts(&shapes[i], &shapes[end]) == 0;)
            end++;
        add_start(b, shapes + i, end - i, pattern, first);
    }
    free(shapes);
}

/* ---- other patterns ---- */

/* Clauses a pattern cannot do without, rarest first. */
struct clause_choice {
    uint32_t clauses[INDEX_PATTERN_NEEDS + 1];
    double frequency[INDEX_PATTERN_NEEDS + 1];
    size_t count;
};

static void choose(struct clause_choice *choice, uint32_t clause, double frequency)
{
    size_t at = choice->count;
    if (at > INDEX_PATTERN_NEEDS)
        return;
    for (; at > 0 && choice->frequency[at - 1] > frequency; at--) {
        choice->clauses[at] = choice->clauses[at - 1];
        choice->frequency[at] = choice->frequency[at - 1];
    }
    choice->clauses[at] = clause;
    choice->frequency[at] = frequency;
    choice->count++;
}

static void choose_literals(struct index_builder *b, struct clause_choice *choice, uint32_t *literals,
                            size_t count)
{
    double frequency = 0;
    for (size_t i = 0; i < count; i++)
        frequency += index_frequency(&b->index->literals[literals[i]]);
    choose(choice, index_clause_number(b, literals, count), frequency);
}

static void choose_clauses(struct index_builder *b, struct clause_choice *choice,
                           const struct pattern_need *need)
{
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct need_clause *clause = &need->clauses[i];
        uint32_t *literals = mem_new(clause->count, sizeof *literals);
        for (size_t k = 0; k < clause->count; k++)
            literals[k] = index_literal_number(b, &clause->literals[k]);
        choose_literals(b, choice, literals, clause->count);
        free(literals);
    }
}

/* The rarest literals of a shape, rarest first, `wanted` of them. */
static void rank_literals(struct index_builder *b, const struct need_shape *shape, size_t wanted,
                          uint32_t ranked[INDEX_START_NEEDS])
{
    double frequencies[INDEX_START_NEEDS];
    size_t count = 0;
    for (size_t i = 0; i < shape->count; i++) {
        uint32_t literal = index_literal_number(b, &shape->literals[i]);
        double frequency = index_frequency(&b->index->literals[literal]);
        size_t at = count < wanted ? count++ : wanted;
        for (; at > 0 && frequencies[at - 1] > frequency; at--) {
            if (at < wanted) {
                ranked[at] = ranked[at - 1];
                frequencies[at] = frequencies[at - 1];
            }
        }
        if (at < wanted) {
            ranked[at] = literal;
            frequencies[at] = frequency;
        }
    }
}

/* One literal of each shape is a clause: first the rarest ones, then the second rarest, as long as each shape
 * has one. */
static void choose_shapes(struct index_builder *b, struct clause_choice *choice,
                          const struct pattern_need *need)
{
    size_t shared = need->shape_count > 0 ? INDEX_START_NEEDS : 0;
    for (size_t i = 0; i < need->shape_count; i++)
        shared = need->shapes[i].count < shared ? need->shapes[i].count : shared;
    uint32_t(*ranked)[INDEX_START_NEEDS] = mem_new(need->shape_count, sizeof *ranked);
    uint32_t *literals = mem_new(need->shape_count, sizeof *literals);
    for (size_t i = 0; i < need->shape_count; i++)
        rank_literals(b, &need->shapes[i], shared, ranked[i]);
    for (size_t rank = 0; rank < shared; rank++) {
        for (size_t i = 0; i < need->shape_count; i++)
            literals[i] = ranked[i][rank];
        choose_literals(b, choice, literals, need->shape_count);
    }
    free(literals);
    free(ranked);
}

/* ---- all patterns ---- */

/* The longest word of the first shape, or of the first clause where some shape has none. */
static const char *shown_literal(struct index *x, const struct pattern_need *need)
{
    static const struct need_literal nothing = {.text = ""};
    bool every = need->shape_count > 0;
    for (size_t i = 0; i < need->shape_count; i++)
        every = every && need->shapes[i].count > 0;
    const struct need_literal *literals = every                    ? need->shapes[0].literals
                                          : need->clause_count > 0 ? need->clauses[0].literals
                                                                   : NULL;
    size_t count = every ? need->shapes[0].count : literals != NULL ? need->clauses[0].count : 0;
    const struct need_literal *best = &nothing;
    for (size_t i = 0; i < count; i++)
        best = literals[i].len > best->len ? &literals[i] : best;
    return arena_strndup(&x->arena, best->text, best->len);
}

static bool all_start(const struct pattern_need *need, bool *all_whole)
{
    *all_whole = true;
    for (size_t i = 0; i < need->shape_count; i++) {
        if (!need->shapes[i].starts)
            return false;
        *all_whole = *all_whole && need->shapes[i].whole;
    }
    return need->shape_count > 0;
}

static void add_pattern(struct index_builder *b, const struct pattern *plain, uint32_t number)
{
    struct index *x = b->index;
    struct index_pattern *p = &x->patterns[number];
    struct pattern_need need;
    pattern_need(pattern_text(plain), strlen(pattern_text(plain)), &need);
    struct clause_choice choice = {.count = 0};
    choose_clauses(b, &choice, &need);
    bool all_whole;
    p->plain = plain;
    p->literal = shown_literal(x, &need);
    p->starts = all_start(&need, &all_whole);
    p->whole = p->starts && all_whole;
    if (p->starts) {
        add_starts(b, &need, number);
    } else {
        choose_shapes(b, &choice, &need);
        p->always = choice.count == 0;
        if (!p->always)
            index_pair_add(&b->clause_patterns, choice.clauses[0], number);
    }
    for (size_t i = p->starts ? 0 : 1; i < choice.count && p->need_count < INDEX_PATTERN_NEEDS; i++)
        p->needs[p->need_count++] = choice.clauses[i];
    pattern_need_free(&need);
}

/* Compiling is nearly all of the work, and no pattern needs another. */
static void add_variants(void *patterns, size_t number)
{
    struct index_pattern *p = (struct index_pattern *)patterns + number;
    if (!p->starts)
        p->ascii = pattern_variant(p->plain, PATTERN_ASCII);
    else
        p->anchored = pattern_variant(p->plain, PATTERN_ANCHORED);
    if (p->starts && !p->whole)
        p->anchored_ascii = pattern_variant(p->plain, PATTERN_ANCHORED | PATTERN_ASCII);
}

struct index *index_new(const struct pattern *const *patterns, size_t count)
{
    struct index *x = mem_new(1, sizeof *x);
    struct index_builder b = {.index = x};
    x->patterns = mem_new(count, sizeof *x->patterns);
    x->pattern_count = count;
    for (size_t i = 0; i < count; i++)
        add_pattern(&b, patterns[i], (uint32_t)i);
    parallel_for(count, add_variants, x->patterns);
    x->literal_clauses = index_lists_new(&b.literal_clauses, x->literal_count);
    x->literal_starts = index_lists_new(&b.literal_starts, x->literal_count);
    x->clause_patterns = index_lists_new(&b.clause_patterns, x->clause_count);
    x->wide_clauses = index_lists_new(&b.wide_clauses, 1);
    x->letter_clauses = index_lists_new(&b.letter_clauses, 1);
    x->repeat_clauses = index_lists_new(&b.repeat_clauses, 1);
    index_builder_done(&b);
    return x;
}

void index_free(struct index *x)
{
    if (x == NULL)
        return;
    for (size_t i = 0; i < x->pattern_count; i++) {
        pattern_free(x->patterns[i].ascii);
        pattern_free(x->patterns[i].anchored);
        pattern_free(x->patterns[i].anchored_ascii);
    }
    index_lists_free(&x->literal_clauses);
    index_lists_free(&x->literal_starts);
    index_lists_free(&x->clause_patterns);
    index_lists_free(&x->wide_clauses);
    index_lists_free(&x->letter_clauses);
    index_lists_free(&x->repeat_clauses);
    arena_free(&x->arena);
    free(x->literals);
    free(x->slots);
    free(x->starts);
    free(x->patterns);
    free(x);
}

static size_t lists_memory(const struct index_lists *lists, size_t keys)
{
    return (keys + 1 + lists->count) * sizeof(uint32_t);
}

size_t index_memory(const struct index *x)
{
    size_t text = 0;
    for (size_t i = 0; i < x->literal_count; i++)
        text += x->literals[i].len + 1;
    return sizeof *x + text + x->pattern_count * sizeof *x->patterns + x->start_cap * sizeof *x->starts +
           x->literal_cap * sizeof *x->literals + (x->slot_mask + 1) * sizeof *x->slots +
           lists_memory(&x->literal_clauses, x->literal_count) +
           lists_memory(&x->literal_starts, x->literal_count) +
           lists_memory(&x->clause_patterns, x->clause_count) + lists_memory(&x->wide_clauses, 1) +
           lists_memory(&x->letter_clauses, 1) + lists_memory(&x->repeat_clauses, 1);
}
