/* rules_check_slow.c: tries patterns on texts that are made to be hard for them. */
#include "rules_check.h"

#include <stdio.h>
#include <string.h>

enum { HARD_TEXT = 3000 /* bytes: a long comment */, PIECE_MAX = 200, OWN_WORDS = 8 };

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

static bool is_hard(const struct pattern *p, struct pattern_scratch *scratch, const char *piece)
{
    struct buf text = buf_new(2 * HARD_TEXT);
    struct pattern_span span;
    while (text.len < HARD_TEXT && piece[0] != '\0')
        buf_puts(&text, piece);
    buf_putc(&text, '!');
    enum pattern_result result = pattern_find(p, scratch, buf_str(&text), text.len, 0, &span);
    buf_free(&text);
    return result == PATTERN_LIMIT;
}

/* Each of the first words by itself, without spaces. */
static bool is_hard_word(const struct pattern *p, struct pattern_scratch *scratch, const char *words)
{
    bool hard = false;
    for (int i = 0; i < OWN_WORDS && words[0] != '\0' && !hard; i++) {
        char piece[PIECE_MAX + 1];
        size_t len = strcspn(words, " ");
        snprintf(piece, sizeof piece, "%.*s", (int)len, words);
        hard = is_hard(p, scratch, piece);
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
        if (p->words) /* words_pattern() makes none that is slow */
            continue;
        own_words(p->text, &own);
        bool hard =
            is_hard(p->pattern, scratch, buf_str(&own)) || is_hard_word(p->pattern, scratch, buf_str(&own));
        for (size_t k = 0; k < PIECES && !hard; k++)
            hard = is_hard(p->pattern, scratch, pieces[k]);
        if (hard)
            rules_warn(f, p->node,
                       "%s rule %zu: this pattern gives up on a hard text of %d bytes: avoid repeats inside "
                       "repeats, such as "
                       "(\\w+\\s?)+, and begin with a word",
                       code, number, HARD_TEXT);
        buf_free(&own);
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
