/* pattern_need.h: what a text must hold for a pattern to match it, read from the pattern's own syntax.
 *
 * Every match has one of the pattern's shapes: the words and parts of words that it holds, in order. A text
 * that has the words of no shape, or lacks a further clause, cannot match, whatever PCRE2 would do with it;
 * one that has them may. What the reader does not understand it leaves out, so it may say too little but
 * never too much.
 *
 * Here a word is a longest run of ASCII letters, digits and '_', read in lower case, in a text whose long s
 * (U+017F) and Kelvin sign (U+212A) are read as s and k, as PCRE2 does without regard to case. Bytes above
 * 0x7F end a word. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <yousaid/mem.h>

enum need_kind {
    NEED_WORD,   /* a word equal to `text` */
    NEED_PREFIX, /* a word that starts with it */
    NEED_SUFFIX, /* a word that ends in it */
    NEED_INFIX,  /* a word that holds it */
    NEED_DIGIT,  /* a word with a digit 0-9, or a letter or digit above U+007F anywhere; no `text` */
    NEED_REPEAT, /* a word that stands twice in a row, or such a letter or digit; no `text` */
    NEED_WIDE    /* any character above U+007F; no `text` */
};
struct need_literal {
    enum need_kind kind;
    const char *text; /* lower case, NUL-terminated; "" for the last three kinds */
    size_t len;
};

struct need_shape {
    const struct need_literal
        *literals; /* in the order of the text; those without `text`, which have no place, last */
    size_t count;
    bool starts; /* the match starts where the word of literals[0] starts */
    bool next;   /* starts, and literals[1] stands in the very next word */
    bool whole;  /* starts, and that word is the match where no letter or digit above U+007F touches it */
};
/* One of these, anywhere. */
struct need_clause {
    const struct need_literal *literals;
    size_t count;
};

/* No shape at all: nothing is known, the pattern must always be tried. So must it be when a shape and the
 * clauses are empty. */
struct pattern_need {
    const struct need_shape *shapes;
    size_t shape_count;
    const struct need_clause *clauses;
    size_t clause_count;
    struct arena arena; /* owns all of it */
};

/* Reads a pattern that PCRE2 has compiled with the options of pattern.h. Give the result to
 * pattern_need_free(). */
void pattern_need(const char *text, size_t len, struct pattern_need *need);
void pattern_need_free(struct pattern_need *need);
