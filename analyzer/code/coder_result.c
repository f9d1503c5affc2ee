/* coder_result.c: keeps what a coder finds: spans of the stored text, combined categories, one order. */
#include "coder_internal.h"

#include <stdlib.h>

/* Spans are of the folded text; one that begins inside what a character was folded to begins with that
 * character. */
static size_t original_start(const struct text_folded *f, size_t at)
{
    size_t original = text_unfold(f, at);
    if (at >= f->len || text_unfold(f, at + 1) != original)
        return original;
    while (at > 0 && text_unfold(f, at) == original)
        at--;
    return text_unfold(f, at);
}

void coder_add_firing(struct coder *c, const struct codebook_rule *r, const struct pattern_span *span)
{
    size_t i = c->codes.firing_count++;
    if (i == c->firing_cap)
        c->firings = mem_grow(c->firings, &c->firing_cap, i + 1, sizeof *c->firings);
    c->firings[i] = (struct coder_firing){r->id, original_start(&c->folded, span->start),
                                          text_unfold(&c->folded, span->end)};
    c->coded[r->category] = c->stamp;
}

void coder_add_undecided(struct coder *c, const struct codebook_rule *r, const char *reason)
{
    size_t i = c->codes.undecided_count++;
    c->undecided = mem_grow(c->undecided, &c->undecided_cap, i + 1, sizeof *c->undecided);
    c->undecided[i] = (struct coder_undecided){r->id, reason};
}

struct coder_note *coder_add_note(struct coder *c, enum coder_note_kind kind, struct coder_rule by,
                                  size_t start, size_t end)
{
    size_t i = c->codes.note_count++;
    c->notes = mem_grow(c->notes, &c->note_cap, i + 1, sizeof *c->notes);
    c->notes[i] = (struct coder_note){.kind = kind, .by = by, .start = start, .end = end};
    return &c->notes[i];
}

struct coder_note *coder_add_verdict(struct coder *c, enum coder_note_kind kind,
                                     const struct codebook_rule *r, const struct verdict *v)
{
    struct coder_note *note = coder_add_note(c, kind, r->id, original_start(&c->folded, v->span.start),
                                             text_unfold(&c->folded, v->span.end));
    if (kind == CODER_VETO) {
        note->other_start = original_start(&c->folded, v->veto.start);
        note->other_end = text_unfold(&c->folded, v->veto.end);
    }
    return note;
}

static bool combines(const struct coder *c, unsigned ruleset, const struct ruleset_category *category)
{
    for (size_t i = 0; i < category->combined_count; i++)
        if (c->coded[c->book->category_base[ruleset] + (size_t)category->combined[i]] != c->stamp)
            return false;
    return category->combined_count > 0;
}

/* Gives a combined category the firings from `from` on of those it stands for. */
static void take_over(struct coder *c, unsigned ruleset, unsigned combined, size_t from, size_t to,
                      bool *replaced)
{
    const struct ruleset *r = c->book->rulesets[ruleset];
    const struct ruleset_category *category = &r->categories[combined];
    unsigned before = 0;
    for (size_t k = 0; k < category->combined_count; k++) {
        unsigned part = (unsigned)category->combined[k];
        for (size_t i = from; i < to; i++) {
            struct coder_firing f = c->firings[i];
            if (f.by.category != part)
                continue;
            replaced[i - from] = true;
            if (c->explain)
                coder_add_note(c, CODER_REPLACED, f.by, f.start, f.end)->holder =
                    (struct coder_rule){ruleset, combined, 0};
            f.by.category = combined;
            f.by.rule += before;
            c->firings = mem_grow(c->firings, &c->firing_cap, c->codes.firing_count + 1, sizeof *c->firings);
            c->firings[c->codes.firing_count++] = f;
        }
        before += (unsigned)r->categories[part].rule_count;
    }
}

void coder_combine(struct coder *c, unsigned ruleset, size_t from)
{
    const struct ruleset *r = c->book->rulesets[ruleset];
    size_t to = c->codes.firing_count;
    bool *replaced = NULL;
    for (unsigned i = 0; i < r->category_count; i++)
        if (combines(c, ruleset, &r->categories[i])) {
            if (replaced == NULL)
                replaced = mem_new(to - from, sizeof *replaced);
            take_over(c, ruleset, i, from, to, replaced);
        }
    if (replaced == NULL)
        return;
    size_t kept = from;
    for (size_t i = from; i < c->codes.firing_count; i++)
        if (i >= to || !replaced[i - from])
            c->firings[kept++] = c->firings[i];
    c->codes.firing_count = kept;
    free(replaced);
}

static int compare_rule(const struct coder_rule *a, const struct coder_rule *b)
{
    if (a->ruleset != b->ruleset)
        return a->ruleset < b->ruleset ? -1 : 1;
    if (a->category != b->category)
        return a->category < b->category ? -1 : 1;
    return a->rule != b->rule ? (a->rule < b->rule ? -1 : 1) : 0;
}

static int by_firing(const void *a, const void *b)
{
    return compare_rule(&((const struct coder_firing *)a)->by, &((const struct coder_firing *)b)->by);
}

static int by_undecided(const void *a, const void *b)
{
    return compare_rule(&((const struct coder_undecided *)a)->by, &((const struct coder_undecided *)b)->by);
}

static int by_note(const void *a, const void *b)
{
    const struct coder_note *x = a;
    const struct coder_note *y = b;
    int order = compare_rule(&x->by, &y->by);
    return order != 0 ? order : (int)x->kind - (int)y->kind;
}

static void sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    const char *at = items;
    for (size_t i = 1; i < count; i++, at += size)
        if (compare(at, at + size) > 0) {
            qsort(items, count, size, compare);
            return;
        }
}

/* Answer rulesets, residual rules and combined categories come out of turn: results are given in the order of
 * the rulesets. */
void coder_finish(struct coder *c)
{
    sort(c->firings, c->codes.firing_count, sizeof *c->firings, by_firing);
    sort(c->undecided, c->codes.undecided_count, sizeof *c->undecided, by_undecided);
    sort(c->notes, c->codes.note_count, sizeof *c->notes, by_note);
    c->codes.firings = c->firings;
    c->codes.undecided = c->undecided;
    c->codes.notes = c->notes;
}
