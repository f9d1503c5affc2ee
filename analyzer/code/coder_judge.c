/* coder_judge.c: whether one rule holds for one comment: its conditions, its patterns, in one scope after
 * another. */
#include "coder_internal.h"

#include <string.h>

const char *const coder_when_names[] = {
    [CODER_WHEN_HOLDS] = "",          [CODER_WHEN_POLARITY] = "polarity", [CODER_WHEN_SOURCE] = "source",
    [CODER_WHEN_SERVICE] = "service", [CODER_WHEN_PLACE] = "place",       [CODER_WHEN_WORDS] = "words"};

static const char *comment_name(const struct coder_comment *comment, int which)
{
    const char *const names[] = {comment->source, comment->service, comment->place};
    return names[which];
}

static void read_name(struct coder *c, int which)
{
    const char *name = comment_name(c->comment, which);
    buf_clear(&c->key[which]);
    buf_clear(&c->plain[which]);
    if (name != NULL) {
        text_key(name, strlen(name), &c->key[which]);
        text_plain(name, strlen(name), &c->plain[which]);
    }
    c->named[which] = true;
}

static bool meets_one(const struct codebook_names *names, const char *key, const char *plain)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_pattern_meets(names->key[i], key, plain))
            return true;
    return false;
}

static bool names_hold(struct coder *c, const struct codebook_rule *r, int which)
{
    const struct codebook_names *any = &r->any[which];
    const struct codebook_names *none = &r->none[which];
    if (any->count + none->count == 0)
        return true;
    if (!c->named[which])
        read_name(c, which);
    const char *key = buf_str(&c->key[which]);
    const char *plain = buf_str(&c->plain[which]);
    if (plain[0] == '\0')
        return any->count == 0;
    return (any->count == 0 || meets_one(any, key, plain)) && !meets_one(none, key, plain);
}

static bool words_hold(struct coder *c, const struct rule_when *when)
{
    if (when->min_words < 0 && when->max_words < 0)
        return true;
    if (c->words < 0)
        c->words = (int64_t)text_words(c->folded.data, c->folded.len);
    return c->words >= when->min_words && (when->max_words < 0 || c->words <= when->max_words);
}

enum coder_when coder_when_fails(struct coder *c, const struct codebook_rule *r)
{
    const struct rule_when *when = &r->rule->when;
    if (when->polarities != 0 && (when->polarities & 1U << c->comment->polarity) == 0)
        return CODER_WHEN_POLARITY;
    for (int i = 0; i < RULE_NAMES; i++)
        if (!names_hold(c, r, i))
            return (enum coder_when)(CODER_WHEN_SOURCE + i);
    return words_hold(c, when) ? CODER_WHEN_HOLDS : CODER_WHEN_WORDS;
}

enum pattern_result coder_find(struct coder *c, uint32_t pattern, struct pattern_span *span)
{
    struct found *f = &c->found[pattern];
    if (f->tested != c->stamp) {
        f->result = matcher_test(c->scanner, pattern, 0, c->folded.len, &f->span);
        f->tested = c->stamp;
    }
    *span = f->span;
    return f->result;
}

static enum pattern_result find_pattern(struct coder *c, uint32_t pattern, const struct scope *scope,
                                        struct pattern_span *span)
{
    if (!scope->whole)
        return matcher_test(c->scanner, pattern, scope->start, scope->end, span);
    return coder_find(c, pattern, span);
}

static bool is_better(const struct pattern_span *a, const struct pattern_span *best)
{
    return a->start != best->start ? a->start < best->start : a->end > best->end;
}

/* Any of a list. With `first`, the first that is found will do: its span is not wanted. */
static enum pattern_result find_any(struct coder *c, const struct codebook_list *list,
                                    const struct scope *scope, bool first, struct pattern_span *best)
{
    enum pattern_result result = PATTERN_NO;
    for (size_t i = 0; i < list->count; i++) {
        struct pattern_span span;
        /* What is searched for and is no candidate cannot match in any part of the comment. */
        if (c->book->search[list->at[i]] && c->found[list->at[i]].candidate != c->stamp)
            continue;
        enum pattern_result one = find_pattern(c, list->at[i], scope, &span);
        if (one == PATTERN_YES && (result != PATTERN_YES || is_better(&span, best)))
            *best = span;
        if (one == PATTERN_YES || (one == PATTERN_LIMIT && result == PATTERN_NO))
            result = one;
        if (one == PATTERN_YES && first)
            break;
    }
    return result;
}

static struct verdict judge_scope(struct coder *c, const struct codebook_rule *r, const struct scope *scope)
{
    struct verdict v = {.result = PATTERN_NO};
    enum pattern_result match = find_any(c, &r->match, scope, false, &v.span);
    if (match == PATTERN_NO)
        return v;
    struct pattern_span unused;
    enum pattern_result also = r->also.count == 0 ? PATTERN_YES : find_any(c, &r->also, scope, true, &unused);
    if (also == PATTERN_NO)
        return v;
    enum pattern_result unless = find_any(c, &r->unless, scope, !c->explain, &v.veto);
    if (unless == PATTERN_YES)
        v.vetoed = match == PATTERN_YES && also == PATTERN_YES;
    else
        v.result =
            match == PATTERN_YES && also == PATTERN_YES && unless == PATTERN_NO ? PATTERN_YES : PATTERN_LIMIT;
    return v;
}

static struct verdict judge_sentences(struct coder *c, const struct codebook_rule *r)
{
    struct verdict first_veto = {.result = PATTERN_NO};
    if (!c->split)
        sentence_split(&c->sentences, c->folded.data, c->folded.len);
    c->split = true;
    for (size_t i = 0; i < c->sentences.count; i++) {
        struct scope scope = {false, c->sentences.at[i].start, c->sentences.at[i].end};
        struct verdict v = judge_scope(c, r, &scope);
        if (v.result != PATTERN_NO)
            return v;
        if (v.vetoed && !first_veto.vetoed)
            first_veto = v;
    }
    return first_veto;
}

struct verdict coder_judge(struct coder *c, const struct codebook_rule *r)
{
    if (r->rule->sentence)
        return judge_sentences(c, r);
    return judge_scope(c, r, &(struct scope){true, 0, c->folded.len});
}
