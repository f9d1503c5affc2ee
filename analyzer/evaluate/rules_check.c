/* rules_check.c: finds rules that can never fire, add nothing, or match everything. */
#include "rules_check.h"

#include "words.h"
#include <yousaid/json.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

/* Texts that have nothing in common: what is found in all of them is found in any. */
static const char *const anything[] = {"q", "7", "Zz zz, zz!", "\xC3\xA9\xC3\xA9", "j vk; j vk"};
enum { ANYTHING = sizeof anything / sizeof anything[0], SAMPLES = 4 };

/* A phrase of a `words` list as it might stand in a comment: with the shortest word for a stem, and with a
 * longer one. */
struct phrase {
    const char *text;
    const struct config_node *node;
    char *sample[SAMPLES];
    struct pattern *pattern;
};
struct checking {
    const struct ruleset *rules;
    struct pattern_scratch *scratch;
    struct rules_findings *findings;
    struct phrase **phrases; /* per rule of the present category */
    size_t *phrase_count;
};

static void add(struct rules_findings *f, const char *kind, const char *text, int line, int column)
{
    if (!f->json) {
        buf_printf(f->out, "%s\n", text);
        return;
    }
    json_comma(f->out);
    buf_putc(f->out, '{');
    json_key_text(f->out, "kind", kind);
    json_key_text(f->out, "text", text);
    json_key_int(f->out, "line", line);
    json_key_int(f->out, "column", column);
    buf_putc(f->out, '}');
}

void rules_warn(struct rules_findings *f, const struct config_node *node, const char *format, ...)
{
    char sentence[ERROR_TEXT_MAX];
    struct error place = {0};
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    config_fail(node, &place, "warning: %s", sentence);
    f->warnings++;
    add(f, "warning", place.text, config_line(node), config_column(node));
}

void rules_wrong(struct rules_findings *f, const struct error *err)
{
    f->errors++;
    add(f, "error", err->text, 0, 0);
}

/* ---- what is found where ---- */

static bool finds(const struct checking *c, const struct pattern *p, const char *text)
{
    struct pattern_span span;
    return pattern_find(p, c->scratch, text, strlen(text), 0, &span) == PATTERN_YES;
}

static bool list_finds(const struct checking *c, const struct rule_list *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (finds(c, list->any[i].pattern, text))
            return true;
    return false;
}

static bool list_finds_all(const struct checking *c, const struct rule_list *list, const struct phrase *p)
{
    for (size_t i = 0; i < SAMPLES; i++)
        if (!list_finds(c, list, p->sample[i]))
            return false;
    return true;
}

/* A rule that fires wherever one of its patterns is found, as far as its category lets it. */
static bool is_plain(const struct rule *r)
{
    return r->also.count == 0 && r->unless.count == 0 && r->residual == RULE_ALWAYS &&
           config_get(r->node, "when") == NULL;
}

/* ---- one rule ---- */

static void check_everything(const struct checking *c, const char *code, size_t number, const struct rule *r)
{
    for (size_t i = 0; i < r->match.count; i++) {
        const struct rule_pattern *p = &r->match.any[i];
        struct pattern_span span = {0, 1};
        size_t found = 0;
        if (pattern_find(p->pattern, c->scratch, "q", 1, 0, &span) == PATTERN_YES && span.start == span.end) {
            rules_warn(c->findings, p->node,
                       "%s rule %zu: this pattern finds an empty text, so it matches every comment and shows "
                       "no words",
                       code, number);
            continue;
        }
        while (found < ANYTHING && finds(c, p->pattern, anything[found]))
            found++;
        if (found == ANYTHING && is_plain(r))
            rules_warn(c->findings, p->node, "%s rule %zu: this pattern matches every comment", code, number);
    }
    size_t vetoed = 0;
    while (vetoed < ANYTHING && list_finds(c, &r->unless, anything[vetoed]))
        vetoed++;
    if (vetoed == ANYTHING)
        rules_warn(c->findings, r->unless.any[0].node,
                   "%s rule %zu can never fire: its 'unless' matches every comment", code, number);
}

/* Only what another file says of the category can do that: else it is an error. */
static void check_never(const struct checking *c, const struct ruleset_category *category, size_t number,
                        const struct rule *r)
{
    const char *never = ruleset_never(&r->when);
    if (never != NULL)
        rules_warn(c->findings, number <= category->base_rules ? category->when[1] : r->node,
                   number <= category->base_rules
                       ? "%s rule %zu of the ruleset that is extended can never fire with this: %s"
                       : "%s rule %zu can never fire, by what the ruleset that is extended says of the "
                         "category: %s",
                   category->code, number, never);
}

static bool has_pattern(const struct rule_list *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->any[i].text, text) == 0)
            return true;
    return false;
}

/* What `unless` finds in the very words that the rule looks for can never fire. */
static void check_veto(const struct checking *c, const char *code, size_t number, const struct rule *r)
{
    size_t vetoed = 0;
    size_t phrases = c->phrase_count[number - 1];
    for (size_t i = 0; i < r->match.count; i++)
        if (!r->match.any[i].words && has_pattern(&r->unless, r->match.any[i].text)) {
            rules_warn(c->findings, r->match.any[i].node,
                       "%s rule %zu: this pattern can never fire: 'unless' has it too", code, number);
            vetoed++;
        }
    for (size_t i = 0; i < phrases; i++) {
        const struct phrase *p = &c->phrases[number - 1][i];
        if (r->unless.count == 0 || !list_finds_all(c, &r->unless, p))
            continue;
        rules_warn(c->findings, p->node, "%s rule %zu: '%s' can never fire: 'unless' finds something in it",
                   code, number, p->text);
        vetoed++;
    }
    for (size_t i = 0; i < r->match.count; i++)
        phrases += !r->match.any[i].words;
    if (vetoed == phrases)
        rules_warn(c->findings, r->node, "%s rule %zu can never fire: 'unless' vetoes all it looks for", code,
                   number);
}

static bool phrase_finds_all(const struct checking *c, const struct phrase *finder, const struct phrase *p)
{
    for (size_t i = 0; i < SAMPLES; i++)
        if (!finds(c, finder->pattern, p->sample[i]))
            return false;
    return true;
}

static void check_list(const struct checking *c, const char *code, size_t number)
{
    const struct phrase *list = c->phrases[number - 1];
    size_t count = c->phrase_count[number - 1];
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            if (i == k || !phrase_finds_all(c, &list[k], &list[i]) ||
                (k > i && phrase_finds_all(c, &list[i], &list[k])))
                continue;
            rules_warn(c->findings, list[i].node, "%s rule %zu: '%s' adds nothing: '%s' finds it", code,
                       number, list[i].text, list[k].text);
            break;
        }
}

/* ---- two rules ---- */

/* How much of what `b` looks for is found by `a` too, and how much there is. */
static size_t count_found(const struct checking *c, const struct rule *a, const struct rule *b,
                          size_t b_number, size_t *all)
{
    size_t found = 0;
    *all = c->phrase_count[b_number - 1];
    for (size_t i = 0; i < c->phrase_count[b_number - 1]; i++)
        found += list_finds_all(c, &a->match, &c->phrases[b_number - 1][i]);
    for (size_t i = 0; i < b->match.count; i++) {
        *all += !b->match.any[i].words;
        found += !b->match.any[i].words && has_pattern(&a->match, b->match.any[i].text);
    }
    return found;
}

static void check_pair(const struct checking *c, const struct ruleset_category *category, size_t a, size_t b)
{
    const struct rule *one = &category->rules[a];
    const struct rule *two = &category->rules[b];
    size_t all = 0;
    size_t back_all = 0;
    if (!is_plain(one))
        return;
    size_t found = count_found(c, one, two, b + 1, &all);
    if (found == all && (a < b || !is_plain(two) || count_found(c, two, one, a + 1, &back_all) < back_all)) {
        rules_warn(c->findings, two->node, "%s rule %zu adds nothing: rule %zu finds all that it looks for",
                   category->code, b + 1, a + 1);
        return;
    }
    for (size_t i = 0; i < c->phrase_count[b] && c->findings->verbose; i++)
        if (list_finds_all(c, &one->match, &c->phrases[b][i]))
            rules_warn(c->findings, c->phrases[b][i].node,
                       "%s rule %zu: '%s' adds nothing: rule %zu finds it", category->code, b + 1,
                       c->phrases[b][i].text, a + 1);
}

/* A residual rule that finds only what a rule that holds it back finds too. */
static void check_residual(const struct checking *c, const struct ruleset_category *category, size_t number)
{
    const struct rule *r = &category->rules[number - 1];
    for (size_t h = 0; h < r->held_by_count; h++) {
        const struct ruleset_category *holder = &c->rules->categories[r->held_by[h]];
        if (holder != category && (holder->when[0] != NULL || holder->when[1] != NULL))
            continue;
        for (size_t k = 0; k < holder->rule_count; k++) {
            size_t all = 0;
            if (!is_plain(&holder->rules[k]) || count_found(c, &holder->rules[k], r, number, &all) < all)
                continue;
            rules_warn(
                c->findings, r->node,
                "%s rule %zu can never fire: it is residual, and %s rule %zu finds all that it looks for",
                category->code, number, holder->code, k + 1);
            return;
        }
    }
}

/* ---- phrases ---- */

static char *sample(const char *phrase, bool longer, bool bare)
{
    struct buf b = buf_new(2 * WORDS_MAX_LENGTH + 16);
    struct text_folded f = {0};
    text_fold(&f, phrase, strlen(phrase));
    buf_puts(&b, "zq ");
    for (size_t i = 0; i < f.len; i++) {
        if (f.data[i] == '*' && longer)
            buf_puts(&b, "qz");
        if (f.data[i] != '*' && (f.data[i] != '\'' || !bare))
            buf_putc(&b, f.data[i]);
    }
    buf_puts(&b, " zq");
    text_folded_free(&f);
    return buf_detach(&b);
}

static void read_phrases(struct checking *c, const struct rule *r, size_t i)
{
    const struct config_node *words = config_get(r->node, "words");
    bool list = config_kind(words) == CONFIG_LIST;
    c->phrase_count[i] = list ? config_size(words) : words != NULL;
    c->phrases[i] = mem_new(c->phrase_count[i], sizeof **c->phrases);
    for (size_t k = 0; k < c->phrase_count[i]; k++) {
        struct phrase *p = &c->phrases[i][k];
        struct buf text = buf_new(PATTERN_MAX_LENGTH);
        p->node = list ? config_item(words, k) : words;
        p->text = config_text(p->node);
        for (unsigned variant = 0; variant < SAMPLES; variant++)
            p->sample[variant] = sample(p->text, (variant & 1) != 0, (variant & 2) != 0);
        words_pattern(&p->text, 1, &text);
        pattern_new(buf_str(&text), text.len, &p->pattern, NULL);
        buf_free(&text);
    }
}

static void free_phrases(struct checking *c, size_t rules)
{
    for (size_t i = 0; i < rules; i++) {
        for (size_t k = 0; k < c->phrase_count[i]; k++) {
            for (size_t variant = 0; variant < SAMPLES; variant++)
                free(c->phrases[i][k].sample[variant]);
            pattern_free(c->phrases[i][k].pattern);
        }
        free(c->phrases[i]);
    }
    free(c->phrases);
    free(c->phrase_count);
}

static void check_category(struct checking *c, const struct ruleset_category *category)
{
    c->phrases = mem_new(category->rule_count, sizeof *c->phrases);
    c->phrase_count = mem_new(category->rule_count, sizeof *c->phrase_count);
    for (size_t i = 0; i < category->rule_count; i++)
        read_phrases(c, &category->rules[i], i);
    for (size_t i = 0; i < category->rule_count; i++) {
        const struct rule *r = &category->rules[i];
        check_never(c, category, i + 1, r);
        check_everything(c, category->code, i + 1, r);
        check_veto(c, category->code, i + 1, r);
        check_list(c, category->code, i + 1);
        if (r->residual != RULE_ALWAYS)
            check_residual(c, category, i + 1);
        for (size_t k = 0; k < category->rule_count; k++)
            if (k != i && r->residual == RULE_ALWAYS)
                check_pair(c, category, k, i);
    }
    free_phrases(c, category->rule_count);
}

void rules_check(const struct ruleset *r, struct rules_findings *f)
{
    struct checking c = {.rules = r, .scratch = pattern_scratch_new(), .findings = f};
    for (size_t i = 0; i < r->category_count; i++)
        check_category(&c, &r->categories[i]);
    rules_check_slow(r, c.scratch, f);
    pattern_scratch_free(c.scratch);
}
