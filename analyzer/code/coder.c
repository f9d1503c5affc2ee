/* coder.c: decides the codings of one comment exactly as the tables in coder.h say. */
#include "coder_internal.h"

#include <stdlib.h>
#include <string.h>

static const char gave_up[] = "gave up: looking for it in this text takes more work than the limit allows";
static const char holder_unknown[] = "gave up: a rule that could hold it back was not decided";

struct coder *coder_new(const struct codebook *b)
{
    struct coder *c = mem_new(1, sizeof *c);
    c->book = b;
    c->scanner = matcher_scanner_new(b->matcher);
    c->found = mem_new(b->pattern_count, sizeof *c->found);
    c->rules = mem_new(b->rule_count, sizeof *c->rules);
    c->rule_seen = mem_new(b->rule_count, sizeof *c->rule_seen);
    c->fired = mem_new(b->category_count, sizeof *c->fired);
    c->unsure = mem_new(b->category_count, sizeof *c->unsure);
    c->coded = mem_new(b->category_count, sizeof *c->coded);
    for (int i = 0; i < RULE_NAMES; i++) {
        c->key[i] = buf_new(CONFIG_MAX_FILE);
        c->plain[i] = buf_new(CONFIG_MAX_FILE);
    }
    return c;
}

void coder_free(struct coder *c)
{
    if (c == NULL)
        return;
    matcher_scanner_free(c->scanner);
    text_folded_free(&c->folded);
    sentences_free(&c->sentences);
    for (int i = 0; i < RULE_NAMES; i++) {
        buf_free(&c->key[i]);
        buf_free(&c->plain[i]);
    }
    free(c->found);
    free(c->rule_seen);
    free(c->fired);
    free(c->unsure);
    free(c->coded);
    free(c->rules);
    free(c->firings);
    free(c->undecided);
    free(c->notes);
    free(c);
}

void coder_explain(struct coder *c, bool on)
{
    c->explain = on;
}

static bool rule_possible(struct coder *c, const struct codebook_rule *r)
{
    enum coder_when fails = coder_when_fails(c, r);
    if (fails == CODER_WHEN_HOLDS)
        return true;
    if (c->explain) {
        struct verdict v = coder_judge(c, r);
        if (v.result == PATTERN_YES)
            coder_add_verdict(c, CODER_WHEN, r, &v)->when = fails;
    }
    return false;
}

/* A rule of one pattern and no conditions says what the pattern says. */
static struct verdict judge_brief(struct coder *c, uint32_t pattern, bool alone)
{
    struct verdict v = {.result = PATTERN_NO};
    v.result = alone ? matcher_test(c->scanner, pattern, 0, c->folded.len, &v.span)
                     : coder_find(c, pattern, &v.span);
    return v;
}

static void run_rule(struct coder *c, uint32_t rule)
{
    const struct codebook_brief *brief = &c->book->brief[rule];
    const struct codebook_rule *r = &c->book->rules[rule];
    if (brief->pattern == CODEBOOK_NOT_BRIEF && !rule_possible(c, r))
        return;
    struct verdict v = brief->pattern == CODEBOOK_NOT_BRIEF ? coder_judge(c, r)
                                                            : judge_brief(c, brief->pattern, brief->alone);
    if (v.result == PATTERN_YES) {
        coder_add_firing(c, r, &v.span);
        c->fired[r->category] = c->stamp;
    } else if (v.result == PATTERN_LIMIT) {
        coder_add_undecided(c, r, gave_up);
        c->unsure[r->category] = c->stamp;
    } else if (v.vetoed && c->explain)
        coder_add_verdict(c, CODER_VETO, r, &v);
}

/* The first of a residual rule's holders that has `stamps` set, or -1. */
static int holder(const struct coder *c, const struct codebook_rule *r, const uint32_t *stamps)
{
    size_t base = c->book->category_base[r->id.ruleset];
    for (size_t i = 0; i < r->rule->held_by_count; i++)
        if (stamps[base + (size_t)r->rule->held_by[i]] == c->stamp)
            return r->rule->held_by[i];
    return -1;
}

static void note_held(struct coder *c, const struct codebook_rule *r, int by)
{
    struct verdict v = coder_judge(c, r);
    if (v.vetoed)
        coder_add_verdict(c, CODER_VETO, r, &v);
    if (v.result != PATTERN_YES)
        return;
    struct coder_note *note = coder_add_verdict(c, CODER_HELD, r, &v);
    for (size_t i = 0; i < c->codes.firing_count; i++) {
        const struct coder_rule *f = &c->firings[i].by;
        if (f->ruleset == r->id.ruleset && f->category == (unsigned)by && note->holder.rule == 0)
            note->holder = *f;
    }
}

static void run_residual(struct coder *c, const struct codebook_rule *r)
{
    int by = holder(c, r, c->fired);
    if (by >= 0 && !c->explain)
        return;
    if (!rule_possible(c, r))
        return;
    if (by >= 0) {
        note_held(c, r, by);
        return;
    }
    struct verdict v = coder_judge(c, r);
    if (v.result == PATTERN_LIMIT)
        coder_add_undecided(c, r, gave_up);
    else if (v.result == PATTERN_YES && holder(c, r, c->unsure) >= 0)
        coder_add_undecided(c, r, holder_unknown);
    else if (v.result == PATTERN_YES)
        coder_add_firing(c, r, &v.span);
    else if (v.vetoed && c->explain)
        coder_add_verdict(c, CODER_VETO, r, &v);
}

/* Rules [i, end) of the list are those of one ruleset. Returns end. */
static size_t run_ruleset(struct coder *c, size_t i, bool report)
{
    const struct codebook *b = c->book;
    unsigned ruleset = b->brief[c->rules[i]].ruleset;
    struct coder_codes before = c->codes;
    bool residual = false;
    size_t end = i;
    for (; end < c->rule_count && b->brief[c->rules[end]].ruleset == ruleset; end++)
        if (b->brief[c->rules[end]].residual)
            residual = true;
        else
            run_rule(c, c->rules[end]);
    for (size_t k = i; k < end && residual; k++)
        if (b->brief[c->rules[k]].residual)
            run_residual(c, &b->rules[c->rules[k]]);
    if (c->codes.firing_count > before.firing_count && (b->combining >> ruleset & 1) != 0)
        coder_combine(c, ruleset, before.firing_count);
    if (b->rulesets[ruleset]->dimension == RULESET_ANSWER)
        c->codes.non_answer = c->codes.non_answer || c->codes.firing_count > before.firing_count;
    if (!report) {
        before.non_answer = c->codes.non_answer;
        c->codes = before;
    }
    return end;
}

/* What rulesets that are not applied would have said: everything since `before` becomes a remark. */
static void note_unasked(struct coder *c, const struct coder_codes *before)
{
    c->codes.note_count = before->note_count;
    c->codes.undecided_count = before->undecided_count;
    for (size_t i = before->firing_count; i < c->codes.firing_count; i++)
        coder_add_note(c, CODER_UNASKED, c->firings[i].by, c->firings[i].start, c->firings[i].end);
    c->codes.firing_count = before->firing_count;
}

static void sort_small(uint32_t *a, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t x = a[i];
        size_t k = i;
        for (; k > 0 && a[k - 1] > x; k--)
            a[k] = a[k - 1];
        a[k] = x;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Every rule that has a candidate pattern in `match`, ascending, so that answer rulesets come first. */
static void gather_rules(struct coder *c, uint64_t rulesets)
{
    enum { SMALL = 64 };
    const struct codebook *b = c->book;
    size_t pattern = 0;
    c->rule_count = 0;
    while (matcher_next_candidate(c->scanner, &pattern)) {
        uint32_t alone = b->alone[pattern];
        if (alone != CODEBOOK_NOT_ALONE) {
            if ((rulesets >> b->brief[alone].ruleset & 1) != 0)
                c->rules[c->rule_count++] = alone;
            continue;
        }
        c->found[pattern].candidate = c->stamp;
        for (size_t u = b->user_start[pattern]; u < b->user_start[pattern + 1]; u++) {
            uint32_t rule = b->users[u];
            if (c->rule_seen[rule] == c->stamp || (rulesets >> b->brief[rule].ruleset & 1) == 0)
                continue;
            c->rule_seen[rule] = c->stamp;
            c->rules[c->rule_count++] = rule;
        }
    }
    if (c->rule_count <= SMALL)
        sort_small(c->rules, c->rule_count);
    else
        qsort(c->rules, c->rule_count, sizeof *c->rules, by_number);
}

static void begin(struct coder *c, const struct coder_comment *comment)
{
    c->comment = comment;
    c->stamp++;
    if (c->stamp == 0) { /* after four thousand million comments the old stamps would look new */
        memset(c->found, 0, c->book->pattern_count * sizeof *c->found);
        memset(c->rule_seen, 0, c->book->rule_count * sizeof *c->rule_seen);
        memset(c->fired, 0, c->book->category_count * sizeof *c->fired);
        memset(c->unsure, 0, c->book->category_count * sizeof *c->unsure);
        memset(c->coded, 0, c->book->category_count * sizeof *c->coded);
        c->stamp = 1;
    }
    c->split = false;
    c->words = -1;
    memset(c->named, 0, sizeof c->named);
    c->codes = (struct coder_codes){0};
    text_fold(&c->folded, comment->text, comment->len);
    text_hide_tokens(&c->folded);
    matcher_begin(c->scanner, c->folded.data, c->folded.len);
}

const struct coder_codes *coder_run(struct coder *c, const struct coder_comment *comment, uint64_t rulesets)
{
    const struct codebook *b = c->book;
    begin(c, comment);
    gather_rules(c, rulesets | b->answers);
    size_t i = 0;
    while (i < c->rule_count && (b->answers >> b->brief[c->rules[i]].ruleset & 1) != 0)
        i = run_ruleset(c, i, (rulesets >> b->brief[c->rules[i]].ruleset & 1) != 0);
    struct coder_codes answers = c->codes;
    while (i < c->rule_count && (!c->codes.non_answer || c->explain))
        i = run_ruleset(c, i, true);
    if (c->codes.non_answer && c->explain)
        note_unasked(c, &answers);
    coder_finish(c);
    return &c->codes;
}

/* ---- cost ---- */

void coder_time(struct coder *c, bool on)
{
    matcher_time(c->scanner, on);
}

static void add_cost(const struct coder *c, const struct codebook_list *list, uint32_t rule,
                     struct coder_cost *cost)
{
    for (size_t i = 0; i < list->count; i++) {
        struct matcher_cost one;
        if (c->book->owner[list->at[i]] != rule)
            continue;
        matcher_cost(c->scanner, list->at[i], &one);
        cost->candidates += one.candidates;
        cost->matches += one.matches;
        cost->nanoseconds += one.nanoseconds;
    }
}

void coder_rule_cost(const struct coder *c, const struct coder_rule *rule, struct coder_cost *cost)
{
    const struct codebook *b = c->book;
    uint32_t at =
        (uint32_t)(b->first_rule[b->category_base[rule->ruleset] + rule->category] + rule->rule - 1);
    const struct codebook_rule *r = &b->rules[at];
    *cost = (struct coder_cost){.has_literal = true, .literal = ""};
    for (size_t i = 0; i < r->match.count; i++) {
        struct matcher_cost one;
        matcher_cost(c->scanner, r->match.at[i], &one);
        cost->has_literal = cost->has_literal && one.has_literal;
        if (i == 0)
            cost->literal = one.literal;
    }
    add_cost(c, &r->match, at, cost);
    add_cost(c, &r->also, at, cost);
    add_cost(c, &r->unless, at, cost);
}
