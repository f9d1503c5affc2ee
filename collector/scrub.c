/* scrub.c: replaces what the table of identifiers finds in a text by tokens, and judges ids. */
#include "scrub.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/pattern.h>

#include "scrub_internal.h"

enum { SCRUB_DIGITS_MAX = 40 };

struct scrub {
    struct pattern *cue[SCRUB_ROWS], *pattern[SCRUB_ROWS], *id[SCRUB_IDS];
    struct pattern_scratch *scratch;
};

/* A pattern behind a cue is tried right there and nowhere else. */
static int new_row(const struct scrub_row *row, struct pattern **cue, struct pattern **pattern,
                   struct error *err)
{
    if (pattern_new(row->pattern, strlen(row->pattern), pattern, err) != 0)
        return -1;
    if (row->cue == NULL)
        return 0;
    struct pattern *anchored = pattern_variant(*pattern, PATTERN_ANCHORED);
    if (anchored != NULL) {
        pattern_free(*pattern);
        *pattern = anchored;
    }
    return pattern_new(row->cue, strlen(row->cue), cue, err);
}

int scrub_new(struct scrub **out, struct error *err)
{
    struct scrub *s = mem_new(1, sizeof *s);
    int result = 0;
    for (size_t i = 0; i < SCRUB_ROWS && result == 0; i++)
        result = new_row(&scrub_table[i], &s->cue[i], &s->pattern[i], err);
    for (size_t i = 0; i < SCRUB_IDS && result == 0; i++)
        result = pattern_new(scrub_ids[i].pattern, strlen(scrub_ids[i].pattern), &s->id[i], err);
    if (result != 0) {
        scrub_free(s);
        return -1;
    }
    s->scratch = pattern_scratch_new();
    *out = s;
    return 0;
}

void scrub_free(struct scrub *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < SCRUB_ROWS; i++) {
        pattern_free(s->cue[i]);
        pattern_free(s->pattern[i]);
    }
    for (size_t i = 0; i < SCRUB_IDS; i++)
        pattern_free(s->id[i]);
    pattern_scratch_free(s->scratch);
    free(s);
}

static bool passes(scrub_digits *check, const char *text, size_t len)
{
    char digits[SCRUB_DIGITS_MAX + 1] = "";
    size_t count = 0;
    if (check == NULL)
        return true;
    for (size_t i = 0, size = 1; i < len && count < SCRUB_DIGITS_MAX; i += size) {
        int digit = scrub_digit(text + i, len - i, &size);
        if (digit >= 0)
            digits[count++] = (char)('0' + digit);
    }
    return check(digits, count);
}

/* The next identifier of a row at or after `from`. */
static enum pattern_result find(struct scrub *s, size_t row, const char *text, size_t len, size_t from,
                                struct pattern_span *span)
{
    while (from <= len) {
        struct pattern_span cue = {.start = from, .end = from};
        bool cued = s->cue[row] != NULL;
        enum pattern_result got = PATTERN_YES;
        if (cued)
            got = pattern_find(s->cue[row], s->scratch, text, len, from, &cue);
        if (got != PATTERN_YES)
            return got;
        got = pattern_find(s->pattern[row], s->scratch, text, len, cue.end, span);
        if (got == PATTERN_LIMIT || (got == PATTERN_NO && !cued))
            return got;
        if (got == PATTERN_YES && (!cued || span->start == cue.end) &&
            passes(scrub_table[row].check, text + span->start, span->end - span->start))
            return PATTERN_YES;
        from = cued ? cue.end : span->start + 1; /* a cue is never empty */
        while (from < len && ((unsigned char)text[from] & 0xC0) == 0x80)
            from++;
    }
    return PATTERN_NO;
}

static int scrub_row(struct scrub *s, size_t row, const char *text, size_t len, struct buf *out,
                     int64_t *count, struct error *err)
{
    struct pattern_span span = {0};
    size_t from = 0;
    enum pattern_result got = PATTERN_NO;
    while ((got = find(s, row, text, len, from, &span)) == PATTERN_YES && span.end > span.start) {
        buf_add(out, text + from, span.start - from);
        buf_puts(out, text_tokens[scrub_table[row].token]);
        from = span.end;
        ++*count;
    }
    if (got == PATTERN_LIMIT)
        return error_set(err, ERROR_DATA,
                         "the text is too long or too tangled to be searched for identifiers");
    buf_add(out, text + from, len - from);
    return 0;
}

static int scrub_rows(struct scrub *s, size_t rows, const char *text, size_t len, struct buf *out,
                      int64_t *count, struct error *err)
{
    struct buf a = buf_new(out->max);
    struct buf b = buf_new(out->max);
    struct buf *from = &a;
    struct buf *to = &b;
    int result = 0;
    buf_add(from, text, len);
    for (size_t row = 0; result == 0 && row < rows; row++) {
        if (scrub_table[row].may != NULL && !scrub_table[row].may(buf_str(from), from->len))
            continue;
        buf_clear(to);
        result = scrub_row(s, row, buf_str(from), from->len, to, count, err);
        struct buf *swap = from;
        from = to;
        to = swap;
    }
    if (result == 0)
        result = buf_check(from, "the text", err);
    buf_add(out, buf_str(from), from->len);
    buf_free(&a);
    buf_free(&b);
    return result;
}

int scrub_text(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
               struct error *err)
{
    return scrub_rows(s, SCRUB_ROWS, text, len, out, count, err);
}

int scrub_label(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
                struct error *err)
{
    return scrub_rows(s, SCRUB_LABEL_ROWS, text, len, out, count, err);
}

/* An id with its digits as ASCII. */
static void plain_digits(const char *id, size_t len, struct buf *out)
{
    for (size_t i = 0, size = 1; i < len; i += size) {
        int digit = scrub_digit(id + i, len - i, &size);
        if (digit >= 0)
            buf_add(out, &"0123456789"[digit], 1);
        else
            buf_add(out, id + i, size);
    }
}

bool scrub_is_identifier(struct scrub *s, const char *id)
{
    struct pattern_span span;
    size_t len = strlen(id);
    struct buf plain = buf_new(len + 1);
    bool found = false;
    plain_digits(id, len, &plain);
    for (size_t i = 0; i < SCRUB_IDS && !found; i++)
        found = pattern_find(s->id[i], s->scratch, buf_str(&plain), plain.len, 0, &span) != PATTERN_NO &&
                passes(scrub_ids[i].check, buf_str(&plain), plain.len);
    buf_free(&plain);
    return found;
}
