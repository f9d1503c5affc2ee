/* matcher_clause.c: gives literals and clauses their numbers while an index is built. */
#include "matcher_clause.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_AT_FIRST = 1024 };

/* ---- pairs and lists ---- */

void index_pair_add(struct index_pairs *pairs, uint32_t key, uint32_t value)
{
    pairs->items = mem_grow(pairs->items, &pairs->cap, pairs->count + 1, sizeof *pairs->items);
    pairs->items[pairs->count++] = (struct index_pair){key, value};
}

static int compare_pairs(const void *a, const void *b)
{
    const struct index_pair *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

struct index_lists index_lists_new(struct index_pairs *pairs, size_t keys)
{
    struct index_lists lists = {.from = mem_new(keys + 1, sizeof *lists.from),
                                .items = mem_new(pairs->count, sizeof *lists.items)};
    if (pairs->count > 1)
        qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    size_t at = 0;
    for (size_t key = 0; key < keys; key++) {
        lists.from[key] = (uint32_t)lists.count;
        for (; at < pairs->count && pairs->items[at].key == key; at++) {
            if (lists.count == lists.from[key] || lists.items[lists.count - 1] != pairs->items[at].value)
                lists.items[lists.count++] = pairs->items[at].value;
        }
    }
    lists.from[keys] = (uint32_t)lists.count;
    free(pairs->items);
    *pairs = (struct index_pairs){0};
    return lists;
}

void index_lists_free(struct index_lists *lists)
{
    free(lists->from);
    free(lists->items);
    *lists = (struct index_lists){0};
}

/* ---- literals ---- */

static uint64_t hash_of(const char *text, size_t len)
{
    uint64_t hash = INDEX_HASH;
    for (size_t i = 0; i < len; i++)
        hash = index_hash(hash, text[i]);
    return hash;
}

static size_t literal_slot(const struct index *x, enum need_kind kind, const char *text, size_t len,
                           uint64_t hash)
{
    size_t slot = (size_t)(((hash ^ (uint64_t)kind) * 0x9E3779B97F4A7C15) >> 32) & x->slot_mask;
    for (;; slot = (slot + 1) & x->slot_mask) {
        uint32_t number = x->slots[slot];
        if (number == INDEX_NONE)
            return slot;
        const struct index_literal *l = &x->literals[number];
        if (l->kind == kind && l->len == len && memcmp(l->text, text, len) == 0)
            return slot;
    }
}

static uint32_t *empty_slots(size_t count)
{
    uint32_t *slots = mem_new(count, sizeof *slots);
    memset(slots, 0xFF, count * sizeof *slots);
    return slots;
}

static void literal_slots_grow(struct index *x)
{
    size_t count = x->slots == NULL ? SLOTS_AT_FIRST : (x->slot_mask + 1) * 2;
    free(x->slots);
    x->slots = empty_slots(count);
    x->slot_mask = count - 1;
    for (size_t i = 0; i < x->literal_count; i++) {
        const struct index_literal *l = &x->literals[i];
        x->slots[literal_slot(x, l->kind, l->text, l->len, hash_of(l->text, l->len))] = (uint32_t)i;
    }
}

uint32_t index_literal_find(const struct index *x, enum need_kind kind, const char *text, size_t len,
                            uint64_t hash)
{
    return x->slots == NULL ? INDEX_NONE : x->slots[literal_slot(x, kind, text, len, hash)];
}

uint32_t index_literal_number(struct index_builder *b, const struct need_literal *literal)
{
    struct index *x = b->index;
    if (x->literal_count * 2 >= x->slot_mask)
        literal_slots_grow(x);
    uint32_t *slot = &x->slots[literal_slot(x, literal->kind, literal->text, literal->len,
                                            hash_of(literal->text, literal->len))];
    if (*slot != INDEX_NONE)
        return *slot;
    *slot = (uint32_t)x->literal_count;
    x->literals = mem_grow(x->literals, &x->literal_cap, x->literal_count + 1, sizeof *x->literals);
    x->literals[x->literal_count++] =
        (struct index_literal){.kind = literal->kind,
                               .text = arena_strndup(&x->arena, literal->text, literal->len),
                               .len = literal->len};
    x->lengths[literal->kind] |= (uint64_t)1 << literal->len;
    return *slot;
}

/* Words that stand in many texts of any kind. */
static const char common_words[] =
    " a about after all am an and any are as at be been but by can could did do for from get go good "
    "had has have he her i if in is it just me more my no not of on one or our out she so staff "
    "than that the their them then there they this time to too up us very was we were what when "
    "which who will with would you your ";

static bool is_common(const char *text, size_t len)
{
    char spaced[INDEX_LITERAL_MAX + 3];
    spaced[0] = ' ';
    memcpy(spaced + 1, text, len);
    memcpy(spaced + 1 + len, " ", 2);
    return strstr(common_words, spaced) != NULL;
}

double index_frequency(const struct index_literal *literal)
{
    static const double by_kind[] = {
        [NEED_WORD] = 1,    [NEED_PREFIX] = 2,    [NEED_SUFFIX] = 4, [NEED_INFIX] = 8,
        [NEED_DIGIT] = 0.3, [NEED_REPEAT] = 0.02, [NEED_WIDE] = 0.2};
    if (literal->len == 0)
        return by_kind[literal->kind];
    if (is_common(literal->text, literal->len))
        return 0.5 * by_kind[literal->kind];
    double n = (double)literal->len;
    return by_kind[literal->kind] / (n * n * n);
}

/* ---- clauses ---- */

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static size_t clause_slot(const struct index_builder *b, const uint32_t *literals, size_t count)
{
    size_t slot =
        (size_t)(hash_of((const char *)literals, count * sizeof *literals) >> 20) & b->clause_slot_mask;
    for (;; slot = (slot + 1) & b->clause_slot_mask) {
        uint32_t number = b->clause_slots[slot];
        if (number == INDEX_NONE)
            return slot;
        if (b->clauses[number].count == count &&
            memcmp(b->members + b->clauses[number].from, literals, count * sizeof *literals) == 0)
            return slot;
    }
}

static void clause_slots_grow(struct index_builder *b)
{
    size_t count = b->clause_slots == NULL ? SLOTS_AT_FIRST : (b->clause_slot_mask + 1) * 2;
    free(b->clause_slots);
    b->clause_slots = empty_slots(count);
    b->clause_slot_mask = count - 1;
    for (size_t i = 0; i < b->index->clause_count; i++)
        b->clause_slots[clause_slot(b, b->members + b->clauses[i].from, b->clauses[i].count)] = (uint32_t)i;
}

static void clause_add(struct index_builder *b, const uint32_t *literals, size_t count)
{
    uint32_t number = (uint32_t)b->index->clause_count;
    b->clauses = mem_grow(b->clauses, &b->clause_cap, b->index->clause_count + 1, sizeof *b->clauses);
    b->members = mem_grow(b->members, &b->member_cap, b->member_count + count, sizeof *b->members);
    b->clauses[number].from = (uint32_t)b->member_count;
    b->clauses[number].count = (uint32_t)count;
    memcpy(b->members + b->member_count, literals, count * sizeof *literals);
    b->member_count += count;
    b->index->clause_count++;
    for (size_t i = 0; i < count; i++) {
        index_pair_add(&b->literal_clauses, literals[i], number);
        enum need_kind kind = b->index->literals[literals[i]].kind;
        if (kind == NEED_WIDE)
            index_pair_add(&b->wide_clauses, 0, number);
        if (kind == NEED_DIGIT || kind == NEED_REPEAT)
            index_pair_add(&b->letter_clauses, 0, number);
        if (kind == NEED_REPEAT)
            index_pair_add(&b->repeat_clauses, 0, number);
    }
}

uint32_t index_clause_number(struct index_builder *b, uint32_t *literals, size_t count)
{
    qsort(literals, count, sizeof *literals, compare_numbers);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (literals[i] != literals[kept - 1])
            literals[kept++] = literals[i];
    }
    if (b->index->clause_count * 2 >= b->clause_slot_mask)
        clause_slots_grow(b);
    uint32_t *slot = &b->clause_slots[clause_slot(b, literals, kept)];
    if (*slot == INDEX_NONE) {
        *slot = (uint32_t)b->index->clause_count;
        clause_add(b, literals, kept);
    }
    return *slot;
}

void index_builder_done(struct index_builder *b)
{
    free(b->clauses);
    free(b->members);
    free(b->clause_slots);
    free(b->literal_clauses.items);
    free(b->literal_starts.items);
    free(b->clause_patterns.items);
    free(b->wide_clauses.items);
    free(b->letter_clauses.items);
    free(b->repeat_clauses.items);
}
