/* words.h: plain words and phrases as the patterns that find them, so that an analyst can begin without
 * regular expressions.
 *
 * A word is found at word boundaries, ignoring case. `*` at the end of a word stands for any further word
 * characters, a space for any run of white space or hyphens, and an apostrophe may be missing from the text.
 * Everything else stands for itself. */
#pragma once

#include <stddef.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>

enum {
    WORDS_PER_PATTERN = 64, /* longer lists become several patterns */
    WORDS_MAX_LENGTH = 1000 /* bytes of one phrase */
};

/* Checks one phrase: 0, or -1 with ERROR_CONFIG saying what is wrong with it (the caller adds the place). */
int words_check(const char *phrase, struct error *err);

/* Appends one pattern that finds any of `count` checked phrases. Longer phrases are tried first, so their
 * order does not matter. */
void words_pattern(const char *const *phrases, size_t count, struct buf *out);

/* Sorts phrases the way words_pattern() tries them: longest first, then by their bytes. */
void words_sort(const char **phrases, size_t count);
