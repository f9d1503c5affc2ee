/* pattern_repeat.c: reads quantifiers, and repeats what stands before them. */
#include "pattern_repeat.h"

#include <limits.h>
#include <string.h>

static unsigned number(const char **s, const char *end)
{
    unsigned n = 0;
    for (; *s < end && **s >= '0' && **s <= '9'; ++*s)
        n = n < 100000 ? n * 10 + (unsigned)(**s - '0') : n;
    return n;
}

/* {n}, {n,} and {n,m}. What releases of PCRE2 read differently ({,n}, spaces inside) is not understood; other
 * braces are literal. */
static bool braces(struct pattern_reader *r, struct pattern_quantifier *q)
{
    const char *s = r->at + 1;
    size_t len = strspn(s, "0123456789, \t");
    if (s + len >= r->end || s[len] != '}' || len == 0)
        return false;
    if (*s < '0' || *s > '9' || memchr(s, ' ', len) != NULL || memchr(s, '\t', len) != NULL) {
        r->lost = true;
        return false;
    }
    q->min = q->max = number(&s, r->end);
    if (*s == ',') {
        s++;
        q->max = *s == '}' ? UINT_MAX : number(&s, r->end);
    }
    if (*s != '}')
        return false;
    r->at = s + 1;
    return true;
}

bool pattern_quantifier(struct pattern_reader *r, struct pattern_quantifier *q)
{
    *q = (struct pattern_quantifier){.min = 1, .max = 1};
    if (r->quoting || r->at >= r->end)
        return false;
    char c = *r->at;
    if (c == '{') {
        if (!braces(r, q))
            return false;
    } else if (c == '*' || c == '+' || c == '?') {
        r->at++;
        q->min = c == '+';
        q->max = c == '?' ? 1 : UINT_MAX;
    } else
        return false;
    q->lazy = pattern_sees(r, "?");
    q->possessive = pattern_sees(r, "+");
    r->at += q->lazy || q->possessive;
    return true;
}

/* One or more of these are as one of them. */
static bool is_run(const struct sketch_set *set)
{
    return set->count == 1 && set->items[0].len == 1 &&
           strchr((char[]){SKETCH_NO_WORD, SKETCH_WIDE, SKETCH_DIGIT, 0}, set->items[0].text[0]) != NULL;
}

static bool is_gap(const struct sketch_set *set)
{
    return set->count == 1 && set->items[0].len == 1 && set->items[0].text[0] == SKETCH_GAP;
}

void pattern_repeat(struct sketch_set *set, const struct pattern_quantifier *q)
{
    if (is_gap(set))
        return;
    struct sketch_set none = sketch_one("");
    bool again = q->max > 1 && !is_run(set);
    if (q->max == 0 || (q->min == 0 && again)) {
        sketch_free(set);
        *set = q->max == 0 ? none : sketch_one((char[]){SKETCH_GAP, 0});
        if (q->max > 0)
            sketch_free(&none);
        return;
    }
    if (again)
        sketch_append(set, SKETCH_GAP);
    if (q->min == 0)
        sketch_add(set, &none);
    sketch_free(&none);
    if (q->possessive) /* of all ways, that of matching nothing included: another may go first and never give
                          way */
        sketch_append(set, SKETCH_TEST);
}
