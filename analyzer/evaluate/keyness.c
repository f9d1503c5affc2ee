/* keyness.c: counts phrases in a hash table and ranks them by surprise. */
#include "keyness.h"
#include "measure.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

/* Chi-squared with one degree of freedom at p = 0.001. */
static const double surprising = 10.828;

/* Words that carry no meaning of their own. Negations, "more" and "too" do. Sorted. */
static const char *const empty_words[] = {
    "a",    "about", "after", "all",  "also", "am",   "an",    "and",  "any",  "are",  "as",    "at",
    "be",   "been",  "being", "but",  "by",   "can",  "could", "did",  "do",   "does", "for",   "from",
    "get",  "got",   "had",   "has",  "have", "he",   "her",   "here", "him",  "his",  "i",     "i'm",
    "i've", "if",    "in",    "into", "is",   "it",   "it's",  "its",  "just", "me",   "my",    "of",
    "on",   "or",    "our",   "out",  "she",  "so",   "some",  "than", "that", "the",  "their", "them",
    "then", "there", "these", "they", "this", "to",   "up",    "us",   "very", "was",  "we",    "were",
    "what", "when",  "which", "who",  "will", "with", "would", "you",  "your",
};
enum {
    EMPTY_WORDS = sizeof empty_words / sizeof empty_words[0],
    WORD_MAX = 100,
    FIRST_TABLE = 1 << 12,
    TEXT_MAX = 1 << 24
};

struct entry {
    struct keyness_phrase phrase;
    uint64_t hash;
    size_t seen; /* number of the last comment that held it, from 1 */
};
struct word {
    struct buf text;   /* lower case */
    size_t start, end; /* in the original */
    bool empty;
    bool joined; /* only space or hyphens between it and the word before */
};
struct keyness {
    struct entry **table; /* open addressing; a power of two */
    size_t size, count;
    size_t comments, inside, outside;
    struct text_folded folded;
    struct word window[KEYNESS_WORDS]; /* the latest words, the newest last */
    const struct keyness_phrase **top;
    struct buf scratch;
    struct arena arena;
};

static int by_word(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

static bool is_empty_word(const char *word)
{
    return bsearch(word, empty_words, EMPTY_WORDS, sizeof empty_words[0], by_word) != NULL;
}

struct keyness *keyness_new(void)
{
    struct keyness *k = mem_new(1, sizeof *k);
    k->size = FIRST_TABLE;
    k->table = mem_new(k->size, sizeof(struct entry *));
    k->scratch = buf_new(TEXT_MAX);
    for (size_t i = 0; i < KEYNESS_WORDS; i++)
        k->window[i].text = buf_new(TEXT_MAX);
    return k;
}

void keyness_free(struct keyness *k)
{
    if (k == NULL)
        return;
    for (size_t i = 0; i < KEYNESS_WORDS; i++)
        buf_free(&k->window[i].text);
    text_folded_free(&k->folded);
    buf_free(&k->scratch);
    arena_free(&k->arena);
    free(k->table);
    free(k->top);
    free(k);
}

/* FNV-1a, 64 bits. */
static uint64_t hash_of(const char *s)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (; *s != '\0'; s++)
        h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001B3);
    return h;
}

static struct entry **slot(struct keyness *k, const char *text, uint64_t hash)
{
    size_t at = (size_t)hash & (k->size - 1);
    while (k->table[at] != NULL &&
           (k->table[at]->hash != hash || strcmp(k->table[at]->phrase.text, text) != 0))
        at = (at + 1) & (k->size - 1);
    return &k->table[at];
}

static void grow(struct keyness *k)
{
    struct entry **old = k->table;
    size_t size = k->size;
    k->size *= 2;
    k->table = mem_new(k->size, sizeof(struct entry *));
    for (size_t i = 0; i < size; i++)
        if (old[i] != NULL)
            *slot(k, old[i]->phrase.text, old[i]->hash) = old[i];
    free(old);
}

/* Counts the newest `words` words of the window as one phrase. */
static void count_phrase(struct keyness *k, size_t words, bool inside, size_t comment)
{
    const struct word *first = &k->window[KEYNESS_WORDS - words];
    buf_clear(&k->scratch);
    for (size_t i = 0; i < words; i++)
        buf_printf(&k->scratch, i > 0 ? " %s" : "%s", buf_str(&first[i].text));
    uint64_t hash = hash_of(buf_str(&k->scratch));
    struct entry **at = slot(k, buf_str(&k->scratch), hash);
    struct entry *e = *at;
    if (e == NULL && !inside)
        return;
    if (e == NULL) {
        e = arena_new(&k->arena, 1, sizeof *e);
        e->hash = hash;
        e->phrase.text = arena_strndup(&k->arena, buf_str(&k->scratch), k->scratch.len);
        e->phrase.words = words;
        *at = e;
        if (++k->count * 2 > k->size)
            grow(k);
    }
    if (e->seen == k->comments)
        return;
    e->seen = k->comments;
    *(inside ? &e->phrase.in : &e->phrase.out) += 1;
    if (inside && e->phrase.example_count < KEYNESS_EXAMPLES)
        e->phrase.example[e->phrase.example_count++] =
            (struct keyness_example){comment, first->start, k->window[KEYNESS_WORDS - 1].end};
}

/* The newest word closes up to three phrases: of itself, and with one or two words before it. */
static void count_phrases(struct keyness *k, size_t have, bool inside, size_t comment)
{
    const struct word *last = &k->window[KEYNESS_WORDS - 1];
    for (size_t words = 1; words <= KEYNESS_WORDS && words <= have; words++) {
        const struct word *first = &k->window[KEYNESS_WORDS - words];
        if (!first->empty && !last->empty)
            count_phrase(k, words, inside, comment);
        if (!first->joined)
            break;
    }
}

static bool is_word_byte(const char *s, size_t len, size_t at)
{
    unsigned char c = (unsigned char)s[at];
    if (c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
        return true;
    return c == '\'' && at > 0 && at + 1 < len && is_word_byte(s, len, at + 1) && s[at - 1] != '\'' &&
           s[at - 1] != ' ';
}

/* Moves the window on by the word at data[start..end). */
static void push_word(struct keyness *k, size_t start, size_t end, bool joined)
{
    struct buf oldest = k->window[0].text;
    memmove(&k->window[0], &k->window[1], (KEYNESS_WORDS - 1) * sizeof k->window[0]);
    struct word *w = &k->window[KEYNESS_WORDS - 1];
    *w = (struct word){.text = oldest,
                       .start = text_unfold(&k->folded, start),
                       .end = text_unfold(&k->folded, end),
                       .joined = joined};
    buf_clear(&w->text);
    text_key(k->folded.data + start, end - start, &w->text);
    w->empty = w->text.len == 0 || w->text.len > WORD_MAX || is_empty_word(buf_str(&w->text));
}

static void read_text(struct keyness *k, const char *text, size_t len, bool inside, size_t comment)
{
    size_t have = 0;
    bool joined = false;
    k->comments++;
    text_fold(&k->folded, text, len);
    text_hide_tokens(&k->folded); /* no rule would find their words */
    const char *s = k->folded.data;
    for (size_t at = 0; at < k->folded.len;) {
        if (!is_word_byte(s, k->folded.len, at)) {
            joined = joined && (s[at] == ' ' || s[at] == '-' || s[at] == '\n');
            at++;
            continue;
        }
        size_t start = at;
        while (at < k->folded.len && is_word_byte(s, k->folded.len, at))
            at++;
        push_word(k, start, at, joined);
        have = have < KEYNESS_WORDS ? have + 1 : have;
        count_phrases(k, have, inside, comment);
        joined = true;
    }
}

void keyness_inside(struct keyness *k, const char *text, size_t len, size_t comment)
{
    k->inside++;
    read_text(k, text, len, true, comment);
}

void keyness_outside(struct keyness *k, const char *text, size_t len)
{
    k->outside++;
    read_text(k, text, len, false, 0);
}

static int by_surprise(const void *a, const void *b)
{
    const struct keyness_phrase *x = *(const struct keyness_phrase *const *)a;
    const struct keyness_phrase *y = *(const struct keyness_phrase *const *)b;
    if (x->g2 > y->g2 || x->g2 < y->g2)
        return x->g2 > y->g2 ? -1 : 1;
    if (x->in != y->in)
        return x->in > y->in ? -1 : 1;
    if (x->words != y->words)
        return x->words > y->words ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* Whether the words of `part` stand in `whole`, one after the other. */
static bool holds(const char *whole, const char *part)
{
    size_t len = strlen(part);
    for (const char *p = strstr(whole, part); p != NULL; p = strstr(p + 1, part))
        if ((p == whole || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
            return true;
    return false;
}

static bool says_no_more(const struct keyness_phrase *p, const struct keyness_phrase *const *before,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (holds(p->text, before[i]->text) || (holds(before[i]->text, p->text) && p->in < before[i]->in * 2))
            return true;
    return false;
}

size_t keyness_top(struct keyness *k, size_t min, size_t limit, const struct keyness_phrase ***phrases)
{
    size_t found = 0;
    size_t kept = 0;
    free(k->top);
    k->top = mem_new(k->count, sizeof(struct keyness_phrase *));
    for (size_t i = 0; i < k->size; i++) {
        struct keyness_phrase *p = k->table[i] != NULL ? &k->table[i]->phrase : NULL;
        if (p == NULL || p->in < min ||
            (double)p->in * (double)k->outside <= (double)p->out * (double)k->inside)
            continue;
        p->g2 = measure_g2(p->in, k->inside, p->out, k->outside);
        if (p->g2 >= surprising)
            k->top[found++] = p;
    }
    qsort(k->top, found, sizeof(struct keyness_phrase *), by_surprise);
    for (size_t i = 0; i < found && kept < limit; i++)
        if (!says_no_more(k->top[i], k->top, kept))
            k->top[kept++] = k->top[i];
    *phrases = k->top;
    return kept;
}
