/* why_json.c: the explanation for programs. */
#include "why.h"
#include <yousaid/json.h>

#include <string.h>

void why_json_origin(struct buf *out, const struct store_origin *o)
{
    buf_putc(out, '{');
    json_key_int(out, "response", o->response);
    json_key_text(out, "source", o->source);
    json_key_text(out, "external_id", o->external_id);
    json_key_text(out, "title", o->title);
    json_key_text(out, "organisation", o->organisation);
    json_key_text(out, "submitted_at", o->submitted_at);
    json_key_text(out, "place", o->place);
    json_key_text(out, "service", o->service);
    json_key(out, "withdrawn");
    buf_puts(out, o->withdrawn ? "true" : "false");
    json_key(out, "payload");
    buf_putc(out, '{');
    json_key_text(out, "url", o->url);
    json_key_text(out, "fetched_at", o->fetched_at);
    json_key_text(out, "sha256", o->sha256);
    json_key_int(out, "bytes", o->bytes);
    json_key_int(out, "record", o->row_number);
    buf_putc(out, '}');
    json_key_int(out, "first_run", o->first_run);
    json_key(out, "changed_run");
    if (o->changed_run > 0)
        buf_printf(out, "%lld", (long long)o->changed_run);
    else
        buf_puts(out, "null");
    json_key(out, "comments");
    buf_putc(out, '[');
}

static void add_span(struct buf *out, const struct store_coded_comment *c, int64_t start, int64_t end)
{
    json_key_int(out, "start", start);
    json_key_int(out, "end", end);
    json_key(out, "words");
    json_bytes(out, c->text + start, (size_t)(end - start));
}

/* The rule by its number, and where it stands in the file. */
static void add_rule(struct buf *out, const struct ruleset *r, size_t category, size_t number)
{
    size_t origin = category;
    size_t there = number;
    const struct rule *rule = ruleset_rule(r, category, number, &origin, &there);
    json_key_text(out, "category", r->categories[category].code);
    json_key_text(out, "label", r->categories[category].label);
    json_key_int(out, "rule", (int64_t)number);
    if (rule == NULL)
        return;
    if (origin != category) {
        json_key_text(out, "from", r->categories[origin].code);
        json_key_int(out, "rule_there", (int64_t)there);
    }
    json_key_int(out, "line", config_line(rule->node));
}

static void add_codings(struct buf *out, const struct why_comment *w, const struct why_ruleset *r)
{
    json_key(out, "codings");
    buf_putc(out, '[');
    for (size_t i = 0; i < w->stored->coding_count; i++) {
        const struct store_why_coding *k = &w->stored->codings[i];
        int category = ruleset_find(r->rules, k->category);
        if (strcmp(k->ruleset, r->rules->name) != 0)
            continue;
        json_comma(out);
        buf_putc(out, '{');
        if (r->state != WHY_CHANGED && category >= 0)
            add_rule(out, r->rules, (size_t)category, (size_t)k->rule);
        else {
            json_key_text(out, "category", k->category);
            json_key_text(out, "label", k->label);
            json_key_int(out, "rule", k->rule);
        }
        json_key_text(out, "version", k->version);
        json_key_text(out, "sha256", k->sha256);
        add_span(out, &w->stored->comment, k->start, k->end);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void add_errors(struct buf *out, const struct why_comment *w, const struct why_ruleset *r)
{
    json_key(out, "undecided");
    buf_putc(out, '[');
    for (size_t i = 0; i < w->stored->error_count; i++) {
        const struct store_why_coding *e = &w->stored->errors[i];
        if (strcmp(e->ruleset, r->rules->name) != 0)
            continue;
        json_comma(out);
        buf_putc(out, '{');
        json_key_text(out, "category", e->category);
        json_key_int(out, "rule", e->rule);
        json_key_text(out, "reason", e->reason);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void add_note(struct buf *out, const struct ruleset *r, const struct store_coded_comment *c,
                     const struct coder_note *n)
{
    static const char *const kinds[] = {"unless", "held back", "replaced", "when", "non-answer"};
    json_comma(out);
    buf_putc(out, '{');
    json_key_text(out, "because", kinds[n->kind]);
    add_rule(out, r, n->by.category, n->by.rule);
    add_span(out, c, (int64_t)n->start, (int64_t)n->end);
    if (n->kind == CODER_VETO) {
        json_key(out, "unless");
        buf_putc(out, '{');
        add_span(out, c, (int64_t)n->other_start, (int64_t)n->other_end);
        buf_putc(out, '}');
    }
    if (n->kind == CODER_WHEN)
        json_key_text(out, "condition", coder_when_names[n->when]);
    if (n->kind == CODER_HELD || n->kind == CODER_REPLACED)
        json_key_text(out, "by", r->categories[n->holder.category].code);
    buf_putc(out, '}');
}

static void add_ruleset(struct buf *out, const struct codebook *book, const struct why_comment *w,
                        const struct why_ruleset *r)
{
    json_comma(out);
    buf_putc(out, '{');
    json_key_text(out, "ruleset", r->rules->name);
    json_key_text(out, "version", r->rules->version);
    json_key_text(out, "sha256", r->sha256);
    json_key_text(out, "rules_sha256", r->rules->sha256);
    json_key_text(out, "state", why_states[r->state]);
    json_key(out, "differs");
    buf_puts(out, r->differs ? "true" : "false");
    add_codings(out, w, r);
    add_errors(out, w, r);
    json_key(out, "not_coded");
    buf_putc(out, '[');
    for (size_t i = 0; i < w->codes->note_count && r->state == WHY_CURRENT; i++)
        if (w->codes->notes[i].by.ruleset == r->position)
            add_note(out, codebook_ruleset(book, r->position), &w->stored->comment, &w->codes->notes[i]);
    buf_puts(out, "]}");
}

void why_json_comment(struct buf *out, const struct codebook *book, const struct why_comment *w)
{
    const struct store_coded_comment *c = &w->stored->comment;
    json_comma(out);
    buf_putc(out, '{');
    json_key_int(out, "comment", c->id);
    json_key_text(out, "question", w->stored->question);
    json_key_text(out, "polarity", c->polarity);
    json_key(out, "text");
    json_bytes(out, c->text, c->len);
    json_key(out, "non_answer");
    buf_puts(out, w->codes->non_answer ? "true" : "false");
    json_key(out, "rulesets");
    buf_putc(out, '[');
    for (size_t i = 0; i < w->ruleset_count; i++)
        add_ruleset(out, book, w, &w->rulesets[i]);
    buf_putc(out, ']');
    json_key(out, "verdicts");
    buf_putc(out, '[');
    for (size_t i = 0; i < w->stored->verdict_count; i++) {
        const struct store_verdict *v = &w->stored->verdicts[i];
        json_comma(out);
        buf_putc(out, '{');
        json_key_text(out, "ruleset", v->ruleset);
        json_key_text(out, "category", v->category);
        json_key_text(out, "verdict", v->verdict);
        json_key_text(out, "who", v->who);
        json_key_text(out, "at", v->at);
        json_key_text(out, "why", v->why);
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}
