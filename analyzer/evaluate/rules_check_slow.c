/* rules_check_slow.c: tries patterns on texts that are made to be hard for them. */
#include "rules_check.h"

#include <stdio.h>
#include <string.h>

enum { HARD_TEXT = 3000 /* bytes: a long comment */, PIECE_MAX = 200, OWN_WORDS = 8, ASCII = 128, APART = 1 };

/* One pattern on trial. */
struct trial {
    const struct pattern *pattern;
    struct pattern_scratch *scratch;
    const char *characters;
};

/* Pieces that, repeated, make patterns with nested repeats try many ways. The last is made of the pattern's
 * own words. */
static const char *const pieces[] = {"a", "a ", "1", " ", "wait ", ".", "\n"};
enum { PIECES = sizeof pieces / sizeof pieces[0] };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The words of a pattern, one after the other: "wait(ed)? for" -> "wait ed for ". Letters after a backslash
 * are no words. */
static void own_words(const char *pattern, struct buf *out)
{
    for (size_t i = 0; pattern[i] != '\0' && out->len < PIECE_MAX; i++) {
        if (pattern[i] == '\\' && pattern[i + 1] != '\0') {
            i++;
            continue;
        }
        if (is_letter(pattern[i]))
            buf_putc(out, pattern[i]);
        if (is_letter(pattern[i]) && !is_letter(pattern[i + 1]))
            buf_putc(out, ' ');
    }
}

/* What PCRE2 looks for before it tries anything: a character that must stand somewhere behind. So each ASCII
 * character of the pattern, apart from all others by one that hardly anything finds. */
static void own_characters(const char *pattern, struct buf *out)
{
    bool seen[ASCII] = {false};
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        unsigned char c = (unsigned char)pattern[i];
        if (c >= ASCII || seen[c])
            continue;
        seen[c] = true;
        buf_putc(out, APART);
        buf_putc(out, (char)c);
    }
    buf_putc(out, APART);
}

static bool gives_up(const struct trial *t, const struct buf *text)
{
    struct pattern_span span;
    return pattern_find(t->pattern, t->scratch, text->data, text->len, 0, &span) == PATTERN_LIMIT;
}

/* The piece again and again with an end that seldom goes on with it, and then with all that must come. */
static bool is_hard(const struct trial *t, const char *piece)
{
    struct buf text = buf_new(2 * HARD_TEXT);
    if (piece[0] == '\0')
        return false;
    while (text.len < HARD_TEXT)
        buf_puts(&text, piece);
    buf_putc(&text, '!');
    bool hard = gives_up(t, &text);
    if (!hard) {
        text.data[--text.len] = '\0';
        buf_puts(&text, t->characters);
        hard = gives_up(t, &text);
    }
    buf_free(&text);
    return hard;
}

/* Each of the first words by itself, without spaces. */
static bool is_hard_word(const struct trial *t, const char *words)
{
    bool hard = false;
    for (int i = 0; i < OWN_WORDS && words[0] != '\0' && !hard; i++) {
        char piece[PIECE_MAX + 1];
        size_t len = strcspn(words, " ");
        snprintf(piece, sizeof piece, "%.*s", (int)len, words);
        hard = is_hard(t, piece);
        words += len + (words[len] == ' ');
    }
    return hard;
}

static void check_list(const struct rule_list *list, const char *code, size_t number,
                       struct pattern_scratch *scratch, struct rules_findings *f)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct rule_pattern *p = &list->any[i];
        struct buf own = buf_new(2 * PIECE_MAX);
        struct buf characters = buf_new(4 * ASCII);
        if (p->words) /* words_pattern() makes none that is slow */
            continue;
        own_words(p->text, &own);
        own_characters(p->text, &characters);
        struct trial t = {p->pattern, scratch, buf_str(&characters)};
        bool hard = is_hard(&t, buf_str(&own)) || is_hard_word(&t, buf_str(&own));
        for (size_t k = 0; k < PIECES && !hard; k++)
            hard = is_hard(&t, pieces[k]);
        if (hard)
            rules_warn(f, p->node,
                       "%s rule %zu: this pattern gives up on a hard text of %d bytes: avoid repeats inside "
                       "repeats, such as "
                       "(\\w+\\s?)+, and begin with a word",
                       code, number, HARD_TEXT);
        buf_free(&own);
        buf_free(&characters);
    }
}

void rules_check_slow(const struct ruleset *r, struct pattern_scratch *scratch, struct rules_findings *f)
{
    for (size_t i = 0; i < r->category_count; i++)
        for (size_t k = 0; k < r->categories[i].rule_count; k++) {
            const struct rule *rule = &r->categories[i].rules[k];
            check_list(&rule->match, r->categories[i].code, k + 1, scratch, f);
            check_list(&rule->also, r->categories[i].code, k + 1, scratch, f);
            check_list(&rule->unless, r->categories[i].code, k + 1, scratch, f);
        }
}
