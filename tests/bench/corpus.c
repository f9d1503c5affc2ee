/* corpus.c: makes comments and patterns from the vocabulary. */
#include "corpus.h"

#include <math.h>
#include <string.h>

#include "vocabulary.h"

enum {
    LONGEST = 2000,         /* bytes */
    SLIP_EVERY = 1500,      /* letters */
    COMMON_OF_HUNDRED = 13, /* words of a pattern that every comment may hold; others are rare */
    COMMON_LATER = 9,       /* the same after the first thousand: new patterns look for rarer things */
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static uint64_t next_random(struct corpus *c)
{
    uint64_t z = c->state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

static size_t below(struct corpus *c, size_t n)
{
    return (size_t)(next_random(c) % n);
}

static double unit(struct corpus *c)
{
    return (double)(next_random(c) >> 11) / 9007199254740992.0;
}

/* 0..n-1, the k-th with a chance of about 1/(k+1). */
static size_t zipf(struct corpus *c, size_t n)
{
    size_t k = (size_t)(exp(unit(c) * log((double)n + 1)) - 1);
    return k < n ? k : n - 1;
}

static const struct {
    char letter;
    const char *const *list;
    size_t count;
} slots[] = {
    {'p', places, COUNT(places)},         {'w', people, COUNT(people)},       {'f', family, COUNT(family)},
    {'g', good_words, COUNT(good_words)}, {'b', bad_words, COUNT(bad_words)}, {'t', things, COUNT(things)},
    {'n', numbers, COUNT(numbers)},       {'u', units, COUNT(units)},         {'T', times, COUNT(times)},
    {'c', conditions, COUNT(conditions)}, {'v', verbs, COUNT(verbs)},
};

static void proper_name(struct corpus *c, struct buf *out)
{
    size_t from = out->len;
    for (size_t n = 2 + below(c, 2); n > 0; n--)
        buf_puts(out, syllables[zipf(c, COUNT(syllables))]);
    out->data[from] = (char)(out->data[from] - 'a' + 'A');
}

static void fill_slot(struct corpus *c, char letter, struct buf *out)
{
    if (letter == 'P')
        proper_name(c, out);
    if (letter == 'r')
        buf_printf(out, "%s%s", stems[zipf(c, COUNT(stems))], endings[zipf(c, COUNT(endings))]);
    for (size_t i = 0; i < COUNT(slots); i++) {
        if (slots[i].letter == letter)
            buf_puts(out, slots[i].list[zipf(c, slots[i].count)]);
    }
}

static void sentence(struct corpus *c, struct buf *out)
{
    for (const char *s = sentences[below(c, COUNT(sentences))]; *s != '\0'; s++) {
        if (*s != '{') {
            buf_putc(out, *s);
            continue;
        }
        fill_slot(c, s[1], out);
        s += 2;
    }
}

/* A letter typed twice or as its neighbour. */
static void slip(struct corpus *c, struct buf *out, size_t from)
{
    for (size_t i = from; i < out->len; i++) {
        if (out->data[i] >= 'a' && out->data[i] <= 'z' && below(c, SLIP_EVERY) == 0)
            out->data[i] = (char)('a' + below(c, 26));
    }
}

/* Straight quotes and hyphens as a word processor or a telephone sets them. */
static void typeset(struct corpus *c, struct buf *out, size_t from)
{
    struct buf plain = buf_new(LONGEST * 4);
    buf_add(&plain, out->data + from, out->len - from);
    out->len = from;
    for (size_t i = 0; i < plain.len; i++) {
        if (plain.data[i] == '\'')
            buf_puts(out, "\xE2\x80\x99");
        else if (plain.data[i] == '!' && below(c, 2) == 0)
            buf_puts(out, "! \xF0\x9F\x98\x8A");
        else if (plain.data[i] == ' ' && below(c, 60) == 0)
            buf_puts(out, below(c, 2) == 0 ? "\xC2\xA0" : " \xE2\x80\x93 ");
        else
            buf_putc(out, plain.data[i]);
    }
    buf_free(&plain);
}

void corpus_comment(struct corpus *c, size_t mean, struct buf *out)
{
    size_t from = out->len;
    double normal = sqrt(-2 * log(1 - unit(c))) * cos(6.283185307179586 * unit(c));
    double wanted = (mean > 0 ? 0.66 * (double)mean : 155) * exp(0.685 * normal);
    do {
        buf_puts(out, out->len > from ? " " : "");
        sentence(c, out);
    } while ((double)(out->len - from) < wanted && out->len - from < LONGEST - 200);
    slip(c, out, from);
    if (below(c, 6) == 0)
        typeset(c, out, from);
}

/* ---- patterns ---- */

static bool single_word(const char *s)
{
    return s[strspn(s, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

static void pattern_word(struct corpus *c, size_t common, struct buf *out)
{
    static const char kinds[] = "pwfgbtcv";
    size_t from = out->len;
    do {
        out->len = from;
        fill_slot(c, below(c, 100) < common ? kinds[below(c, sizeof kinds - 1)] : 'r', out);
    } while (!single_word(out->data + from));
}

/* W: a word. What people write, and how often of a hundred. */
static const struct {
    unsigned share;
    const char *form;
} forms[] = {
    {12, "\\bW\\b"},
    {12, "\\bW(?:s|ed|ing)?\\b"},
    {12, "\\b(?:W|W|W)\\b"},
    {8, "\\b(?:W\\w*|W|W[\\s\\-]+W)\\b"},
    {14, "\\b(?:W(?:ed|ing|s)?|Ws?)\\b.{0,40}\\b(?:W|W|W)s?\\b"},
    {8, "\\bW\\b.{0,30}\\bW\\b"},
    {6, "\\bW(?:\\W+\\w+){0,3}\\W+(?:W|W)\\b"},
    {5, "\\b(?:too|very|so)\\s+W\\b"},
    {5, "(?<!not )(?<!n't )\\bW\\b"},
    {4, "\\bW\\b(?!.{0,20}\\bW)"},
    {4, "\\b(?:no|not|never|without)\\b.{0,15}\\bW"},
    {3, "W(?:ed|ing)\\b"},
    {2, "(?<=the )W|(?<=my )W"},
    {2, "\\b\\d+\\s+(?:weeks?|months?|hours?)\\b.{0,20}\\bW"},
    {1, "\\b(?-i:NHS|GP)\\b.{0,10}\\bW"},
    {1, "^(?=.*\\bW\\b)(?=.*\\bW\\b)"},
    {1, "\xC2\xA3\\s?\\d+.{0,30}\\bW"},
};
static const char *const wordless[] = {"\\b(\\w+)\\s+\\1\\s+\\1\\b", "[!?]{3,}",
                                       "(?-i:\\b[A-Z]{4,}\\s+[A-Z]{4,}\\b)"};

void corpus_pattern(struct corpus *c, size_t number, struct buf *out)
{
    size_t of_thousand = number % 1000, kind = below(c, 100), form = 0;
    if (of_thousand % 333 == 332 && of_thousand < 999) {
        buf_puts(out, wordless[of_thousand / 333]);
        return;
    }
    while (kind >= forms[form].share)
        kind -= forms[form++].share;
    for (const char *s = forms[form].form; *s != '\0'; s++) {
        if (*s == 'W' && (s == forms[form].form || s[-1] != '\\'))
            pattern_word(c, number < 1000 ? COMMON_OF_HUNDRED : COMMON_LATER, out);
        else
            buf_putc(out, *s);
    }
}
