/* text_key.c: names as people type them: comparison keys, near misses, and counting words. */
#include "text_internal.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

enum { KEY_MAX = 1 << 24, NAME_MAX_DISTANCE_BYTES = 255 };

/* Marks that forms put behind a question or a required field, and people leave out. */
static const char dropped_at_end[] = ".:?* ";

/* Folded, lower-cased, runs of white space as one space. */
static void add_lowered(const char *s, size_t len, struct buf *out, size_t from)
{
    for (size_t at = 0; at < len;) {
        int32_t c = 0;
        at += text_decode(s + at, len - at, &c);
        if (!text_is_space(c))
            text_encode(out, utf8proc_tolower(c));
        else if (out->len > from && out->data[out->len - 1] != ' ')
            buf_putc(out, ' ');
    }
}

/* Folded, lower-cased, trimmed, runs of white space as one space. */
static void add_plain(const char *s, size_t len, struct buf *out, size_t from)
{
    struct buf canonical = buf_new(KEY_MAX);
    struct text_folded f = {0};
    /* Text that is no UTF-8 is compared as it stands. */
    if (text_canonical(s, len, &canonical, NULL) == 0)
        text_fold(&f, buf_str(&canonical), canonical.len);
    else
        text_fold(&f, s, len);
    add_lowered(f.data, f.len, out, from);
    text_folded_free(&f);
    buf_free(&canonical);
}

static void drop_at_end(const char *marks, struct buf *out, size_t from)
{
    while (!out->failed && out->len > from && strchr(marks, out->data[out->len - 1]) != NULL)
        out->data[--out->len] = '\0';
}

void text_key(const char *s, size_t len, struct buf *out)
{
    size_t from = out->len;
    add_plain(s, len, out, from);
    drop_at_end(dropped_at_end, out, from);
}

void text_plain(const char *s, size_t len, struct buf *out)
{
    size_t from = out->len;
    add_plain(s, len, out, from);
    drop_at_end(" ", out, from);
}

/* Where `len` bytes of `part` begin in `s` for the first time, or NULL. */
static const char *find_part(const char *s, const char *part, size_t len)
{
    for (; (s = strchr(s, part[0])) != NULL; s++)
        if (strncmp(s, part, len) == 0)
            return s;
    return NULL;
}

void text_pattern(const char *s, size_t len, struct buf *out)
{
    if (memchr(s, '*', len) != NULL)
        text_plain(s, len, out);
    else
        text_key(s, len, out);
}

/* Each part between stars is looked for as near the front as it can be: nothing is gained by a later place.
 */
static bool meets_parts(const char *pattern, const char *plain)
{
    size_t part = strcspn(pattern, "*");
    if (strncmp(pattern, plain, part) != 0)
        return false;
    for (plain += part, pattern += part; *pattern == '*'; pattern += part) {
        pattern += strspn(pattern, "*");
        part = strcspn(pattern, "*");
        size_t left = strlen(plain);
        if (pattern[part] == '\0')
            return left >= part && strcmp(plain + left - part, pattern) == 0;
        plain = find_part(plain, pattern, part);
        if (plain == NULL)
            return false;
        plain += part;
    }
    return true;
}

bool text_pattern_meets(const char *pattern, const char *key, const char *plain)
{
    return strchr(pattern, '*') != NULL ? meets_parts(pattern, plain) : strcmp(pattern, key) == 0;
}

bool text_same(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return true;
    struct buf key_a = buf_new(KEY_MAX);
    struct buf key_b = buf_new(KEY_MAX);
    text_key(a, strlen(a), &key_a);
    text_key(b, strlen(b), &key_b);
    bool same = strcmp(buf_str(&key_a), buf_str(&key_b)) == 0;
    buf_free(&key_a);
    buf_free(&key_b);
    return same;
}

static bool is_word_character(int32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    utf8proc_category_t category = utf8proc_category(c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO);
}

size_t text_words(const char *s, size_t len)
{
    size_t words = 0;
    bool inside = false;
    for (size_t at = 0; at < len;) {
        int32_t c = (unsigned char)s[at];
        at += c < 0x80 ? 1 : text_decode(s + at, len - at, &c);
        bool letter = is_word_character(c);
        /* An apostrophe between letters goes on with the word; at its end, whatever follows begins a new one
         * anyway. */
        if (inside && (c == '\'' || c == 0x2019) && at < len) {
            int32_t after = 0;
            text_decode(s + at, len - at, &after);
            letter = is_word_character(after);
        }
        words += letter && !inside;
        inside = letter;
    }
    return words;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau's distance in its optimal string alignment form: insert, delete, change, swap neighbours. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][NAME_MAX_DISTANCE_BYTES + 1];
    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a_len % 3][b_len];
}

const char *text_closest(const char *typed, const char *const *names, size_t count)
{
    struct buf key = buf_new(KEY_MAX);
    struct buf other = buf_new(KEY_MAX);
    const char *closest = NULL;
    text_key(typed, strlen(typed), &key);
    size_t best = key.len / 3 > 1 ? key.len / 3 + 1 : 2; /* what must be undercut */
    for (size_t i = 0; i < count && key.len <= NAME_MAX_DISTANCE_BYTES; i++) {
        buf_clear(&other);
        text_key(names[i], strlen(names[i]), &other);
        if (other.len > NAME_MAX_DISTANCE_BYTES)
            continue;
        size_t d = distance(buf_str(&key), key.len, buf_str(&other), other.len);
        if (d < best) {
            best = d;
            closest = names[i];
        }
    }
    buf_free(&key);
    buf_free(&other);
    return closest;
}
