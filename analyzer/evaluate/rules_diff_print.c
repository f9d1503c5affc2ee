/* rules_diff_print.c: the difference of two rulesets as text, CSV and JSON. */
#include "rules_diff.h"
#include <stdio.h>
#include <string.h>
#include <yousaid/csv.h>
#include <yousaid/json.h>

enum { CONTEXT = 60, LABEL_WIDTH = 40 };

static const struct codebook *book_of(const struct rules_diff *d, const struct rules_diff_change *change)
{
    return d->book[change->gained ? RULES_NEW : RULES_OLD];
}

static bool changes(const struct rules_diff_category *c)
{
    return c->gained + c->lost > 0;
}

static void table(const struct rules_diff *d, struct buf *out)
{
    size_t same = 0;
    buf_printf(out, "\n  %-*s %7s %7s %7s %7s %7s\n", LABEL_WIDTH, "category", "before", "after", "change",
               "gained", "lost");
    for (size_t i = 0; i < d->category_count; i++) {
        const struct rules_diff_category *c = &d->category[i];
        if (!changes(c)) {
            same++;
            continue;
        }
        const char *note = c->index[RULES_OLD] < 0 ? " (new)" : c->index[RULES_NEW] < 0 ? " (gone)" : "";
        buf_printf(out, "  %-*s %7zu %7zu %+7lld %7zu %7zu%s\n", LABEL_WIDTH, c->label, c->coded[RULES_OLD],
                   c->coded[RULES_NEW], (long long)c->coded[RULES_NEW] - (long long)c->coded[RULES_OLD],
                   c->gained, c->lost, note);
    }
    if (same > 0)
        buf_printf(out, "  %zu other %s given to the same comments.\n", same,
                   same == 1 ? "category is" : "categories are");
}

static void examples(const struct rules_diff *d, struct buf *out)
{
    const struct rules_diff_change *before = NULL;
    for (size_t i = 0; i < d->change_count; i++) {
        const struct rules_diff_change *change = &d->change[i];
        const struct rules_diff_category *c = &d->category[change->category];
        if (before == NULL || before->category != change->category || before->gained != change->gained) {
            size_t count = change->gained ? c->gained : c->lost;
            buf_printf(out, "\n%s: %s by %zu comment%s%s\n", c->label, change->gained ? "gained" : "lost",
                       count, count == 1 ? "" : "s", count > d->keep ? ", of which" : "");
        }
        before = change;
        buf_printf(out, "  %s: ", change->comment);
        comments_in_context(out, change->text, change->by.start, change->by.end, CONTEXT);
        buf_puts(out, "\n      ");
        comments_rule_name(out, book_of(d, change), &change->by.by);
        buf_putc(out, '\n');
    }
}

void rules_diff_text(const struct rules_diff *d, const char *what, struct buf *out)
{
    const struct ruleset *a = codebook_ruleset(d->book[RULES_OLD], 0);
    const struct ruleset *b = codebook_ruleset(d->book[RULES_NEW], 0);
    buf_printf(out, "%s %s (%.12s) against %s %s (%.12s) on %zu comment%s of %s\n", a->name, a->version,
               a->sha256, b->name, b->version, b->sha256, d->comments, d->comments == 1 ? "" : "s", what);
    if (strcmp(a->sha256, b->sha256) == 0)
        buf_puts(out, "Nothing that decides codings differs.\n");
    else if (strcmp(a->name, b->name) == 0 && strcmp(a->version, b->version) == 0)
        buf_printf(
            out,
            "Note: the rules differ, but both files say version %s; give the new one a version of its own.\n",
            a->version);
    if (d->changed == 0) {
        buf_puts(out, "No comment is coded differently.\n");
        return;
    }
    buf_printf(out, "%zu comment%s coded differently (%.1f%%).\n", d->changed,
               d->changed == 1 ? " is" : "s are", 100 * (double)d->changed / (double)d->comments);
    table(d, out);
    examples(d, out);
}

void rules_diff_csv(const struct rules_diff *d, struct buf *out)
{
    static const char *const header[] = {"code", "label", "change", "comment", "rule", "matched", "text"};
    struct buf rule = buf_new(1 << 16);
    struct buf matched = buf_new(1 << 24);
    csv_record(out, header, sizeof header / sizeof header[0]);
    for (size_t i = 0; i < d->change_count; i++) {
        const struct rules_diff_change *change = &d->change[i];
        const struct rules_diff_category *c = &d->category[change->category];
        buf_clear(&rule);
        buf_clear(&matched);
        comments_rule_name(&rule, book_of(d, change), &change->by.by);
        buf_add(&matched, change->text + change->by.start, change->by.end - change->by.start);
        const char *cells[] = {c->code,         c->label,       change->gained ? "gained" : "lost",
                               change->comment, buf_str(&rule), buf_str(&matched),
                               change->text};
        csv_record(out, cells, sizeof cells / sizeof cells[0]);
    }
    buf_free(&rule);
    buf_free(&matched);
}

static void ruleset_json(const char *key, const struct ruleset *r, struct buf *out)
{
    json_key(out, key);
    buf_putc(out, '{');
    json_key_text(out, "name", r->name);
    json_key_text(out, "version", r->version);
    json_key_text(out, "sha256", r->sha256);
    buf_putc(out, '}');
}

static void change_json(const struct rules_diff *d, const struct rules_diff_change *change, struct buf *out)
{
    struct buf rule = buf_new(1 << 16);
    comments_rule_name(&rule, book_of(d, change), &change->by.by);
    json_comma(out);
    buf_putc(out, '{');
    json_key_text(out, "code", d->category[change->category].code);
    json_key_text(out, "change", change->gained ? "gained" : "lost");
    json_key_text(out, "comment", change->comment);
    json_key_text(out, "rule", buf_str(&rule));
    json_key_int(out, "start", (int64_t)change->by.start);
    json_key_int(out, "end", (int64_t)change->by.end);
    json_key_text(out, "text", change->text);
    buf_putc(out, '}');
    buf_free(&rule);
}

void rules_diff_json(const struct rules_diff *d, struct buf *out)
{
    buf_putc(out, '{');
    ruleset_json("old", codebook_ruleset(d->book[RULES_OLD], 0), out);
    ruleset_json("new", codebook_ruleset(d->book[RULES_NEW], 0), out);
    json_key_int(out, "comments", (int64_t)d->comments);
    json_key_int(out, "changed", (int64_t)d->changed);
    json_key(out, "categories");
    buf_putc(out, '[');
    for (size_t i = 0; i < d->category_count; i++) {
        const struct rules_diff_category *c = &d->category[i];
        json_comma(out);
        buf_putc(out, '{');
        json_key_text(out, "code", c->code);
        json_key_text(out, "label", c->label);
        json_key_int(out, "before", (int64_t)c->coded[RULES_OLD]);
        json_key_int(out, "after", (int64_t)c->coded[RULES_NEW]);
        json_key_int(out, "gained", (int64_t)c->gained);
        json_key_int(out, "lost", (int64_t)c->lost);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    json_key(out, "changes");
    buf_putc(out, '[');
    for (size_t i = 0; i < d->change_count; i++)
        change_json(d, &d->change[i], out);
    buf_puts(out, "]}\n");
}
