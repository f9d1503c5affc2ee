/* matcher_scan.h: splits a text into words and tells what each asks for. Private to analyzer/matcher*.c.
 *
 * A word is a longest run of ASCII letters, digits and '_'. What a word asks for depends on nothing but the
 * word, so it is worked out once and remembered: English repeats itself, and soon nearly every word is one
 * look-up. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matcher_index.h"

enum {
    SCAN_REMEMBERED = 1 << 18, /* distinct words remembered; then all are forgotten and learned again */
    SCAN_ANSWERS = 1 << 22,    /* numbers in their answers, likewise */
    SCAN_KEY = 16              /* bytes; longer words are not remembered */
};

struct scan_word {
    uint32_t start, end; /* bytes of the scanned text */
    uint32_t answer;     /* place of its answer in `answers`, 0: it asks for nothing */
};

/* An answer: the length of each part, then the parts. */
enum scan_part {
    SCAN_NEXT,    /* starts that look at the next word: number << 1 | whole */
    SCAN_CLAUSES, /* clauses it satisfies: number << 1 | whether the clause triggers patterns */
    SCAN_STARTS,  /* other starts, like the first */
    SCAN_PARTS
};

/* The bytes of a word, in lower case, as two numbers. */
struct scan_key {
    uint64_t first, second;
};

/* A word that has been met; first == 0: none. */
struct scan_slot {
    uint64_t first, second;
    uint32_t answer;
};

struct scan {
    const struct index *index;
    struct scan_word *words;
    size_t count, cap;
    bool ascii;   /* no byte above 0x7F */
    bool letters; /* above U+007F there may be letters or digits, and not only quotes, dashes, emoji ... */
    bool folded;  /* the text held a long s or Kelvin sign, so places in it are not places in the caller's */

    unsigned char *copy; /* the text, with room to read beyond its end */
    size_t copy_cap;
    uint32_t *answers;
    size_t answer_len, answer_cap;
    struct scan_slot *slots;
    size_t slot_mask, slot_count;
    struct scan_key *keys; /* of the words of the text */
    size_t key_cap;
    struct scan_key masks[SCAN_KEY + 1]; /* keep the first n bytes */
};

void scan_init(struct scan *s, const struct index *x);
void scan_done(struct scan *s);

/* Splits a text of less than 4 GiB into words and finds their answers; they hold until the next call. */
void scan_split(struct scan *s, const char *text, size_t len);
/* Whether the next word is word `i` again; true as well where that is not known. */
bool scan_repeats(const struct scan *s, size_t i);
size_t scan_memory(const struct scan *s);
