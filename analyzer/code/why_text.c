/* why_text.c: the explanation for people. */
#include "why.h"

#include <ctype.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

enum { AROUND = 40 };

static void add_field(struct buf *out, const char *before, const char *value)
{
    if (value != NULL && value[0] != '\0')
        buf_printf(out, "%s%s", before, value);
}

void why_text_origin(struct buf *out, const struct store_origin *o)
{
    buf_printf(out, "Response %s/%s (number %" PRId64 ")\n", o->source, o->external_id, o->response);
    buf_printf(out, "  %s, %s", o->title, o->organisation);
    add_field(out, "; submitted ", o->submitted_at);
    add_field(out, "; service ", o->service);
    add_field(out, "; place ", o->place);
    buf_printf(out, "\n  from record %" PRId64 " of %s\n", o->row_number, o->url);
    buf_printf(out, "  fetched %s, %" PRId64 " bytes, SHA-256 %s\n", o->fetched_at, o->bytes, o->sha256);
    buf_printf(out, "  stored by run %" PRId64, o->first_run);
    if (o->changed_run > 0)
        buf_printf(out, ", changed by run %" PRId64, o->changed_run);
    buf_puts(out, o->withdrawn ? "; withdrawn by its source, so it is not counted\n" : "\n");
}

static void add_rule(struct buf *out, const struct ruleset *r, size_t category, size_t number, bool places)
{
    size_t origin = category;
    size_t there = number;
    const struct rule *rule = ruleset_rule(r, category, number, &origin, &there);
    const struct ruleset_category *c = &r->categories[category];
    buf_printf(out, "%s (%s)", c->label, c->code);
    if (origin != category)
        buf_printf(out, " from %s", r->categories[origin].code);
    buf_printf(out, " by rule %zu", there);
    if (places && rule != NULL)
        buf_printf(out, " in line %d", config_line(rule->node));
}

/* `.` finds something in every comment, so that it was held back says nothing of this one. */
static bool is_catch_all(const struct rule *rule)
{
    for (size_t i = 0; rule != NULL && i < rule->match.count; i++)
        if (strcmp(rule->match.any[i].text, ".") == 0)
            return true;
    return false;
}

static size_t character(const char *s, size_t len)
{
    size_t size = len > 0;
    while (size < len && ((unsigned char)s[size] & 0xC0) == 0x80)
        size++;
    return size;
}

static bool is_letter(const char *s, size_t len)
{
    return len > 0 && (isalnum((unsigned char)s[0]) || (unsigned char)s[0] >= 0x80);
}

/* Whether the span is no evidence that could be shown: it is empty, or the first character alone, of a longer
 * word or by a rule that any character will do for. Such a rule judged the comment as a whole. */
static bool is_of_the_whole(const struct rule *rule, const struct store_coded_comment *c, size_t start,
                            size_t end)
{
    size_t first = character(c->text, c->len);
    if (start == end)
        return true;
    return start == 0 && end == first && end < c->len &&
           (is_catch_all(rule) || is_letter(c->text + end, c->len - end));
}

static void add_words(struct buf *out, const struct rule *rule, const struct store_coded_comment *c,
                      size_t start, size_t end)
{
    if (is_of_the_whole(rule, c, start, end))
        buf_puts(out, "the whole comment");
    else
        buf_printf(out, "'%.*s'", (int)(end - start), c->text + start);
}

static void add_coding(struct buf *out, const struct store_coded_comment *c, const struct why_ruleset *w,
                       const struct store_why_coding *k)
{
    int category = ruleset_find(w->rules, k->category);
    const struct rule *rule = NULL;
    buf_puts(out, "    ");
    if (w->state != WHY_CHANGED && category >= 0) {
        rule = ruleset_rule(w->rules, (size_t)category, (size_t)k->rule, NULL, NULL);
        add_rule(out, w->rules, (size_t)category, (size_t)k->rule, true);
    } else
        buf_printf(out, "%s (%s) by rule %" PRId64, k->label, k->category, k->rule);
    buf_puts(out, ": ");
    if (is_of_the_whole(rule, c, (size_t)k->start, (size_t)k->end))
        buf_puts(out, "the whole comment");
    else
        why_context(out, c->text, c->len, (size_t)k->start, (size_t)k->end, AROUND);
    buf_putc(out, '\n');
}

/* "service is 'A' or 'B'", "service is none of 'A', 'B'", "service is 'A*' and none of 'B'" */
static void add_names(struct buf *out, const char *what, const struct rule_names *names)
{
    buf_printf(out, "%s is", what);
    for (size_t i = 0; i < names->any.count; i++)
        buf_printf(out, "%s '%s'", i > 0 ? " or" : "", names->any.text[i]);
    if (names->none.count > 0)
        buf_puts(out, names->any.count > 0 ? " and none of" : " none of");
    for (size_t i = 0; i < names->none.count; i++)
        buf_printf(out, "%s '%s'", i > 0 ? "," : "", names->none.text[i]);
}

/* "polarity is good or open": the condition that does not hold, as the ruleset has it. */
static void add_when(struct buf *out, const struct rule_when *w, enum coder_when fails)
{
    if (fails == CODER_WHEN_POLARITY) {
        buf_puts(out, "polarity is");
        for (unsigned i = 0, before = 0; polarities[i] != NULL; i++)
            if ((w->polarities & 1U << i) != 0)
                buf_printf(out, "%s %s", before++ > 0 ? " or" : "", polarities[i]);
    } else if (fails == CODER_WHEN_WORDS) {
        buf_puts(out, "the comment has");
        if (w->min_words > 0)
            buf_printf(out, " at least %" PRId64, w->min_words);
        if (w->max_words >= 0)
            buf_printf(out, "%s at most %" PRId64, w->min_words > 0 ? " and" : "", w->max_words);
        buf_puts(out, w->max_words == 1 || (w->max_words < 0 && w->min_words == 1) ? " word" : " words");
    } else {
        const int which = (int)fails - CODER_WHEN_SOURCE;
        add_names(out, rule_name_kinds[which], &w->names[which]);
    }
}

static bool is_coded(const struct coder_codes *codes, const struct coder_note *n)
{
    for (size_t i = 0; i < codes->firing_count; i++)
        if (codes->firings[i].by.ruleset == n->by.ruleset && codes->firings[i].by.category == n->by.category)
            return true;
    return false;
}

/* Why a rule did not fire is worth a line where it decided something: no other rule of the category fired.
 * That a rule is for other questions or other lengths says little; that it is not for this service says much.
 */
static bool is_worth_telling(const struct codebook *book, const struct why_comment *w,
                             const struct coder_note *n)
{
    if (w->verbose)
        return true;
    bool of_another_name = n->when >= CODER_WHEN_SOURCE && n->when <= CODER_WHEN_PLACE;
    if ((n->kind == CODER_WHEN && !of_another_name) || is_coded(w->codes, n))
        return false;
    if (n->kind != CODER_HELD)
        return true;
    return !is_catch_all(
        ruleset_rule(codebook_ruleset(book, n->by.ruleset), n->by.category, n->by.rule, NULL, NULL));
}

/* Rules of a category that are not for this service are told of by the first of them. */
static bool was_told(const struct why_comment *w, size_t i)
{
    const struct coder_note *n = &w->codes->notes[i];
    for (size_t k = 0; k < i && n->kind == CODER_WHEN && !w->verbose; k++) {
        const struct coder_note *before = &w->codes->notes[k];
        if (before->kind == CODER_WHEN && before->when == n->when && before->by.ruleset == n->by.ruleset &&
            before->by.category == n->by.category)
            return true;
    }
    return false;
}

static void add_note(struct buf *out, const struct codebook *book, const struct store_coded_comment *c,
                     const struct coder_note *n)
{
    const struct ruleset *r = codebook_ruleset(book, n->by.ruleset);
    buf_puts(out, "    would be ");
    add_rule(out, r, n->by.category, n->by.rule, true);
    buf_puts(out, " for ");
    add_words(out, ruleset_rule(r, n->by.category, n->by.rule, NULL, NULL), c, n->start, n->end);
    buf_puts(out, ", but ");
    if (n->kind == CODER_VETO) {
        buf_puts(out, "unless matched ");
        add_words(out, NULL, c, n->other_start, n->other_end);
    } else if (n->kind == CODER_HELD) {
        buf_puts(out, "it is residual and held back by ");
        add_rule(out, r, n->holder.category, n->holder.rule, false);
    } else if (n->kind == CODER_REPLACED)
        buf_printf(out, "%s (%s) takes its place", r->categories[n->holder.category].label,
                   r->categories[n->holder.category].code);
    else if (n->kind == CODER_WHEN) {
        buf_puts(out, "only when ");
        add_when(out, &ruleset_rule(r, n->by.category, n->by.rule, NULL, NULL)->when, n->when);
    } else
        buf_puts(out, "this is a non-answer");
    buf_putc(out, '\n');
}

static void add_ruleset(struct buf *out, const struct codebook *book, const struct why_comment *w,
                        const struct why_ruleset *r)
{
    static const char *const states[] = {"", ": this comment is not coded yet: run classify",
                                         ": the rules have changed since: run classify"};
    const struct store_coded_comment *c = &w->stored->comment;
    size_t lines = 0;
    buf_printf(out, "  %s %s, SHA-256 %s%s\n", r->rules->name, r->rules->version, r->sha256,
               states[r->state]);
    for (size_t i = 0; i < w->stored->coding_count; i++)
        if (strcmp(w->stored->codings[i].ruleset, r->rules->name) == 0) {
            add_coding(out, c, r, &w->stored->codings[i]);
            lines++;
        }
    for (size_t i = 0; i < w->stored->error_count; i++)
        if (strcmp(w->stored->errors[i].ruleset, r->rules->name) == 0) {
            const struct store_why_coding *e = &w->stored->errors[i];
            buf_printf(out, "    undecided: %s (%s) rule %" PRId64 " %s\n", e->label, e->category, e->rule,
                       e->reason);
            lines++;
        }
    for (size_t i = 0; i < w->codes->note_count && r->state == WHY_CURRENT; i++)
        if (w->codes->notes[i].by.ruleset == r->position && is_worth_telling(book, w, &w->codes->notes[i]) &&
            !was_told(w, i)) {
            add_note(out, book, c, &w->codes->notes[i]);
            lines++;
        }
    if (lines == 0 && r->state == WHY_CURRENT)
        buf_puts(out, w->codes->non_answer && r->rules->dimension != RULESET_ANSWER
                          ? "    not applied: this is a non-answer\n"
                          : "    nothing found\n");
    if (r->differs)
        buf_puts(out, "    the store holds other codings than these rules give: run classify --again\n");
}

void why_text_comment(struct buf *out, const struct codebook *book, const struct why_comment *w)
{
    static const char *const acts[][2] = {{"add", "added"}, {"remove", "removed"}, {"confirm", "confirmed"}};
    const struct store_coded_comment *c = &w->stored->comment;
    buf_printf(out, "\nComment c%" PRId64 ", %s (%s)\n  ", c->id, w->stored->question, c->polarity);
    for (size_t i = 0; i < c->len; i++)
        buf_puts(out, c->text[i] == '\n' ? "\n  " : (const char[]){c->text[i], '\0'});
    buf_putc(out, '\n');
    for (size_t i = 0; i < w->ruleset_count; i++)
        add_ruleset(out, book, w, &w->rulesets[i]);
    for (size_t i = 0; i < w->stored->verdict_count; i++) {
        const struct store_verdict *v = &w->stored->verdicts[i];
        const char *act = v->verdict;
        for (size_t k = 0; k < 3; k++)
            if (strcmp(acts[k][0], v->verdict) == 0)
                act = acts[k][1];
        buf_printf(out, "  %s/%s was %s by %s on %s", v->ruleset, v->category, act, v->who, v->at);
        add_field(out, ": ", v->why);
        buf_putc(out, '\n');
    }
}
