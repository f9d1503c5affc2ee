/* text.c: UTF-8 at the door, and the canonical form of stored text. */
#include "text_internal.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <yousaid/text.h>

static const char excel_return[] = "_x000D_"; /* how Excel writes a carriage return inside a cell */
enum { EXCEL_RETURN = sizeof excel_return - 1 };

size_t text_decode(const char *s, size_t len, int32_t *c)
{
    unsigned char first = (unsigned char)s[0];
    if (first < 0x80) {
        *c = first;
        return 1;
    }
    utf8proc_ssize_t step =
        utf8proc_iterate((const utf8proc_uint8_t *)s, len < 4 ? (utf8proc_ssize_t)len : 4, c);
    if (step > 0)
        return (size_t)step;
    *c = 0xFFFD;
    return 1;
}

void text_encode(struct buf *out, int32_t c)
{
    utf8proc_uint8_t bytes[4];
    buf_add(out, bytes, (size_t)utf8proc_encode_char(c, bytes));
}

bool text_is_space(int32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

bool text_is_utf8(const char *s, size_t len, size_t *bad)
{
    size_t at = 0;
    while (at < len) {
        unsigned char first = (unsigned char)s[at];
        int32_t c = 0;
        size_t step = text_decode(s + at, len - at, &c);
        if (first == 0 || (first >= 0x80 && step == 1)) {
            if (bad != NULL)
                *bad = at;
            return false;
        }
        at += step;
    }
    return true;
}

size_t text_fit(const char *s, size_t max)
{
    size_t len = strlen(s);
    if (len <= max)
        return len;
    while (max > 0 && ((unsigned char)s[max] & 0xC0) == 0x80)
        max--; /* to the start of the character that would be cut */
    return max;
}

/* Whether ASCII text needs nothing but trimming: no byte outside printable ASCII and LF, and no Excel
 * carriage return. */
static bool is_plain(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < ' ' ? c != '\n' : c > '~')
            return false;
        if (c == '_' && len - i >= EXCEL_RETURN && memcmp(s + i, excel_return, EXCEL_RETURN) == 0)
            return false;
    }
    return true;
}

static void trim(const char **s, size_t *len)
{
    int32_t c = 0;
    while (*len > 0) {
        size_t step = text_decode(*s, *len, &c);
        if (!text_is_space(c))
            break;
        *s += step;
        *len -= step;
    }
    while (*len > 0) {
        size_t start = *len - 1;
        while (start > 0 && ((unsigned char)(*s)[start] & 0xC0) == 0x80)
            start--;
        text_decode(*s + start, *len - start, &c);
        if (!text_is_space(c))
            break;
        *len = start;
    }
}

/* Marks without width that carry nothing here: soft hyphen, zero-width space, direction marks, word joiner,
 * byte order mark. */
static bool is_invisible(int32_t c)
{
    return c == 0xAD || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

/* Whether a joiner beside it can matter: emoji, and scripts from Hebrew on (Persian and Indic spelling use
 * joiners). */
static bool takes_joiner(int32_t c)
{
    return c >= 0x0590 && !(c >= 0x2000 && c <= 0x206F) && c != 0xFEFF && !text_is_space(c);
}

/* What one character becomes, 0 = dropped. C1 controls are Windows-1252 read as Latin-1, as HTML takes them.
 */
static int32_t cleaned(int32_t c, int32_t before, int32_t after)
{
    if (c == '\t')
        return ' ';
    if (c == '\r')
        return after == '\n' ? 0 : '\n';
    if (c == '\n' || c == '\v' || c == '\f' || c == 0x2028 || c == 0x2029)
        return '\n';
    if (c < ' ' || c == 0x7F || is_invisible(c))
        return 0;
    if (c >= 0x80 && c <= 0x9F)
        return text_windows_1252((unsigned char)c);
    if ((c == 0x200C || c == 0x200D) && !(takes_joiner(before) && takes_joiner(after)))
        return 0;
    return c;
}

/* Bytes at s that stay as they are whatever stands around them: printable ASCII but "_". */
static size_t untouched(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && s[n] >= ' ' && s[n] <= '~' && s[n] != '_')
        n++;
    return n;
}

/* Takes "_x000D_" off the end of `out`, but for what stands before `from`. */
static void drop_excel_return(struct buf *out, size_t from)
{
    if (out->failed || out->len - from < EXCEL_RETURN ||
        memcmp(out->data + out->len - EXCEL_RETURN, excel_return, EXCEL_RETURN) != 0)
        return;
    out->len -= EXCEL_RETURN;
    out->data[out->len] = '\0';
}

static void clean(const char *s, size_t len, struct buf *out)
{
    int32_t before = 0;
    size_t from = out->len;
    for (size_t at = 0; at < len;) {
        int32_t c = 0;
        int32_t after = 0;
        size_t plain = untouched(s + at, len - at);
        if (plain > 0) {
            buf_add(out, s + at, plain);
            at += plain;
            before = (unsigned char)s[at - 1];
            continue;
        }
        at += text_decode(s + at, len - at, &c);
        if (at < len && (c == '\r' || c == 0x200C || c == 0x200D))
            text_decode(s + at, len - at, &after);
        c = cleaned(c, before, after);
        if (c == 0)
            continue;
        before = c;
        text_encode(out, c);
        if (c == '_')
            drop_excel_return(out, from);
    }
}

/* Whether a text of such characters only is NFC as it stands: none of them decomposes or joins the one before
 * it (property NFC_Quick_Check = Yes and combining class 0; checked against the Unicode Character Database
 * 14). */
static bool is_composed(int32_t c)
{
    return c < 0x300 || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2002 && c <= 0x20CF) ||
           (c >= 0x2100 && c <= 0x2125) || (c >= 0x212C && c <= 0x2328) || (c >= 0x232B && c <= 0x2ADB) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F000 && c <= 0x1FAFF);
}

static int compose(struct buf *text, struct error *err)
{
    bool needed = false;
    for (size_t at = 0; at < text->len && !needed;) {
        int32_t c = 0;
        at += text_decode(text->data + at, text->len - at, &c);
        needed = !is_composed(c);
    }
    if (!needed)
        return 0;
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text->data, (utf8proc_ssize_t)text->len,
                                        &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len < 0)
        return error_set(err, ERROR_SYSTEM, "a text could not be brought to Unicode NFC: %s",
                         utf8proc_errmsg(len));
    buf_clear(text);
    buf_add(text, composed, (size_t)len);
    free(composed);
    return 0;
}

/* One pass over text[0..len): repaired, cleaned, composed and trimmed into `to`; `repaired` is scratch. */
static int pass(const char *s, size_t len, struct buf *repaired, struct buf *to, struct error *err)
{
    buf_clear(repaired);
    buf_clear(to);
    text_repair(s, len, repaired);
    clean(buf_str(repaired), repaired->len, to);
    if (buf_check(repaired, "a text", err) != 0 || compose(to, err) != 0 || buf_check(to, "a text", err) != 0)
        return -1;
    const char *start = buf_str(to);
    size_t left = to->len;
    trim(&start, &left);
    if (left > 0)
        memmove(to->data, start, left);
    to->len = left;
    return 0;
}

int text_canonical(const char *s, size_t len, struct buf *out, struct error *err)
{
    size_t bad = 0;
    if (is_plain(s, len)) {
        trim(&s, &len);
        buf_add(out, s, len);
        return buf_check(out, "a text", err);
    }
    if (!text_is_utf8(s, len, &bad))
        return error_set(err, ERROR_DATA,
                         "%s at byte %zu: say which encoding the source has, or mend the export",
                         s[bad] == '\0' ? "a NUL" : "text that is not UTF-8", bad + 1);
    struct buf scratch = buf_new(SIZE_MAX / 4);
    struct buf texts[2] = {buf_new(SIZE_MAX / 4), buf_new(SIZE_MAX / 4)};
    int result = -1;
    /* A step can make room for an earlier one (a dropped mark uncovers mojibake; mojibake may be of
     * mojibake), so the form is canonical when a pass changes nothing. Every further pass has fewer
     * characters: this ends. */
    for (int turn = 0;; turn = 1 - turn) {
        struct buf *to = &texts[turn];
        if (pass(s, len, &scratch, to, err) != 0)
            goto done;
        bool same = to->len == len && memcmp(buf_str(to), s, len) == 0;
        s = buf_str(to);
        len = to->len;
        if (same)
            break;
    }
    buf_add(out, s, len);
    result = buf_check(out, "a text", err);
done:
    buf_free(&scratch);
    buf_free(&texts[0]);
    buf_free(&texts[1]);
    return result;
}
