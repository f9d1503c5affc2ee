/* sentence.c: splits folded text into sentences by the rule in sentence.h. */
#include "sentence.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yousaid/mem.h>

struct text {
    const char *s;
    size_t len;
};

enum follow { ANYTHING = 0, LOWER = 1, DIGIT = 2 };

/* Words whose full stop does not end a sentence, and before what. */
static const struct {
    const char *word;
    unsigned before;
} abbreviations[] = {
    {"a.m", LOWER | DIGIT}, {"approx", ANYTHING}, {"dr", ANYTHING},  {"e.g", ANYTHING}, {"etc", LOWER},
    {"i.e", ANYTHING},      {"mr", ANYTHING},     {"mrs", ANYTHING}, {"ms", ANYTHING},  {"no", DIGIT},
    {"p.m", LOWER | DIGIT}, {"prof", ANYTHING},   {"rd", ANYTHING},  {"st", ANYTHING},  {"vs", ANYTHING},
};
enum { ABBREVIATIONS = sizeof abbreviations / sizeof abbreviations[0], ABBREVIATION_MAX = 8 };

static char at(struct text t, size_t i)
{
    return i < t.len ? t.s[i] : '\0';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_mark(char c)
{
    return c == '.' || c == '!' || c == '?';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Latin-1 letters are C3 80..BF in UTF-8: capitals up to 9E, but 97 and B7 are the multiplication and
 * division signs. */
static bool is_upper(struct text t, size_t i)
{
    unsigned char c = (unsigned char)at(t, i);
    unsigned char next = (unsigned char)at(t, i + 1);
    return (c >= 'A' && c <= 'Z') || (c == 0xC3 && next >= 0x80 && next <= 0x9E && next != 0x97);
}

static bool is_lower(struct text t, size_t i)
{
    unsigned char c = (unsigned char)at(t, i);
    unsigned char next = (unsigned char)at(t, i + 1);
    return (c >= 'a' && c <= 'z') || (c == 0xC3 && next >= 0x9F && next != 0xB7);
}

static bool lower_before(struct text t, size_t i)
{
    return i > 0 &&
           (is_lower(t, i - 1) || (i > 1 && is_lower(t, i - 2) && (unsigned char)t.s[i - 2] == 0xC3));
}

/* Length of the emoji character (or what joins them) at `i`, 0 if there is none. */
static size_t emoji(struct text t, size_t i)
{
    const unsigned char *p = (const unsigned char *)t.s + i;
    size_t left = t.len - i;
    if (left >= 4 && p[0] == 0xF0 && p[1] == 0x9F)
        return p[2] >= 0x8C && p[2] <= 0xAB ? 4 : 0; /* U+1F300..U+1FAFF */
    if (left < 3)
        return 0;
    bool symbol = p[0] == 0xE2 && p[1] >= 0x98 && p[1] <= 0x9E; /* U+2600..U+27BF */
    bool joiner = p[0] == 0xE2 && p[1] == 0x80 && p[2] == 0x8D;
    bool variation = p[0] == 0xEF && p[1] == 0xB8 && p[2] == 0x8F;
    return symbol || joiner || variation ? 3 : 0;
}

static size_t skip_blanks(struct text t, size_t i)
{
    while (at(t, i) == ' ' || at(t, i) == '\t')
        i++;
    return i;
}

static size_t skip_space(struct text t, size_t i)
{
    while (i < t.len && is_space(t.s[i]))
        i++;
    return i;
}

/* Whether the digits that end at `dot` begin their line: "2. Parking". */
static bool numbers_a_list(struct text t, size_t dot)
{
    size_t i = dot;
    while (i > 0 && is_digit(t.s[i - 1]))
        i--;
    if (i == dot)
        return false;
    while (i > 0 && (t.s[i - 1] == ' ' || t.s[i - 1] == '\t'))
        i--;
    return i == 0 || t.s[i - 1] == '\n';
}

static bool follows(struct text t, unsigned what, size_t i)
{
    return what == ANYTHING || ((what & LOWER) != 0 && is_lower(t, i)) ||
           ((what & DIGIT) != 0 && is_digit(at(t, i)));
}

/* Whether the single full stop at `dot` belongs to the word before it. */
static bool abbreviates(struct text t, size_t dot)
{
    size_t start = dot;
    while (start > 0 && dot - start <= ABBREVIATION_MAX &&
           (is_letter(t.s[start - 1]) || t.s[start - 1] == '.'))
        start--;
    size_t len = dot - start;
    const char *word = t.s + start;
    if (len == 1)
        return word[0] >= 'A' && word[0] <= 'Z' && word[0] != 'I' && (start == 0 || !is_digit(word[-1]));
    size_t next = skip_space(t, dot + 1);
    for (size_t i = 0; i < ABBREVIATIONS; i++)
        if (strlen(abbreviations[i].word) == len && strncasecmp(word, abbreviations[i].word, len) == 0)
            return follows(t, abbreviations[i].before, next);
    return false;
}

/* Looks at the run of marks at `i`; returns where the run ends and sets *cut if a sentence does. */
static size_t after_marks(struct text t, size_t i, bool *cut)
{
    size_t marks = i;
    while (marks < t.len && is_mark(t.s[marks]))
        marks++;
    size_t end = marks;
    while (end < t.len && strchr("\"')]}", t.s[end]) != NULL)
        end++;
    if (end == t.len)
        *cut = true;
    else if (is_space(t.s[end]))
        *cut = end > i + 1 || t.s[i] != '.' || (!abbreviates(t, i) && !numbers_a_list(t, i));
    else
        *cut = end == marks && lower_before(t, i) && is_upper(t, end) &&
               is_lower(t, end + ((unsigned char)t.s[end] == 0xC3 ? 2 : 1));
    return end;
}

/* Whether the line break before `i` ends a sentence. */
static bool line_ends(struct text t, size_t i)
{
    if (is_upper(t, i))
        return true;
    i = skip_blanks(t, i);
    char c = at(t, i);
    if (c == '\n' || c == '-' || c == '*' || (t.len - i >= 3 && memcmp(t.s + i, "\xE2\x80\xA2", 3) == 0))
        return true;
    size_t digits = i;
    while (is_digit(at(t, digits)))
        digits++;
    return digits > i && (at(t, digits) == '.' || at(t, digits) == ')') && is_space(at(t, digits + 1));
}

static size_t after_emoji(struct text t, size_t i, bool *cut)
{
    for (size_t step = emoji(t, i); step > 0; step = i < t.len ? emoji(t, i) : 0)
        i += step;
    *cut = i < t.len && is_space(t.s[i]) && is_upper(t, skip_space(t, i));
    return i;
}

static void add(struct sentences *s, struct text t, size_t start, size_t end)
{
    while (start < end && is_space(t.s[start]))
        start++;
    while (end > start && is_space(t.s[end - 1]))
        end--;
    if (start >= end)
        return;
    s->at = mem_grow(s->at, &s->cap, s->count + 1, sizeof *s->at);
    s->at[s->count++] = (struct pattern_span){start, end};
}

void sentence_split(struct sentences *s, const char *text, size_t len)
{
    struct text t = {text, len};
    size_t start = 0;
    s->count = 0;
    for (size_t i = 0; i < len;) {
        bool cut = false;
        if (is_mark(text[i]))
            i = after_marks(t, i, &cut);
        else if (text[i] == '\n')
            cut = line_ends(t, ++i);
        else if ((unsigned char)text[i] >= 0xE2 && emoji(t, i) > 0)
            i = after_emoji(t, i, &cut);
        else
            i++;
        if (cut) {
            add(s, t, start, i);
            start = i;
        }
    }
    add(s, t, start, len);
}

void sentences_free(struct sentences *s)
{
    free(s->at);
    *s = (struct sentences){0};
}
