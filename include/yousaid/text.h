/* text.h: one canonical form for every text that is stored, and a folded twin for matching. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>

/* Whether the bytes are well-formed UTF-8 (RFC 3629) without NUL. `*bad` (may be NULL) receives the first bad
 * offset. */
bool text_is_utf8(const char *s, size_t len, size_t *bad);

/* How many bytes of `s` can be shown when there is room for `max`: none of its characters is cut. */
size_t text_fit(const char *s, size_t max);

/* Canonical form, appended to `out`: UTF-8 NFC (Unicode Standard Annex 15); CRLF, CR, VT, FF and Unicode line
 * separators -> LF;
 * "_x000D_" (Excel) dropped; tab -> space, NBSP kept; control characters, zero-width marks and soft hyphens
 * dropped (joiners stay inside an emoji sequence and between letters of scripts that use them); C1 controls
 * that are Windows-1252 read as Latin-1 take their meaning; UTF-8 that was read as Windows-1252 repaired,
 * however often that happened, but only where the repair round-trips and the sequence is no plausible text of
 * its own; leading and trailing white space dropped. Input must be UTF-8 without NUL: ERROR_DATA otherwise.
 * text_canonical(text_canonical(x)) == text_canonical(x). */
int text_canonical(const char *s, size_t len, struct buf *out, struct error *err);

/* The text as patterns see it: every Unicode space but LF -> ' ', typographic quotes -> ' or ", dashes ->
 * '-', ellipsis -> "...", U+017F -> s, U+212A -> k. Spans found in it are mapped back to bytes of the
 * original. */
struct text_folded {
    const char *data; /* the folded text: `text` itself when there was nothing to fold */
    size_t len;
    bool ascii;         /* every byte of data is below 0x80 */
    bool identical;     /* nothing was folded: offsets are the same */
    unsigned *offset;   /* unless identical: len+1 entries, the offset of each folded byte in the original */
    struct buf scratch; /* owned; keep the struct and fold again to reuse the memory */
    size_t offset_cap;
};
/* `f` starts zeroed; free with text_folded_free(). Borrowed from `s` and `f` until the next call. */
void text_fold(struct text_folded *f, const char *s, size_t len);
void text_folded_free(struct text_folded *f);
/* Offset in the original of a byte offset in the folded text (0..len): always on a character boundary, never
 * decreasing; the inside of a character ("..." for an ellipsis) maps to its end. */
size_t text_unfold(const struct text_folded *f, size_t at);

/* What the collector writes for an identifier that it takes out of a text. */
enum text_token {
    TEXT_TOKEN_EMAIL,
    TEXT_TOKEN_LINK,
    TEXT_TOKEN_BIRTH,
    TEXT_TOKEN_NHS_NUMBER,
    TEXT_TOKEN_CARD_NUMBER,
    TEXT_TOKEN_NI_NUMBER,
    TEXT_TOKEN_PHONE,
    TEXT_TOKEN_POSTCODE,
    TEXT_TOKEN_ADDRESS,
    TEXT_TOKEN_NAME,
    TEXT_TOKENS
};
extern const char *const text_tokens[TEXT_TOKENS]; /* "[email]" and so on, in ASCII */
/* Overwrites what stands between the brackets of each token in a folded text, of these and of a few that
 * others write ("[Name Redacted]"), in either case, by bytes 0x1A, which belong to no word: nobody wrote
 * those words. Lengths and offsets stay as they are. A change to what is hidden changes what rules decide:
 * raise the number in ruleset_hash.c. */
void text_hide_tokens(struct text_folded *f);

/* Comparison key for names that people type (column headers, map values, place names): folded, lower-cased,
 * white-space runs as one space, trimmed, trailing '.', ':', '?' and '*' dropped. Appends to `out`. */
void text_key(const char *s, size_t len, struct buf *out);
/* The same with its end marks, trimmed at both ends. */
void text_plain(const char *s, size_t len, struct buf *out);
/* A name in which `*` may stand for anything: as text_plain() makes it where it has one, else as text_key()
 * does. */
void text_pattern(const char *s, size_t len, struct buf *out);
/* Whether such a name means the one with this text_key() and this text_plain(). */
bool text_pattern_meets(const char *pattern, const char *key, const char *plain);
/* Whether two names are the same by that key. */
bool text_same(const char *a, const char *b);

/* Number of words: maximal runs of letters, digits and inner apostrophes. */
size_t text_words(const char *s, size_t len);

/* The closest of `names` to `typed` (Damerau distance up to a third of its length, at least 1), or NULL: "did
 * you mean ...?" */
const char *text_closest(const char *typed, const char *const *names, size_t count);
