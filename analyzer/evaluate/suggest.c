/* suggest.c: parts comments into those that rules reach and those they do not, and asks what marks the
 * latter. */
#include "suggest.h"
#include "measure.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { REACHED, UNREACHED, SUGGEST_SEED = 20260101 };

struct suggest_comment {
    const char *name, *text;
    const struct labelled *labelled;
    bool unreached, non_answer;
    unsigned char *given; /* per category: a rule gave it, or one below it; only with labels */
};

struct suggest *suggest_new(const struct codebook *book, const struct suggest_options *options)
{
    struct suggest *s = mem_new(1, sizeof *s);
    s->book = book;
    s->coder = coder_new(book);
    s->options = *options;
    s->random = SUGGEST_SEED;
    return s;
}

void suggest_free(struct suggest *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->list_count; i++)
        keyness_free(s->list[i].keyness);
    coder_free(s->coder);
    free(s->comment);
    free(s->kind[REACHED].at);
    free(s->kind[UNREACHED].at);
    free(s->list);
    arena_free(&s->arena);
    free(s);
}

const char *suggest_text(const struct suggest *s, size_t comment)
{
    return s->comment[comment].text;
}

const char *suggest_name(const struct suggest *s, size_t comment)
{
    return s->comment[comment].name;
}

/* Where the comment is kept: a new place, the place of one that is given up for it (reservoir sampling,
 * Vitter 1985, algorithm R), or NULL. Labelled comments are all kept: they are in memory anyway. */
static struct suggest_comment *room(struct suggest *s, bool unreached, bool labelled)
{
    struct suggest_kind *kind = &s->kind[unreached];
    size_t most = labelled ? SIZE_MAX : unreached ? SUGGEST_MAX_INSIDE : SUGGEST_MAX_OUTSIDE;
    size_t number = kind->seen++;
    if (number < most) {
        s->comment = mem_grow(s->comment, &s->comment_cap, s->comment_count + 1, sizeof *s->comment);
        kind->at = mem_grow(kind->at, &kind->cap, number + 1, sizeof *kind->at);
        kind->at[number] = s->comment_count++;
        return &s->comment[kind->at[number]];
    }
    s->sampled = true;
    size_t which = measure_random(&s->random, number + 1);
    return which < most ? &s->comment[kind->at[which]] : NULL;
}

static unsigned char *given(struct suggest *s, const struct coder_codes *codes)
{
    const struct ruleset *r = codebook_ruleset(s->book, 0);
    unsigned char *g = arena_new(&s->arena, r->category_count, 1);
    for (size_t i = 0; i < codes->firing_count; i++)
        for (int c = (int)codes->firings[i].by.category; codes->firings[i].by.ruleset == 0 && c >= 0;
             c = r->categories[c].parent)
            g[c] = 1;
    return g;
}

int suggest_add(void *suggest, const struct comment *comment, struct error *err)
{
    struct suggest *s = suggest;
    (void)err;
    const struct coder_codes *codes = coder_run(s->coder, &comment->coded, 1);
    bool unreached = true;
    for (size_t i = 0; i < codes->firing_count; i++)
        unreached = unreached && codes->firings[i].by.ruleset != 0;
    s->non_answers += codes->non_answer;
    /* What people coded counts even where the rules take it for a non-answer: then they missed it. */
    if (codes->non_answer && comment->labelled == NULL)
        return 0;
    struct suggest_comment *c = room(s, unreached, comment->labelled != NULL);
    if (c == NULL)
        return 0;
    *c = (struct suggest_comment){.name = arena_strdup(&s->arena, comment->name),
                                  .text = comment->labelled != NULL ? comment->labelled->text : NULL,
                                  .labelled = comment->labelled,
                                  .unreached = unreached,
                                  .non_answer = codes->non_answer,
                                  .given = comment->labelled != NULL ? given(s, codes) : NULL};
    if (c->text == NULL)
        c->text = arena_strndup(&s->arena, comment->coded.text, comment->coded.len);
    return 0;
}

static struct suggest_list *new_list(struct suggest *s, const struct ruleset_category *category)
{
    s->list = mem_grow(s->list, &s->list_cap, s->list_count + 1, sizeof *s->list);
    s->list[s->list_count] = (struct suggest_list){.category = category, .keyness = keyness_new()};
    return &s->list[s->list_count++];
}

/* Where a comment stands in a list. */
enum place { INSIDE, OUTSIDE, NEITHER };
typedef enum place place_fn(const struct suggest_comment *c, size_t category);

static void fill_list(struct suggest *s, struct suggest_list *list, place_fn *place, size_t category)
{
    for (size_t i = 0; i < s->comment_count; i++) {
        if (place(&s->comment[i], category) != INSIDE)
            continue;
        keyness_inside(list->keyness, s->comment[i].text, strlen(s->comment[i].text), i);
        list->inside++;
    }
    for (size_t i = 0; i < s->comment_count; i++) {
        if (place(&s->comment[i], category) != OUTSIDE)
            continue;
        keyness_outside(list->keyness, s->comment[i].text, strlen(s->comment[i].text));
        list->outside++;
    }
    list->count = keyness_top(list->keyness, s->options.min, s->options.limit, &list->phrase);
}

static enum place reached_or_not(const struct suggest_comment *c, size_t category)
{
    (void)category;
    if (c->non_answer)
        return NEITHER;
    return c->unreached ? INSIDE : OUTSIDE;
}

void suggest_unreached(struct suggest *s)
{
    struct suggest_list *list = new_list(s, NULL);
    fill_list(s, list, reached_or_not, 0);
    list->inside_all = s->sampled ? s->kind[UNREACHED].seen : list->inside;
    list->outside_all = s->sampled ? s->kind[REACHED].seen : list->outside;
}

/* Missed: people gave it, no rule did. The others: people coded the comment without it. */
static enum place missed_or_other(const struct suggest_comment *c, size_t category)
{
    if (c->labelled->usable * 2 <= c->labelled->coders)
        return NEITHER;
    if (!labels_given(c->labelled, category))
        return OUTSIDE;
    return c->given[category] ? NEITHER : INSIDE;
}

int suggest_missed(struct suggest *s, struct error *err)
{
    const struct ruleset *r = codebook_ruleset(s->book, 0);
    int only = s->options.category != NULL ? ruleset_find(r, s->options.category) : -1;
    if (s->options.category != NULL && only < 0)
        return error_set(err, ERROR_USAGE, "--category: the ruleset %s has no category %s", r->name,
                         s->options.category);
    for (size_t c = 0; c < r->category_count; c++) {
        size_t missed = 0;
        if (only >= 0 && (size_t)only != c)
            continue;
        for (size_t i = 0; i < s->comment_count; i++)
            missed += missed_or_other(&s->comment[i], c) == INSIDE;
        if (missed < s->options.min)
            continue;
        struct suggest_list *list = new_list(s, &r->categories[c]);
        fill_list(s, list, missed_or_other, c);
        list->inside_all = list->inside;
        list->outside_all = list->outside;
    }
    return 0;
}
