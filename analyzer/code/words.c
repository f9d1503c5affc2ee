/* words.c: turns plain words and phrases into patterns. */
#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n';
}

/* A phrase in the form in which texts are matched. */
static char *folded(const char *phrase)
{
    struct text_folded f = {0};
    text_fold(&f, phrase, strlen(phrase));
    size_t from = 0;
    size_t to = f.len;
    while (from < to && is_space(f.data[from]))
        from++;
    while (to > from && is_space(f.data[to - 1]))
        to--;
    char *copy = mem_strndup(f.data + from, to - from);
    text_folded_free(&f);
    return copy;
}

/* A letter, a digit, or a sign beyond ASCII such as a currency or an emoji: not only punctuation. */
static bool says_something(const char *phrase)
{
    bool found = false;
    char *text = folded(phrase);
    for (const char *s = text; *s != '\0'; s++)
        found = found || (is_word_byte(*s) && *s != '_') || (unsigned char)*s >= 0x80;
    free(text);
    return found;
}

int words_check(const char *phrase, struct error *err)
{
    size_t len = strlen(phrase);
    size_t solid = 0;
    if (len > WORDS_MAX_LENGTH)
        return error_set(err, ERROR_CONFIG, "a phrase is longer than %d bytes: split it into several",
                         WORDS_MAX_LENGTH);
    for (size_t i = 0; i < len; i++) {
        char next = phrase[i + 1];
        if (phrase[i] != '*') {
            solid += !is_space(phrase[i]);
            continue;
        }
        if (i == 0 || is_space(phrase[i - 1]) || phrase[i - 1] == '*')
            return error_set(err, ERROR_CONFIG,
                             "'%s': a '*' stands for the rest of a word: put letters in front of it", phrase);
        if (next != '\0' && !is_space(next))
            return error_set(err, ERROR_CONFIG,
                             "'%s': a '*' can only end a word: for anything else write a `match` pattern",
                             phrase);
    }
    if (solid == 0)
        return error_set(err, ERROR_CONFIG, "a word is empty: remove it or write what to look for");
    if (!says_something(phrase))
        return error_set(err, ERROR_CONFIG,
                         "'%s': a word needs a letter or a digit: for anything else write a `match` pattern",
                         phrase);
    return 0;
}

static int by_length(const void *a, const void *b)
{
    const char *x = *(const char *const *)a;
    const char *y = *(const char *const *)b;
    size_t lx = strlen(x);
    size_t ly = strlen(y);
    return lx != ly ? (lx > ly ? -1 : 1) : strcmp(x, y);
}

void words_sort(const char **phrases, size_t count)
{
    if (count > 1)
        qsort(phrases, count, sizeof *phrases, by_length);
}

/* One phrase, already folded and trimmed. */
static void add_phrase(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (is_space(s[i])) {
            while (i + 1 < len && is_space(s[i + 1]))
                i++;
            buf_puts(out, "[\\s\\-]+");
        } else if (s[i] == '*')
            buf_puts(out, "\\w*");
        else if (s[i] == '\'')
            buf_puts(out, "'?");
        else if (is_word_byte(s[i]) || (unsigned char)s[i] >= 0x80)
            buf_putc(out, s[i]);
        else {
            buf_putc(out, '\\');
            buf_putc(out, s[i]);
        }
    }
}

/* Whether \b is the right edge on both sides; else look-around says the same of any character. */
static bool plain_edges(const char *s)
{
    size_t len = strlen(s);
    return is_word_byte(s[0]) &&
           (is_word_byte(s[len - 1]) || (s[len - 1] == '*' && is_word_byte(s[len - 2])));
}

void words_pattern(const char *const *phrases, size_t count, struct buf *out)
{
    char **ready = mem_new(count, sizeof *ready);
    bool plain = true;
    for (size_t i = 0; i < count; i++) {
        ready[i] = folded(phrases[i]);
        plain = plain && plain_edges(ready[i]);
    }
    words_sort((const char **)ready, count);
    buf_puts(out, plain ? "\\b(?:" : "(?<!\\w)(?:");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(out, '|');
        add_phrase(out, ready[i], strlen(ready[i]));
        free(ready[i]);
    }
    buf_puts(out, plain ? ")\\b" : ")(?!\\w)");
    free(ready);
}
