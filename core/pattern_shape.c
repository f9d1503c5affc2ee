/* pattern_shape.c: turns sketches into the words that a text must hold. */
#include "pattern_shape.h"

#include <string.h>

enum { SHAPE_LITERALS = SKETCH_MAX / 2 + 4 };

/* A run of word characters in a sketch. */
struct run {
    size_t from, to;
    bool left, right; /* a word starts, ends there */
};

static bool is_word_symbol(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool among(char c, const char *symbols)
{
    return c != '\0' && strchr(symbols, c) != NULL;
}

/* No word goes on across these. */
static const char edges[] = {SKETCH_BOUNDARY, SKETCH_START, SKETCH_END, SKETCH_NO_WORD, SKETCH_WIDE, '\0'};
static const char zero_width_starts[] = {SKETCH_BOUNDARY, SKETCH_START, SKETCH_TEST, '\0'};
static const char between_words[] = {SKETCH_BOUNDARY, SKETCH_NO_WORD, SKETCH_WIDE, SKETCH_TEST, '\0'};
static const char between_for_sure[] = {SKETCH_NO_WORD, SKETCH_WIDE, '\0'};

/* The next run at or after `at`. Tests stand in a run without breaking it. */
static bool next_run(const struct sketch *s, size_t at, struct run *run)
{
    while (at < s->len && !is_word_symbol(s->text[at]))
        at++;
    if (at == s->len)
        return false;
    size_t before = at, end = at;
    while (before > 0 && s->text[before - 1] == SKETCH_TEST)
        before--;
    run->from = at;
    for (; at < s->len && (is_word_symbol(s->text[at]) || s->text[at] == SKETCH_TEST); at++)
        end = is_word_symbol(s->text[at]) ? at + 1 : end;
    run->to = end;
    run->left = before > 0 && among(s->text[before - 1], edges);
    run->right = at < s->len && among(s->text[at], edges);
    return true;
}

struct sketch_set sketch_starts(const struct sketch_set *set)
{
    struct sketch_set starts = {0};
    for (size_t i = 0; i < set->count; i++) {
        char cut[SKETCH_MAX + 2];
        const struct sketch *s = &set->items[i];
        struct run run = {0};
        size_t len = next_run(s, 0, &run) ? run.to + run.right : 0;
        memcpy(cut, s->text, len);
        cut[len] = SKETCH_GAP;
        cut[len + 1] = '\0';
        struct sketch_set one = sketch_one(cut);
        sketch_add(&starts, &one);
    }
    sketch_sort(&starts);
    return starts;
}

static struct need_literal literal_of(struct arena *arena, const struct sketch *s, const struct run *run)
{
    static const enum need_kind kinds[2][2] = {{NEED_INFIX, NEED_SUFFIX}, {NEED_PREFIX, NEED_WORD}};
    char text[SKETCH_MAX];
    size_t len = 0;
    for (size_t i = run->from; i < run->to; i++) {
        if (s->text[i] != SKETCH_TEST)
            text[len++] = s->text[i];
    }
    return (struct need_literal){
        .kind = kinds[run->left][run->right], .text = arena_strndup(arena, text, len), .len = len};
}

/* \b, one word or the start of one with \w*, \b: nothing is left for PCRE2 to decide. */
static bool is_whole(const struct sketch *s)
{
    size_t at = 1;
    if (s->len < 2 || s->text[0] != SKETCH_BOUNDARY)
        return false;
    while (at < s->len && is_word_symbol(s->text[at]))
        at++;
    bool letters = at > 1 && at < s->len && s->text[at] == SKETCH_LETTERS;
    at += letters;
    bool boundary = at < s->len && s->text[at] == SKETCH_BOUNDARY;
    return at > 1 && (letters || boundary) && at + boundary == s->len;
}

static bool all_among(const struct sketch *s, size_t from, size_t to, const char *symbols)
{
    for (size_t i = from; i < to; i++) {
        if (!among(s->text[i], symbols))
            return false;
    }
    return true;
}

static bool any_among(const struct sketch *s, size_t from, size_t to, const char *symbols)
{
    for (size_t i = from; i < to; i++) {
        if (among(s->text[i], symbols))
            return true;
    }
    return false;
}

/* \b(\w+)\s+\1\b and the like: between edges, the first group; what ends a word; the group again. */
static bool repeats(const struct sketch *s)
{
    const char *capture = memchr(s->text, SKETCH_CAPTURE, s->len);
    const char *again = memchr(s->text, SKETCH_AGAIN, s->len);
    if (capture == NULL || again == NULL || again < capture)
        return false;
    size_t from = (size_t)(capture - s->text), to = (size_t)(again - s->text), before = from;
    size_t after = to + 1;
    while (before > 0 && s->text[before - 1] == SKETCH_TEST)
        before--;
    while (after < s->len && s->text[after] == SKETCH_TEST)
        after++;
    return before > 0 && among(s->text[before - 1], edges) && after < s->len &&
           among(s->text[after], edges) && all_among(s, from + 1, to, between_words) &&
           any_among(s, from + 1, to, between_for_sure);
}

/* Whether nothing but what ends words stands between two runs: they are in neighbouring words. */
static bool neighbours(const struct sketch *s, const struct run *a, const struct run *b)
{
    return a->right && b->left && all_among(s, a->to, b->from, between_words) &&
           any_among(s, a->to, b->from, between_for_sure);
}

static struct need_shape shape_of(struct arena *arena, const struct sketch *s)
{
    struct need_literal literals[SHAPE_LITERALS];
    struct need_shape shape = {.whole = is_whole(s)};
    struct run run, last = {0};
    size_t runs = 0;
    for (size_t at = 0; next_run(s, at, &run); at = run.to, last = run, runs++) {
        struct need_literal literal = literal_of(arena, s, &run);
        if (runs == 0)
            shape.starts = run.left && all_among(s, 0, run.from, zero_width_starts);
        if (runs == 1)
            shape.next = shape.starts && neighbours(s, &last, &run);
        if (literal.kind != NEED_INFIX || literal.len > 1) /* else nearly every text has it */
            literals[shape.count++] = literal;
    }
    if (memchr(s->text, SKETCH_DIGIT, s->len) != NULL)
        literals[shape.count++] = (struct need_literal){.kind = NEED_DIGIT, .text = ""};
    if (memchr(s->text, SKETCH_WIDE, s->len) != NULL)
        literals[shape.count++] = (struct need_literal){.kind = NEED_WIDE, .text = ""};
    if (repeats(s))
        literals[shape.count++] = (struct need_literal){.kind = NEED_REPEAT, .text = ""};
    struct need_literal *kept = arena_new(arena, shape.count, sizeof *kept);
    memcpy(kept, literals, shape.count * sizeof *kept);
    shape.literals = kept;
    return shape;
}

/* The longest is likely to be the rarest. */
static const struct need_literal *rarest(const struct need_shape *shape)
{
    const struct need_literal *best = NULL;
    for (size_t i = 0; i < shape->count; i++) {
        if (best == NULL || shape->literals[i].len > best->len)
            best = &shape->literals[i];
    }
    return best;
}

/* False when some sketch has no word: then the set asks for nothing. */
static bool clause_of(struct arena *arena, struct sketch_set *set, struct need_clause *clause)
{
    sketch_sort(set);
    struct need_literal *literals = arena_new(arena, set->count, sizeof *literals);
    for (size_t i = 0; i < set->count; i++) {
        struct need_shape shape = shape_of(arena, &set->items[i]);
        const struct need_literal *best = rarest(&shape);
        if (best == NULL)
            return false;
        literals[i] = *best;
    }
    *clause = (struct need_clause){.literals = literals, .count = set->count};
    return true;
}

void pattern_shapes(struct sketch_set *set, struct sketch_set *clauses, size_t clause_count,
                    struct pattern_need *need)
{
    sketch_sort(set);
    struct need_shape *shapes = arena_new(&need->arena, set->count, sizeof *shapes);
    for (size_t i = 0; i < set->count; i++)
        shapes[i] = shape_of(&need->arena, &set->items[i]);
    struct need_clause *kept = arena_new(&need->arena, clause_count, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < clause_count; i++)
        count += clause_of(&need->arena, &clauses[i], &kept[count]);
    need->shapes = shapes;
    need->shape_count = set->count;
    need->clauses = kept;
    need->clause_count = count;
}
