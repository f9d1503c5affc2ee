/* verdict.c: finds out which comment, code and verdict a person means, and records the decision. */
#include "verdict.h"
#include "why.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

static const char *const verdicts[][2] = {{"add", "added"}, {"remove", "removed"}, {"confirm", "confirmed"}};
enum { VERDICTS = sizeof verdicts / sizeof verdicts[0] };

const char *verdict_name(const char *typed)
{
    for (size_t i = 0; i < VERDICTS; i++)
        if (text_same(typed, verdicts[i][0]))
            return verdicts[i][0];
    return NULL;
}

const char *verdict_done(const char *verdict)
{
    for (size_t i = 0; i < VERDICTS; i++)
        if (strcmp(verdict, verdicts[i][0]) == 0)
            return verdicts[i][1];
    return verdict;
}

/* Whether `typed` is "code" or "ruleset/code". */
static bool names(const char *typed, const char *ruleset, const char *category)
{
    size_t len = strlen(ruleset);
    return strcmp(typed, category) == 0 ||
           (strncmp(typed, ruleset, len) == 0 && typed[len] == '/' && strcmp(typed + len + 1, category) == 0);
}

static const char *ruleset_of(const struct catalogue *book, size_t category)
{
    return book->rulesets[book->categories[category].ruleset].name;
}

static int unknown_code(const struct catalogue *book, const char *typed, struct error *err)
{
    struct arena arena = {0};
    const char **known = arena_new(&arena, 2 * book->category_count, sizeof *known);
    for (size_t i = 0; i < book->category_count; i++) {
        struct buf full = buf_new(SIZE_MAX / 4);
        buf_printf(&full, "%s/%s", ruleset_of(book, i), book->categories[i].code);
        known[2 * i] = book->categories[i].code;
        known[2 * i + 1] = arena_strdup(&arena, buf_str(&full));
        buf_free(&full);
    }
    const char *near = text_closest(typed, known, 2 * book->category_count);
    error_set(err, ERROR_USAGE, "no ruleset in use has the code \"%s\"%s%s%s", typed,
              near != NULL ? ": did you mean \"" : "", near != NULL ? near : "", near != NULL ? "\"?" : "");
    arena_free(&arena);
    return -1;
}

int verdict_code(const struct catalogue *book, const char *typed, struct error *err)
{
    int found = -1;
    if (book->category_count == 0)
        return error_set(err, ERROR_TEMPFAIL,
                         "no ruleset has coded this store yet: run yousaid-analyzer classify first");
    for (size_t i = 0; i < book->category_count; i++) {
        if (!names(typed, ruleset_of(book, i), book->categories[i].code))
            continue;
        if (found >= 0)
            return error_set(err, ERROR_USAGE, "several rulesets have the code \"%s\": write %s/%s or %s/%s",
                             typed, ruleset_of(book, (size_t)found), typed, ruleset_of(book, i), typed);
        found = (int)i;
    }
    return found >= 0 ? found : unknown_code(book, typed, err);
}

const struct store_why_comment *verdict_comment(const struct store_origin *o, const char *which,
                                                const char *question, struct error *err)
{
    int64_t id = which[0] == 'c' && strchr(which, '/') == NULL ? strtoll(which + 1, NULL, 10) : 0;
    const struct store_why_comment *found = NULL;
    size_t count = 0;
    struct buf list = buf_new(ERROR_TEXT_MAX);
    for (size_t i = 0; i < o->comment_count; i++) {
        const struct store_why_comment *c = &o->comments[i];
        if (id == 0)
            buf_printf(&list, "%sc%" PRId64 " (%s)", list.len > 0 ? ", " : "", c->comment.id, c->question);
        if ((id != 0 && c->comment.id != id) ||
            (question != NULL && question[0] != '\0' && !text_same(question, c->question)))
            continue;
        found = c;
        count++;
    }
    if (o->comment_count == 0)
        error_set(err, ERROR_USAGE, "response %s has no comment, and nothing else is coded", which);
    else if (count == 0)
        error_set(err, ERROR_USAGE, "%s has no comment on the question \"%s\"%s%s", which, question,
                  id == 0 ? "; it has " : "", buf_str(&list));
    else if (count > 1)
        error_set(err, ERROR_USAGE, "response %s has %zu comments: name one of them: %s", which, count,
                  buf_str(&list));
    buf_free(&list);
    return count == 1 ? found : NULL;
}

const struct store_verdict *verdict_of(const struct store_why_comment *c, const char *typed,
                                       struct error *err)
{
    const struct store_verdict *found = NULL;
    for (size_t i = 0; i < c->verdict_count; i++) {
        const struct store_verdict *v = &c->verdicts[i];
        if (!names(typed, v->ruleset, v->category))
            continue;
        if (found != NULL) {
            error_set(err, ERROR_USAGE, "c%" PRId64 " has several verdicts on \"%s\": write %s/%s or %s/%s",
                      c->comment.id, typed, found->ruleset, typed, v->ruleset, typed);
            return NULL;
        }
        found = v;
    }
    if (found == NULL)
        error_set(err, ERROR_USAGE, "c%" PRId64 " has no verdict on \"%s\": see verdict list", c->comment.id,
                  typed);
    return found;
}

int verdict_words(const char *typed, const char *what, size_t max, struct buf *out, struct error *err)
{
    struct buf made = buf_new(SIZE_MAX / 4);
    int result = 0;
    if (text_canonical(typed, strlen(typed), &made, NULL) != 0)
        result =
            error_set(err, ERROR_USAGE, "%s is no UTF-8: write it with another keyboard or terminal", what);
    else if (made.len > max)
        result =
            error_set(err, ERROR_USAGE, "%s has %zu bytes and may have %zu: shorten it", what, made.len, max);
    for (const char *p = buf_str(&made); result == 0 && *p != '\0'; p++)
        buf_putc(out, *p == '\n' ? ' ' : *p);
    buf_free(&made);
    return result;
}

bool verdict_coded(const struct store_why_comment *c, const char *ruleset, const char *category)
{
    for (size_t i = 0; i < c->coding_count; i++)
        if (strcmp(c->codings[i].ruleset, ruleset) == 0 && strcmp(c->codings[i].category, category) == 0)
            return true;
    return false;
}

/* Copies the words into the arena. */
static int take_words(const struct verdict_asked *asked, struct arena *arena, struct store_verdict *v,
                      struct error *err)
{
    struct buf who = buf_new(VERDICT_MAX_WHO + 1);
    struct buf why = buf_new(VERDICT_MAX_WHY + 1);
    int result = verdict_words(asked->who != NULL ? asked->who : "", "the name of who decides",
                               VERDICT_MAX_WHO, &who, err);
    if (result == 0)
        result =
            verdict_words(asked->why != NULL ? asked->why : "", "the reason", VERDICT_MAX_WHY, &why, err);
    if (result == 0 && who.len == 0)
        result = error_set(err, ERROR_USAGE, "it must be said who decides");
    v->who = arena_strdup(arena, buf_str(&who));
    v->why = arena_strdup(arena, buf_str(&why));
    buf_free(&who);
    buf_free(&why);
    return result;
}

/* What the store holds about it, once the comment is found. */
static int compare(const struct catalogue *book, const struct store_origin *o,
                   const struct store_why_comment *c, struct arena *arena, struct verdict_found *out,
                   struct error *err)
{
    struct store_verdict *v = &out->v;
    v->comment = c->comment.id;
    for (size_t i = 0; i < c->verdict_count; i++) {
        const struct store_verdict *old = &c->verdicts[i];
        if (strcmp(old->ruleset, v->ruleset) != 0 || strcmp(old->category, v->category) != 0)
            continue;
        out->same = strcmp(old->verdict, v->verdict) == 0 && strcmp(old->who, v->who) == 0 &&
                    strcmp(old->why, v->why) == 0;
        out->before = (struct store_verdict){.verdict = arena_strdup(arena, old->verdict),
                                             .who = arena_strdup(arena, old->who),
                                             .at = arena_strdup(arena, old->at)};
    }
    if (!out->same && strcmp(v->verdict, "confirm") == 0 && !verdict_coded(c, v->ruleset, v->category))
        return error_set(err, ERROR_DATA,
                         "no rule codes c%" PRId64 " as %s/%s, so there is nothing to confirm: add it",
                         v->comment, v->ruleset, v->category);
    struct buf notes = buf_new(VERDICT_MAX_NOTES);
    verdict_notes(book, o, c, out->category, v->verdict, &notes);
    out->notes = arena_strdup(arena, buf_str(&notes));
    buf_free(&notes);
    return 0;
}

int verdict_find(struct store *store, const struct catalogue *book, const struct verdict_asked *asked,
                 struct arena *arena, struct verdict_found *out, struct error *err)
{
    struct arena own = {0};
    struct store_origin o;
    *out = (struct verdict_found){.v.verdict = verdict_name(asked->verdict)};
    if (out->v.verdict == NULL)
        return error_set(err, ERROR_USAGE, "the verdict \"%s\" must be add, remove or confirm",
                         asked->verdict);
    if (take_words(asked, arena, &out->v, err) != 0)
        return -1;
    out->category = verdict_code(book, asked->code, err);
    if (out->category < 0)
        return -1;
    out->v.ruleset = ruleset_of(book, (size_t)out->category);
    out->v.category = book->categories[out->category].code;
    int result = why_find(store, asked->which, &own, &o, err);
    if (result == 0) {
        const struct store_why_comment *c = verdict_comment(&o, asked->which, asked->question, err);
        result = c == NULL ? -1 : compare(book, &o, c, arena, out, err);
    }
    arena_free(&own);
    return result;
}

int verdict_record(struct store *store, const struct verdict_found *found, const char *now, struct error *err)
{
    if (found->same)
        return 0;
    struct store_verdict v = found->v;
    struct buf detail = buf_new(SIZE_MAX / 4);
    v.at = now;
    buf_printf(&detail, "comment %" PRId64 ": %s %s/%s", v.comment, v.verdict, v.ruleset, v.category);
    int result = store_verdict_put(store, &v, err);
    if (result == 0)
        result = store_audit(store, v.who, "verdict", buf_str(&detail), now, err);
    buf_free(&detail);
    return result;
}
