/* rules_test.c: runs the examples of a ruleset and says what is wrong with which. */
#include "rules_test.h"

#include <yousaid/json.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 80, REASON_MAX = 512 };

struct testing {
    const struct codebook *book;
    const struct ruleset *rules;
    struct coder *coder;
    struct coder *answers; /* NULL: none */
    bool **reached;        /* per category and rule */
    bool narrows, json;
    struct buf *out;
    struct rules_test *result;
};

static int clip(const char *text)
{
    size_t len = strlen(text);
    size_t end = len < SHOWN ? len : SHOWN;
    while (end < len && end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    return (int)end;
}

static void report(struct testing *t, const struct config_node *node, const char *kind, const char *category,
                   const char *sentence)
{
    struct error place = {0};
    config_fail(node, &place, "%s", sentence);
    if (!t->json) {
        buf_printf(t->out, "%s\n", place.text);
        return;
    }
    json_comma(t->out);
    buf_putc(t->out, '{');
    json_key_text(t->out, "kind", kind);
    json_key_text(t->out, "ruleset", t->rules->name);
    json_key_text(t->out, "category", category);
    json_key_text(t->out, "text", place.text);
    json_key_int(t->out, "line", config_line(node));
    json_key_int(t->out, "column", config_column(node));
    buf_putc(t->out, '}');
}

static void add_words(struct buf *out, const char *text, size_t start, size_t end)
{
    buf_printf(out, "'%.*s'", (int)(end - start), text + start);
}

/* Why a category that should be coded is not: the first rule of it that came near. */
static void why_not(const struct testing *t, unsigned category, const char *text,
                    const struct coder_codes *codes, struct buf *out)
{
    for (size_t i = 0; i < codes->undecided_count; i++)
        if (codes->undecided[i].by.category == category) {
            buf_printf(out, "; rule %u %s", codes->undecided[i].by.rule, codes->undecided[i].reason);
            return;
        }
    for (size_t i = 0; i < codes->note_count; i++) {
        const struct coder_note *n = &codes->notes[i];
        if (n->by.category != category)
            continue;
        buf_printf(out, "; rule %u found ", n->by.rule);
        add_words(out, text, n->start, n->end);
        if (n->kind == CODER_VETO) {
            buf_puts(out, ", but 'unless' found ");
            add_words(out, text, n->other_start, n->other_end);
        } else if (n->kind == CODER_WHEN)
            buf_printf(out, ", but its 'when' does not hold (%s)", coder_when_names[n->when]);
        else
            buf_printf(out, n->kind == CODER_HELD ? ", but %s holds it back" : ", but %s takes its place",
                       t->rules->categories[n->holder.category].code);
        return;
    }
    buf_puts(out, "; no rule of it finds anything");
}

static void why_yet(const struct coder_codes *codes, unsigned category, const char *text, struct buf *out)
{
    for (size_t i = 0; i < codes->firing_count; i++)
        if (codes->firings[i].by.category == category) {
            buf_printf(out, "; rule %u found ", codes->firings[i].by.rule);
            add_words(out, text, codes->firings[i].start, codes->firings[i].end);
            return;
        }
}

static void mark_reached(struct testing *t, const struct coder_codes *codes)
{
    for (size_t i = 0; i < codes->firing_count; i++) {
        size_t category = codes->firings[i].by.category;
        size_t number = codes->firings[i].by.rule;
        if (ruleset_rule(t->rules, category, number, &category, &number) != NULL)
            t->reached[category][number - 1] = true;
    }
}

static bool is_coded(const struct coder_codes *codes, unsigned category)
{
    for (size_t i = 0; i < codes->firing_count; i++)
        if (codes->firings[i].by.category == category)
            return true;
    return false;
}

/* Whether this file says for whom some category of the ruleset is that it extends: then examples of that one,
 * which were written without it, may well be decided otherwise. */
static bool narrows(const struct ruleset *r)
{
    for (size_t c = 0; c < r->category_count; c++)
        if (r->categories[c].base_rules > 0 && r->categories[c].when[1] != NULL)
            return true;
    return false;
}

static void test_example(struct testing *t, unsigned category, size_t example)
{
    const struct ruleset_category *c = &t->rules->categories[category];
    const struct ruleset_example *e = &c->examples[example];
    const struct coder_comment comment = {e->text,   strlen(e->text), e->polarity,
                                          e->source, e->service,      e->place};
    const struct coder_codes *codes = coder_run(t->coder, &comment, CODEBOOK_ALL);
    if (t->narrows && example < c->base_examples && is_coded(codes, category) != e->match) {
        t->result->outside++;
        return;
    }
    struct buf sentence = buf_new(2 * ERROR_TEXT_MAX);
    t->result->examples++;
    mark_reached(t, codes);
    buf_printf(&sentence,
               e->match ? "%s should code \"%.*s\" and does not" : "%s should not code \"%.*s\" and does",
               c->code, clip(e->text), e->text);
    if (e->match)
        why_not(t, category, e->text, codes, &sentence);
    else
        why_yet(codes, category, e->text, &sentence);
    if (is_coded(codes, category) != e->match) {
        t->result->failed++;
        report(t, e->node, "failed", c->code, buf_str(&sentence));
    } else if (e->match && t->answers != NULL && coder_run(t->answers, &comment, CODEBOOK_ALL)->non_answer) {
        t->result->non_answers++;
        buf_clear(&sentence);
        buf_printf(&sentence,
                   "warning: %s codes \"%.*s\", but it is a non-answer, to which no theme is applied",
                   c->code, clip(e->text), e->text);
        report(t, e->node, "non-answer", c->code, buf_str(&sentence));
    }
    buf_free(&sentence);
}

static bool same_name(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The same comment as match and as no_match. */
static void find_contradictions(struct testing *t, const struct ruleset_category *c)
{
    for (size_t i = 0; i < c->example_count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct ruleset_example *a = &c->examples[i];
            const struct ruleset_example *b = &c->examples[k];
            if (a->match == b->match || strcmp(a->text, b->text) != 0 || a->polarity != b->polarity ||
                !same_name(a->source, b->source) || !same_name(a->service, b->service) ||
                !same_name(a->place, b->place))
                continue;
            struct buf sentence = buf_new(ERROR_TEXT_MAX);
            buf_printf(&sentence, "%s: this example is also in line %d, where it says the opposite", c->code,
                       config_line(b->node));
            report(t, a->node, "contradiction", c->code, buf_str(&sentence));
            buf_free(&sentence);
        }
}

static void find_unreached(struct testing *t)
{
    for (size_t c = 0; c < t->rules->category_count; c++)
        for (size_t k = 0; k < t->rules->categories[c].rule_count; k++) {
            char sentence[REASON_MAX];
            bool narrowed = k < t->rules->categories[c].base_rules && t->rules->categories[c].when[1] != NULL;
            if (t->reached[c][k] || narrowed)
                continue;
            t->result->unreached++;
            snprintf(sentence, sizeof sentence,
                     "warning: %s rule %zu fires on no example: add one that it should find",
                     t->rules->categories[c].code, k + 1);
            report(t, t->rules->categories[c].rules[k].node, "unreached", t->rules->categories[c].code,
                   sentence);
        }
}

int rules_test_run(struct codebook *book, const struct codebook *answers, bool json, struct buf *out,
                   struct rules_test *result, struct error *err)
{
    const struct ruleset *r = codebook_ruleset(book, 0);
    struct testing t = {.book = book,
                        .rules = r,
                        .coder = coder_new(book),
                        .answers =
                            answers != NULL && r->dimension != RULESET_ANSWER ? coder_new(answers) : NULL,
                        .reached = mem_new(r->category_count, sizeof(bool *)),
                        .narrows = narrows(r),
                        .json = json,
                        .out = out,
                        .result = result};
    *result = (struct rules_test){0};
    coder_explain(t.coder, true);
    for (size_t c = 0; c < r->category_count; c++)
        t.reached[c] = mem_new(r->categories[c].rule_count, sizeof(bool));
    for (unsigned c = 0; c < r->category_count; c++) {
        for (size_t i = 0; i < r->categories[c].example_count; i++)
            test_example(&t, c, i);
        find_contradictions(&t, &r->categories[c]);
    }
    find_unreached(&t);
    for (size_t c = 0; c < r->category_count; c++)
        free(t.reached[c]);
    free(t.reached);
    coder_free(t.coder);
    coder_free(t.answers);
    return buf_check(out, "the result", err);
}
