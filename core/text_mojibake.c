/* text_mojibake.c: repairs UTF-8 that some tool read as Windows-1252 ("donâ€™t" for "don’t") and leaves real
 * text alone.
 *
 * The bytes behind a run of characters that Windows-1252 can write are looked at as UTF-8. Sequences that
 * real text never holds
 * ("â€™", "Ã©", "ðŸ˜Š") are repaired wherever they stand; sequences that could be real ("CAFÉ®", "café…”")
 * only where the whole run is UTF-8 and holds two or more of them, as the wrongly read Greek or Chinese does.
 */
#include "text_internal.h"

/* Windows-1252 from 0x80 to 0x9F (Unicode Consortium, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT). Ascending
 * order is not given. */
static const uint16_t high_controls[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

enum { LONGEST_SEQUENCE = 4 };

int32_t text_windows_1252(unsigned char byte)
{
    return byte >= 0x80 && byte <= 0x9F ? high_controls[byte - 0x80] : 0;
}

/* The byte that was read as `c`, or 0. Bytes without a meaning in Windows-1252 pass as U+0081 and so on, as
 * browsers let them. */
static unsigned char windows_byte(int32_t c)
{
    if (c >= 0x80 && c <= 0xFF)
        return (unsigned char)c;
    for (unsigned i = 0; i < 32; i++)
        if (c > 0xFF && high_controls[i] == c)
            return (unsigned char)(0x80 + i);
    return 0;
}

/* Bytes of the UTF-8 sequence that begins with `lead`, 0 if none does. */
static size_t sequence_length(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Punctuation that real text puts after a capital letter: ‘ ’ “ ” – — … ™ © ® */
static bool follows_capitals(unsigned char byte)
{
    return (byte >= 0x91 && byte <= 0x94) || byte == 0x96 || byte == 0x97 || byte == 0x85 || byte == 0x99 ||
           byte == 0xA9 || byte == 0xAE;
}

/* Whether a sequence on its own is surely mojibake. Lead bytes C2 C3: Latin-1 (Â Ã are no letters of English,
 * French, Welsh or Polish ends of words); C4 C5: Polish, Czech, Welsh letters; E2 EF: punctuation and
 * symbols; F0 9F: emoji. */
static bool surely_mojibake(const unsigned char *bytes)
{
    switch (bytes[0]) {
    case 0xC2:
    case 0xC3:
    case 0xE2:
    case 0xEF:
        return true;
    case 0xC4:
    case 0xC5:
        return !follows_capitals(bytes[1]);
    case 0xF0:
        return bytes[1] == 0x9F;
    default:
        return false;
    }
}

/* One position of a run: up to four characters ahead, their bytes, and what these say as UTF-8. */
struct sequence {
    int32_t character; /* what the bytes mean */
    size_t length;     /* bytes of the text */
    bool sure;
};

/* Looks for a whole UTF-8 sequence behind the characters at s. */
static bool find_sequence(const char *s, size_t len, struct sequence *found)
{
    unsigned char bytes[LONGEST_SEQUENCE] = {0};
    size_t want = 1;
    size_t at = 0;
    for (size_t n = 0; n < want; n++) {
        int32_t c = 0;
        if (at >= len)
            return false;
        at += text_decode(s + at, len - at, &c);
        bytes[n] = windows_byte(c);
        if (n == 0)
            want = sequence_length(bytes[0]);
        if (bytes[n] == 0 || want == 0)
            return false;
    }
    if (text_decode((const char *)bytes, want, &found->character) != want)
        return false;
    found->length = at;
    found->sure = surely_mojibake(bytes);
    return true;
}

/* Whether the run of Windows-1252 characters at s is UTF-8 as a whole, and of two or more sequences; *end =
 * its length in bytes. */
static bool run_is_utf8(const char *s, size_t len, size_t *end)
{
    size_t at = 0;
    size_t sequences = 0;
    bool whole = true;
    while (at < len) {
        struct sequence found;
        int32_t c = 0;
        if (whole && find_sequence(s + at, len - at, &found)) {
            at += found.length;
            sequences++;
            continue;
        }
        size_t step = text_decode(s + at, len - at, &c);
        if (windows_byte(c) == 0)
            break;
        whole = false;
        at += step;
    }
    *end = at;
    return whole && sequences >= 2;
}

size_t text_repair(const char *s, size_t len, struct buf *out)
{
    size_t repaired = 0;
    size_t run_end = 0; /* up to here `whole` is known */
    bool whole = false;
    for (size_t at = 0; at < len;) {
        size_t ascii = at;
        while (ascii < len && (unsigned char)s[ascii] < 0x80)
            ascii++;
        if (ascii > at) {
            buf_add(out, s + at, ascii - at);
            at = ascii;
            continue;
        }
        if (at >= run_end) {
            whole = run_is_utf8(s + at, len - at, &run_end);
            run_end += at;
        }
        struct sequence found;
        if (find_sequence(s + at, len - at, &found) && (whole || found.sure)) {
            text_encode(out, found.character);
            at += found.length;
            repaired++;
            continue;
        }
        int32_t c = 0;
        size_t step = text_decode(s + at, len - at, &c);
        buf_add(out, s + at, step);
        at += step;
    }
    return repaired;
}
