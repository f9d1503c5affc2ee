/* pattern_sketch.h: sets of sketches, the values that pattern_need.c computes with. Private to
 * core/pattern_*.c.
 *
 * A sketch is a string of symbols that describes one way a part of a pattern can match: the word characters
 * it must hold, and what is known of the places between them. A set of sketches describes a part of a
 * pattern: each way it can match is one of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Besides these, the symbols are a-z, 0-9 and '_': that character in either case. "ASCII word character"
 * means one of them, or U+017F or U+212A, which match as s and k. */
enum sketch_symbol {
    SKETCH_BOUNDARY = 'B', /* \b: nothing, but here a word of PCRE2 (and so one of ours) starts or ends */
    SKETCH_START = 'S',    /* ^: nothing, and no word character before */
    SKETCH_END = 'E',      /* $: nothing, and no word character after */
    SKETCH_NO_WORD = 'N',  /* one or more characters, none of them an ASCII word character */
    SKETCH_WIDE = 'U',     /* the same, and at least one is above 0x7F */
    SKETCH_DIGIT = 'D',    /* one or more characters, at least one is a digit of some script */
    SKETCH_LETTERS = 'X',  /* \w* as PCRE2 matches it greedily: all word characters that follow */
    SKETCH_CAPTURE = 'C',  /* the first group, one or more word characters */
    SKETCH_AGAIN = 'R',    /* what the first group captured, in either case */
    SKETCH_GAP = '?',      /* anything, or nothing */
    SKETCH_TEST = '!'      /* nothing, but a condition that is not described stands here */
};

enum {
    SKETCH_MAX = 62,       /* symbols; what lies beyond is a gap */
    SKETCH_SET_MAX = 1024, /* sketches in a set; a larger one is narrowed to what fits */
};

struct sketch {
    unsigned char len;
    bool cut; /* ends in a gap that swallows all that is added */
    char text[SKETCH_MAX];
};

struct sketch_set {
    struct sketch *items;
    size_t count, cap;
};

/* The set of one sketch. */
struct sketch_set sketch_one(const char *symbols);
void sketch_free(struct sketch_set *set);
/* Each of `set` followed by each of `more`, which is used up. False when that would be too many: both are
 * left as they were. */
bool sketch_join(struct sketch_set *set, struct sketch_set *more);
/* Adds the ways of `more`, which is used up. Too many: the set becomes a gap. */
void sketch_add(struct sketch_set *set, struct sketch_set *more);
/* Adds one symbol to the end of each. */
void sketch_append(struct sketch_set *set, char symbol);
/* Sorts and drops duplicates. */
void sketch_sort(struct sketch_set *set);
