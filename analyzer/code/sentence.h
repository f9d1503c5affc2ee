/* sentence.h: where the sentences of a comment begin and end, by one rule that anybody can follow with a
 * finger.
 *
 * A sentence ends
 *   - after a run of . ! ? with any closing quotes or brackets, when white space or the end of the text
 * follows;
 *   - after such a run (without closing marks) between a lower-case letter and a capital with a lower-case
 * letter: "good.The staff";
 *   - at a line break before a blank line, a list mark (- * or a bullet; digits with . or ) and a space) or a
 * capital letter;
 *   - after a run of emoji that is followed by white space and a capital letter.
 * A single full stop does not end it
 *   - after Dr Mr Mrs Ms Prof St Rd vs approx e.g i.e, whatever follows; after etc before a lower-case
 * letter; after No before a digit; after a.m and p.m before a lower-case letter or a digit;
 *   - after a single capital that is not I ("J. Smith"), or as part of a list mark ("2. Parking").
 * Semicolons, colons and commas end nothing. Capitals and lower-case letters are those of ASCII and Latin-1,
 * the same on every machine. */
#pragma once

#include <stddef.h>
#include <yousaid/pattern.h>

struct sentences {
    size_t count, cap;
    struct pattern_span *at; /* bytes; without white space at either end, never empty, ascending */
};

/* Splits folded UTF-8 text (text.h). `s` starts zeroed and may be used again; free with sentences_free(). */
void sentence_split(struct sentences *s, const char *text, size_t len);
void sentences_free(struct sentences *s);
