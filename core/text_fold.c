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

/* Bytes at s before the first that may begin something to fold: not ASCII, a backtick, or a control character
 * but LF. Looks at eight bytes at a time ("Bit Twiddling Hacks", S. E. Anderson: haszero and hasless). */
static size_t plain_prefix(const char *s, size_t len)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t high = UINT64_C(0x8080808080808080);
    size_t i = 0;
    for (;;) {
        uint64_t eight = 0;
        for (; len - i >= sizeof eight; i += sizeof eight) {
            memcpy(&eight, s + i, sizeof eight);
            uint64_t ticks = eight ^ (ones * '`');
            if (((eight | ((eight - ones * ' ') & ~eight) | ((ticks - ones) & ~ticks)) & high) != 0)
                break;
        }
        size_t end = len - i >= sizeof eight ? i + sizeof eight : len;
        for (; i < end; i++) {
            unsigned char c = (unsigned char)s[i];
            if (c >= 0x80 || c == '`' || (c < ' ' && c != '\n'))
                return i;
        }
        if (i == len)
            return len;
    }
}

/* Whether any character of s[0..len) folds; *ascii = whether every byte is below 0x80. */
static bool anything_to_fold(const char *s, size_t len, bool *ascii)
{
    *ascii = true;
    for (size_t at = plain_prefix(s, len); at < len; at += plain_prefix(s + at, len - at)) {
        int32_t c = 0;
        at += text_decode(s + at, len - at, &c);
        if (folded(c) != NULL)
            return true;
        if (c >= 0x80)
            *ascii = false;
    }
    return false;
}

/* Appends bytes of the original that stay as they are. Room was made: nothing folds to more bytes than it
 * has. */
static void add_same(struct text_folded *f, const char *s, size_t from, size_t count, bool one_character)
{
    memcpy(f->scratch.data + f->len, s + from, count);
    for (size_t i = 0; i < count; i++)
        f->offset[f->len + i] = (unsigned)(one_character && i > 0 ? from + count : from + i);
    f->len += count;
}

/* Every folded byte of one character but the first points to the character's end. */
static void add_instead(struct text_folded *f, const char *bytes, size_t start, size_t end)
{
    for (const char *p = bytes; *p != '\0'; p++) {
        f->scratch.data[f->len] = *p;
        f->offset[f->len++] = (unsigned)(p == bytes ? start : end);
    }
}

void text_fold(struct text_folded *f, const char *s, size_t len)
{
    f->data = s;
    f->len = len;
    f->identical = true;
    if (!anything_to_fold(s, len, &f->ascii))
        return;
    f->scratch.data = mem_grow(f->scratch.data, &f->scratch.cap, len + 1, 1);
    f->offset = mem_grow(f->offset, &f->offset_cap, len + 1, sizeof *f->offset);
    f->identical = false;
    f->ascii = true;
    f->len = 0;
    for (size_t at = 0; at < len;) {
        size_t plain = plain_prefix(s + at, len - at);
        add_same(f, s, at, plain, false);
        at += plain;
        if (at == len)
            break;
        int32_t c = 0;
        size_t step = text_decode(s + at, len - at, &c);
        const char *instead = folded(c);
        if (instead != NULL)
            add_instead(f, instead, at, at + step);
        else
            add_same(f, s, at, step, true);
        f->ascii = f->ascii && (instead != NULL || c < 0x80);
        at += step;
    }
    f->scratch.data[f->len] = '\0';
    f->scratch.len = f->len;
    f->offset[f->len] = (unsigned)len;
    f->data = f->scratch.data;
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
