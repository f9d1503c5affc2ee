/* pattern_need.c: reads the syntax of PCRE2 as far as it tells what a text must hold; gives up on what it
 * does not know.
 *
 * The reader follows pcre2pattern(3): alternation, sequence, item, quantifier. Each part of a pattern becomes
 * a set of sketches (pattern_sketch.h); pattern_shape.c turns those of the whole into words. */
#include <yousaid/pattern_need.h>

#include <stdlib.h>
#include <string.h>

#include "pattern_class.h"
#include "pattern_repeat.h"
#include "pattern_shape.h"

static struct sketch_set alternation(struct pattern_reader *r);

static struct sketch_set symbol(char c)
{
    return sketch_one((char[]){c, '\0'});
}

static struct sketch_set lose(struct pattern_reader *r)
{
    r->lost = true;
    return symbol(SKETCH_GAP);
}

static void push_clause(struct pattern_reader *r, struct sketch_set set)
{
    r->clauses = mem_grow(r->clauses, &r->clause_cap, r->clause_count + 1, sizeof *r->clauses);
    r->clauses[r->clause_count++] = set;
}

/* Forgets the clauses of a part that need not match. */
static void drop_clauses(struct pattern_reader *r, size_t keep)
{
    while (r->clause_count > keep)
        sketch_free(&r->clauses[--r->clause_count]);
}

/* What means nothing may stand between an item and its quantifier: comments, \E, and \Q...\E with nothing in
 * it. */
static void skip_nothing(struct pattern_reader *r)
{
    for (;;) {
        if (pattern_sees(r, "\\E")) {
            r->quoting = false;
            r->at += 2;
        } else if (!r->quoting && pattern_sees(r, "\\Q")) {
            r->quoting = true;
            r->at += 2;
        } else if (!r->quoting && pattern_sees(r, "(?#")) {
            while (r->at < r->end && *r->at != ')')
                r->at++;
            r->at += r->at < r->end;
        } else
            return;
    }
}

/* ---- groups ---- */

/* The part up to the closing bracket; options set in it end there. */
static struct sketch_set group_body(struct pattern_reader *r)
{
    bool caseful = r->caseful;
    struct sketch_set set = alternation(r);
    r->caseful = caseful;
    if (r->at >= r->end || *r->at != ')')
        r->lost = true;
    else
        r->at++;
    return set;
}

/* \w, or a class that starts with \w and holds no escape or bracket: each word character is among them. */
static bool covers_words(const char *s, size_t len)
{
    if (len == 2 && memcmp(s, "\\w", 2) == 0)
        return true;
    return len >= 4 && memcmp(s, "[\\w", 3) == 0 && s[len - 1] == ']' &&
           memchr(s + 3, '\\', len - 4) == NULL && memchr(s + 3, '[', len - 4) == NULL &&
           memchr(s + 3, ']', len - 4) == NULL;
}

static struct sketch_set look_around(struct pattern_reader *r, bool negative)
{
    const char *start = r->at;
    size_t clauses = r->clause_count;
    struct sketch_set inside = group_body(r);
    if (!negative) {
        push_clause(r, inside);
        return symbol(SKETCH_TEST);
    }
    drop_clauses(r, clauses);
    sketch_free(&inside);
    size_t len = r->at > start ? (size_t)(r->at - start) - 1 : 0;
    /* A word cannot go on across it. But it is no \b: behind a word, (?<!\w) never holds, so PCRE2 is asked. */
    return covers_words(start, len) ? sketch_one((char[]){SKETCH_TEST, SKETCH_BOUNDARY, '\0'})
                                    : symbol(SKETCH_TEST);
}

/* (?i) and (?i:...); the options that change neither words nor the meaning of spaces. */
static struct sketch_set options(struct pattern_reader *r)
{
    bool on = true, outside = r->caseful;
    for (; r->at < r->end && strchr("imsJ-^", *r->at) != NULL; r->at++) {
        if (*r->at == '-')
            on = false;
        else if (*r->at == 'i')
            r->caseful = !on;
        else if (*r->at == '^')
            r->caseful = true;
    }
    if (pattern_sees(r, ")")) {
        r->at++;
        return symbol(SKETCH_TEST);
    }
    if (!pattern_sees(r, ":"))
        return lose(r);
    r->at++;
    struct sketch_set set = group_body(r);
    r->caseful = outside;
    return set;
}

/* A back-reference or a call of another group: any text. */
static struct sketch_set reference(struct pattern_reader *r)
{
    while (r->at < r->end && *r->at != ')')
        r->at++;
    r->at += r->at < r->end;
    return symbol(SKETCH_GAP);
}

static struct sketch_set numbered_group(struct pattern_reader *r)
{
    static const char word[] = "\\w+)";
    r->groups++;
    if (r->groups > 1 || !pattern_sees(r, word))
        return group_body(r);
    r->at += strlen(word);
    return symbol(SKETCH_CAPTURE);
}

static struct sketch_set named_group(struct pattern_reader *r, char close)
{
    r->groups++;
    while (r->at < r->end && *r->at != close)
        r->at++;
    r->at += r->at < r->end;
    return group_body(r);
}

enum group_kind {
    GROUP_PLAIN,
    GROUP_ATOMIC,
    GROUP_LOOK,
    GROUP_NOT,
    GROUP_NAMED,
    GROUP_QUOTED,
    GROUP_REFERENCE
};

/* What stands after "(?". Longer spellings first. */
static const struct {
    const char *spelling;
    enum group_kind kind;
} groups[] = {
    {":", GROUP_PLAIN},      {"|", GROUP_PLAIN},     {">", GROUP_ATOMIC},    {"=", GROUP_LOOK},
    {"!", GROUP_NOT},        {"<=", GROUP_LOOK},     {"<!", GROUP_NOT},      {"<*", GROUP_LOOK},
    {"P<", GROUP_NAMED},     {"<", GROUP_NAMED},     {"'", GROUP_QUOTED},    {"P=", GROUP_REFERENCE},
    {"P>", GROUP_REFERENCE}, {"&", GROUP_REFERENCE}, {"R", GROUP_REFERENCE}, {"+", GROUP_REFERENCE},
};

static struct sketch_set group_of_kind(struct pattern_reader *r, enum group_kind kind)
{
    struct sketch_set set;
    switch (kind) {
    case GROUP_LOOK:
    case GROUP_NOT:
        return look_around(r, kind == GROUP_NOT);
    case GROUP_NAMED:
    case GROUP_QUOTED:
        return named_group(r, kind == GROUP_NAMED ? '>' : '\'');
    case GROUP_REFERENCE:
        return reference(r);
    case GROUP_PLAIN:
    case GROUP_ATOMIC:
        break;
    }
    set = group_body(r);
    if (kind == GROUP_ATOMIC)
        sketch_append(&set, SKETCH_TEST);
    return set;
}

static struct sketch_set group(struct pattern_reader *r)
{
    r->at++;
    if (pattern_sees(r, "*")) /* verbs */
        return lose(r);
    if (!pattern_sees(r, "?"))
        return numbered_group(r);
    r->at++;
    char c = r->at < r->end ? *r->at : '\0';
    if (c >= '0' && c <= '9')
        return reference(r);
    if (c == '-' && r->at + 1 < r->end && r->at[1] >= '0' && r->at[1] <= '9')
        return reference(r);
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (pattern_sees(r, groups[i].spelling)) {
            r->at += strlen(groups[i].spelling);
            return group_of_kind(r, groups[i].kind);
        }
    }
    if (strchr("imsJ-^", c) != NULL && c != '\0')
        return options(r);
    return lose(r); /* conditions, callouts, the options n, x and U, and what later releases add */
}

/* ---- items ---- */

static struct sketch_set atom(struct pattern_reader *r)
{
    if (r->quoting)
        return pattern_literal(r);
    switch (*r->at) {
    case '\\':
        return pattern_escape(r);
    case '[':
        return pattern_class(r);
    case '(':
        return group(r);
    case '.':
        r->at++;
        return symbol(SKETCH_GAP);
    case '^':
        r->at++;
        return symbol(SKETCH_START);
    case '$':
        r->at++;
        return symbol(SKETCH_END);
    case '*':
    case '+':
    case '?':
        return lose(r);
    default:
        return pattern_literal(r);
    }
}

static struct sketch_set item(struct pattern_reader *r)
{
    size_t clauses = r->clause_count;
    bool word = !r->quoting && pattern_sees(r, "\\w");
    struct sketch_set set = atom(r);
    skip_nothing(r);
    const char *mark = r->at;
    struct pattern_quantifier q;
    if (r->lost || !pattern_quantifier(r, &q))
        return set;
    if (q.min == 0)
        drop_clauses(r, clauses);
    if (word && *mark == '*' && !q.lazy) {
        sketch_free(&set);
        return symbol(SKETCH_LETTERS);
    }
    pattern_repeat(&set, &q);
    return set;
}

/* `set` followed by `more`. When that is too much to spell out, what was read so far becomes a clause, and
 * only how it starts is kept. */
static void follow(struct pattern_reader *r, struct sketch_set *set, struct sketch_set *more)
{
    if (sketch_join(set, more))
        return;
    struct sketch_set start = sketch_starts(set);
    push_clause(r, *set);
    *set = start;
    if (sketch_join(set, more))
        return;
    push_clause(r, *more);
    sketch_append(set, SKETCH_GAP);
}

static struct sketch_set sequence(struct pattern_reader *r)
{
    struct sketch_set set = sketch_one("");
    for (;;) {
        skip_nothing(r);
        if (r->lost || r->at >= r->end || (!r->quoting && (*r->at == '|' || *r->at == ')')))
            return set;
        struct sketch_set next = item(r);
        follow(r, &set, &next);
    }
}

static struct sketch_set alternation(struct pattern_reader *r)
{
    size_t clauses = r->clause_count;
    struct sketch_set set = sequence(r);
    while (!r->lost && r->at < r->end && *r->at == '|') {
        r->at++;
        struct sketch_set next = sequence(r);
        sketch_add(&set, &next);
        drop_clauses(r, clauses);
    }
    return set;
}

void pattern_need(const char *text, size_t len, struct pattern_need *need)
{
    *need = (struct pattern_need){0};
    struct pattern_reader r = {.at = text, .end = text + len};
    struct sketch_set set = alternation(&r);
    if (!r.lost && r.at == r.end)
        pattern_shapes(&set, r.clauses, r.clause_count, need);
    sketch_free(&set);
    drop_clauses(&r, 0);
    free(r.clauses);
}

void pattern_need_free(struct pattern_need *need)
{
    arena_free(&need->arena);
    *need = (struct pattern_need){0};
}
