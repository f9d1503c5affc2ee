/* quotes.c: finds approved words in their comment, and what might give a person away. */
#include "quotes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/store_report.h>
#include <yousaid/text.h>

/* Comparison form: folded typography, lower case (ASCII), white space gone, so that only words and marks
 * remain. `starts` says which bytes begin a word, `spans` where each stands in the original. */
struct plain {
    char *text;
    bool *starts;
    struct quote_span *spans;
    size_t len;
};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static struct plain make_plain(const char *s, size_t len)
{
    struct text_folded f = {0};
    text_fold(&f, s, len);
    struct plain p = {mem_new(f.len + 1, 1), mem_new(f.len + 1, sizeof(bool)),
                      mem_new(f.len + 1, sizeof *p.spans), 0};
    char before = ' ';
    for (size_t i = 0; i < f.len; i++) {
        char c = f.data[i];
        if (!isspace((unsigned char)c)) {
            p.starts[p.len] = !is_word(before) || !is_word(c);
            p.spans[p.len] = (struct quote_span){text_unfold(&f, i), text_unfold(&f, i + 1)};
            p.text[p.len++] = (char)tolower((unsigned char)c);
        }
        before = c;
    }
    p.starts[p.len] = true;
    text_folded_free(&f);
    return p;
}

static void free_plain(struct plain *p)
{
    free(p->text);
    free(p->starts);
    free(p->spans);
}

/* Offset after the first place at or after `from` where `piece` stands as whole words; SIZE_MAX when nowhere.
 */
static size_t find_piece(const struct plain *text, size_t from, const struct plain *piece)
{
    for (size_t at = from; at + piece->len <= text->len; at++)
        if (text->starts[at] && text->starts[at + piece->len] &&
            memcmp(text->text + at, piece->text, piece->len) == 0)
            return at + piece->len;
    return SIZE_MAX;
}

/* The comment may itself hold brackets ("[NAME]" where an identifier was taken out): such a bracket is text,
 * not an editor's. */
static const char *next_editor(const char *quote, const char *comment, const char **end)
{
    for (const char *open = strchr(quote, '['); open != NULL; open = strchr(open + 1, '[')) {
        const char *close = strchr(open, ']');
        if (close == NULL)
            return NULL;
        char *inside = mem_strndup(open, (size_t)(close + 1 - open));
        bool own = strstr(comment, inside) != NULL;
        free(inside);
        *end = close + 1;
        if (!own)
            return open;
    }
    return NULL;
}

/* Where a piece that ends before byte `end` of the plain text stands in the comment. What is no word around
 * it belongs to no other words, so a rule that read it too still speaks of the piece. */
static struct quote_span piece_span(const char *comment, const struct plain *text, size_t end, size_t len)
{
    struct quote_span s = {text->spans[end - len].start, text->spans[end - 1].end};
    while (s.start > 0 && !is_word(comment[s.start - 1]))
        s.start--;
    while (comment[s.end] != '\0' && !is_word(comment[s.end]))
        s.end++;
    return s;
}

bool quote_find(const char *comment, const char *quote, struct quote_span **spans, size_t *count)
{
    size_t cap = 0;
    *spans = NULL;
    *count = 0;
    struct plain text = make_plain(comment, strlen(comment));
    size_t at = 0;
    bool fits = true;
    for (const char *rest = quote; rest != NULL && fits;) {
        const char *after = NULL;
        const char *editor = next_editor(rest, comment, &after);
        struct plain piece = make_plain(rest, editor != NULL ? (size_t)(editor - rest) : strlen(rest));
        if (piece.len > 0) {
            at = find_piece(&text, at, &piece);
            fits = at != SIZE_MAX;
            *spans = mem_grow(*spans, &cap, *count + 1, sizeof **spans);
            if (fits)
                (*spans)[(*count)++] = piece_span(comment, &text, at, piece.len);
        }
        free_plain(&piece);
        rest = editor != NULL ? after : NULL;
    }
    free_plain(&text);
    return fits && *count > 0;
}

bool quote_fits(const char *comment, const char *quote)
{
    struct quote_span *spans = NULL;
    size_t count = 0;
    bool fits = quote_find(comment, quote, &spans, &count);
    free(spans);
    return fits;
}

/* Characters of UTF-8 without white space at the ends. */
static size_t count_characters(const char *s, size_t len)
{
    size_t count = 0;
    while (len > 0 && isspace((unsigned char)s[len - 1]))
        len--;
    while (len > 0 && isspace((unsigned char)*s)) {
        s++;
        len--;
    }
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

const char *quote_too_short(const char *comment, const char *quote)
{
    struct plain text = make_plain(comment, strlen(comment));
    struct plain all = make_plain(quote, strlen(quote));
    bool whole = text.len == all.len && memcmp(text.text, all.text, all.len) == 0;
    size_t words = 0, characters = 0;
    free_plain(&text);
    free_plain(&all);
    for (const char *rest = quote; rest != NULL;) {
        const char *after = NULL;
        const char *editor = next_editor(rest, comment, &after);
        size_t len = editor != NULL ? (size_t)(editor - rest) : strlen(rest);
        words += text_words(rest, len);
        characters += count_characters(rest, len);
        rest = editor != NULL ? after : NULL;
    }
    if (whole)
        return characters > 1 ? NULL
                              : "the comment is a single character: there is nothing to publish; take "
                                "approved_by out of the row";
    if (words > 1 && characters >= QUOTES_MIN_TEXT)
        return NULL;
    return "the quote has less than two words or five characters of a longer comment, which may not say what "
           "the person said: choose more of it, or leave the quote empty for the whole comment";
}

static bool has_email(const char *s)
{
    const char *at = strchr(s, '@');
    return at != NULL && at > s && is_word(at[-1]) && is_word(at[1]);
}

/* A full postcode: one or two letters, a digit, perhaps one more letter or digit, then digit, letter, letter.
 */
static bool postcode_at(const char *s)
{
    size_t i = 0;
    while (i < 2 && isalpha((unsigned char)s[i]))
        i++;
    if (i == 0 || !isdigit((unsigned char)s[i]))
        return false;
    i++;
    for (int more = 0; more < 2; more++) {
        size_t k = i + (more == 1 && isalnum((unsigned char)s[i]) ? 1 : 0);
        k += s[k] == ' ' ? 1 : 0;
        if (isdigit((unsigned char)s[k]) && isalpha((unsigned char)s[k + 1]) &&
            isalpha((unsigned char)s[k + 2]) && !is_word(s[k + 3]))
            return true;
    }
    return false;
}

static bool has_postcode(const char *s)
{
    for (const char *at = s; *at != '\0'; at++)
        if ((at == s || !is_word(at[-1])) && postcode_at(at))
            return true;
    return false;
}

static void worry(struct buf *out, size_t before, const char *sentence)
{
    if (out->len > before)
        buf_puts(out, "; ");
    buf_puts(out, sentence);
}

/* Parts of an attribution: what stands between commas or semicolons, or is joined by "and". */
static size_t count_parts(const char *attribution)
{
    size_t parts = 0;
    bool inside = false;
    for (const char *c = attribution; *c != '\0'; c++) {
        bool separator = *c == ',' || *c == ';' || *c == '/' || strncmp(c, " and ", 5) == 0;
        if (!separator && !isspace((unsigned char)*c) && !inside) {
            inside = true;
            parts++;
        }
        if (separator)
            inside = false;
    }
    return parts;
}

bool quote_worries(const char *quote, const char *attribution, struct buf *out)
{
    size_t before = out->len;
    if (strpbrk(quote, "0123456789") != NULL)
        worry(out, before, "it has digits (a date, an age, a telephone number?)");
    if (has_email(quote))
        worry(out, before, "it has an e-mail address");
    if (has_postcode(quote))
        worry(out, before, "it has a postcode");
    if (strpbrk(attribution, "0123456789") != NULL)
        worry(out, before, "the attribution has digits (an age?)");
    if (count_parts(attribution) > 2)
        worry(out, before,
              "the attribution says more than two things about a person, who may be singled out by them");
    return out->len > before;
}

struct loading {
    struct store *store;
    const struct catalogue *book;
    const char *from, *to;
    struct quotes *q;
};

static bool outside(const struct loading *l, const char *day)
{
    enum { DAY = 10 };
    if (day == NULL || day[0] == '\0')
        return false;
    return (l->from != NULL && strncmp(day, l->from, DAY) < 0) ||
           (l->to != NULL && strncmp(day, l->to, DAY) > 0);
}

static int add_quote(void *ctx, const struct store_quote_row *row, struct error *err)
{
    (void)err;
    struct loading *l = ctx;
    struct quotes *q = l->q;
    struct quote made = {.comment_id = row->comment_id,
                         .source = arena_strdup(&q->arena, row->source),
                         .external_id = arena_strdup(&q->arena, row->external_id),
                         .question = arena_strdup(&q->arena, row->question),
                         .text = arena_strdup(&q->arena, row->quote),
                         .attribution = arena_strdup(&q->arena, row->attribution),
                         .approved_by = arena_strdup(&q->arena, row->approved_by),
                         .approved_at = arena_strdup(&q->arena, row->approved_at)};
    struct quote_span *spans = NULL;
    bool fits = quote_find(row->comment, row->quote, &spans, &made.span_count);
    made.spans = arena_new(&q->arena, made.span_count + 1, sizeof *made.spans);
    if (made.span_count > 0)
        memcpy(made.spans, spans, made.span_count * sizeof *spans);
    free(spans);
    if (row->withdrawn)
        made.state = QUOTE_WITHDRAWN;
    else if (!fits)
        made.state = QUOTE_CHANGED;
    else if (outside(l, row->submitted_at))
        made.state = QUOTE_OUTSIDE;
    q->quotes = mem_grow(q->quotes, &q->cap, q->count + 1, sizeof *q->quotes);
    q->quotes[q->count++] = made;
    return 0;
}

struct finding {
    const struct loading *l;
    struct quote *quote;
    bool *inside; /* of each of its themes: found in the words of the quote */
};

static bool is_inside(const struct quote *q, const struct store_span_row *row)
{
    for (size_t i = 0; i < q->span_count; i++)
        if (row->start >= (int64_t)q->spans[i].start && row->end <= (int64_t)q->spans[i].end)
            return true;
    return row->rule == 0;
}

static int add_theme(void *ctx, const struct store_span_row *row, struct error *err)
{
    (void)err;
    struct finding *f = ctx;
    struct quote *q = f->quote;
    const struct catalogue *b = f->l->book;
    for (size_t i = 0; i < b->category_count; i++) {
        if (catalogue_dimension(b, i) != CATALOGUE_THEME ||
            strcmp(b->categories[i].code, row->category) != 0 ||
            strcmp(b->rulesets[b->categories[i].ruleset].name, row->ruleset) != 0)
            continue;
        /* The rows of one category come one after the other. */
        bool again = q->theme_count > 0 && q->themes[q->theme_count - 1] == (int)i;
        if (!again)
            q->themes[q->theme_count++] = (int)i;
        f->inside[q->theme_count - 1] = (again && f->inside[q->theme_count - 1]) || is_inside(q, row);
    }
    return 0;
}

/* Drops the themes of unquoted words, unless no other is left. */
static void keep_inside(struct quote *q, const bool *inside)
{
    size_t kept = 0;
    for (size_t i = 0; i < q->theme_count; i++)
        if (inside[i])
            q->themes[kept++] = q->themes[i];
    if (kept > 0)
        q->theme_count = kept;
}

static int find_themes(const struct loading *l, struct quote *q, struct error *err)
{
    struct finding f = {l, q, mem_new(l->book->category_count + 1, sizeof(bool))};
    q->themes = arena_new(&l->q->arena, l->book->category_count + 1, sizeof(int));
    int result = store_each_span(l->store, q->comment_id, add_theme, &f, err);
    keep_inside(q, f.inside);
    free(f.inside);
    return result;
}

int quotes_load(struct store *store, const struct catalogue *book, const char *from, const char *to,
                struct quotes **out, struct error *err)
{
    struct quotes *q = mem_new(1, sizeof *q);
    struct loading l = {store, book, from, to, q};
    int result = store_each_quote(store, add_quote, &l, err);
    for (size_t i = 0; i < q->count && result == 0; i++)
        result = find_themes(&l, &q->quotes[i], err);
    if (result == 0)
        *out = q;
    else
        quotes_free(q);
    return result;
}

void quotes_free(struct quotes *q)
{
    if (q == NULL)
        return;
    free(q->quotes);
    arena_free(&q->arena);
    free(q);
}
