/* text_fold.c: the folded twin of a text that patterns see, with the way back to the bytes of the original.
 */
#include "text_internal.h"
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

/* Characters that are written in many ways and meant as one. Ascending. */
static const struct {
    int32_t first, last;
    const char *folded;
} folds[] = {
    {'\t', '\t', " "},     {'\v', '\r', " "},     {'`', '`', "'"},        {0x85, 0x85, " "},
    {0xA0, 0xA0, " "},     {0xAB, 0xAB, "\""},    {0xB4, 0xB4, "'"},      {0xBB, 0xBB, "\""},
    {0x17F, 0x17F, "s"},   {0x2BC, 0x2BC, "'"},   {0x1680, 0x1680, " "},  {0x2000, 0x200A, " "},
    {0x2010, 0x2015, "-"}, {0x2018, 0x201B, "'"}, {0x201C, 0x201F, "\""}, {0x2026, 0x2026, "..."},
    {0x2028, 0x2029, " "}, {0x202F, 0x202F, " "}, {0x2032, 0x2032, "'"},  {0x2033, 0x2033, "\""},
    {0x205F, 0x205F, " "}, {0x212A, 0x212A, "k"}, {0x2212, 0x2212, "-"},  {0x3000, 0x3000, " "},
};
enum { FOLDS = sizeof folds / sizeof folds[0] };

static const char *folded(int32_t c)
{
    size_t low = 0;
    size_t high = FOLDS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c < folds[middle].first)
            high = middle;
        else if (c > folds[middle].last)
            low = middle + 1;
        else
            return folds[middle].folded;
    }
    return NULL;
}

/* First byte from which something may be folded; len when the text is plain ASCII. */
static size_t plain_prefix(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x80 || c == '`' || (c < ' ' && c != '\n'))
            return i;
    }
    return len;
}

/* Every folded byte of one character but the first points to the character's end. */
static void add(struct text_folded *f, const char *bytes, size_t count, size_t start, size_t end)
{
    size_t at = f->scratch.len;
    buf_add(&f->scratch, bytes, count);
    f->offset = mem_grow(f->offset, &f->offset_cap, at + count + 1, sizeof *f->offset);
    for (size_t i = 0; i < count; i++)
        f->offset[at + i] = (unsigned)(i == 0 ? start : end);
}

/* Whether any character of s[from..len) folds; *ascii = whether every byte is below 0x80. */
static bool anything_to_fold(const char *s, size_t from, size_t len, bool *ascii)
{
    *ascii = true;
    for (size_t at = from; at < len;) {
        int32_t c = 0;
        at += text_decode(s + at, len - at, &c);
        if (folded(c) != NULL)
            return true;
        if (c >= 0x80)
            *ascii = false;
    }
    return false;
}

void text_fold(struct text_folded *f, const char *s, size_t len)
{
    f->data = s;
    f->len = len;
    f->identical = true;
    size_t from = plain_prefix(s, len);
    if (!anything_to_fold(s, from, len, &f->ascii))
        return;
    f->scratch.max = SIZE_MAX / 4;
    buf_clear(&f->scratch);
    f->ascii = true;
    f->identical = false;
    for (size_t at = 0; at < len;) {
        int32_t c = 0;
        size_t step = text_decode(s + at, len - at, &c);
        const char *instead = c < 0x80 && at < from ? NULL : folded(c);
        if (instead != NULL)
            add(f, instead, strlen(instead), at, at + step);
        else
            add(f, s + at, step, at, at + step);
        if (instead == NULL && c >= 0x80)
            f->ascii = false;
        at += step;
    }
    f->data = buf_str(&f->scratch);
    f->len = f->scratch.len;
    f->offset[f->len] = (unsigned)len;
}

size_t text_unfold(const struct text_folded *f, size_t at)
{
    return f->identical ? at : f->offset[at];
}

void text_folded_free(struct text_folded *f)
{
    buf_free(&f->scratch);
    free(f->offset);
    *f = (struct text_folded){0};
}
