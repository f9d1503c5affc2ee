/* keyness.h: words and phrases that mark some comments off from others, by Dunning's log-likelihood ratio
 * (measure.h).
 *
 * A phrase is one to three words on the same side of any punctuation but hyphens and apostrophes; it is
 * counted once a comment, neither begins nor ends with a word that carries no meaning ("the", "of", "was"),
 * and compares in lower case, folded (text.h). */
#pragma once

#include <stddef.h>

enum { KEYNESS_WORDS = 3, KEYNESS_EXAMPLES = 3 };

struct keyness_example {
    size_t comment;    /* as given to keyness_inside() */
    size_t start, end; /* bytes of its text */
};
struct keyness_phrase {
    const char *text; /* its words with a space between them */
    size_t words;
    size_t in, out; /* comments inside and outside that hold it */
    double g2;
    size_t example_count; /* the first comments that hold it */
    struct keyness_example example[KEYNESS_EXAMPLES];
};
struct keyness;

struct keyness *keyness_new(void);
void keyness_free(struct keyness *k);
/* One comment that is to be marked off; `comment` is a number of the caller's. All of these come before the
 * first keyness_outside(). */
void keyness_inside(struct keyness *k, const char *text, size_t len, size_t comment);
/* One of the others. */
void keyness_outside(struct keyness *k, const char *text, size_t len);
/* The phrases of at least `min` inside comments that are more frequent inside than chance explains (p <
 * 0.001), the surest first, then the more frequent, then by their bytes; at most `limit`. Phrases that hold,
 * or are held by, one before them and say no more are left out. Returns how many; they belong to `k`. */
size_t keyness_top(struct keyness *k, size_t min, size_t limit, const struct keyness_phrase ***phrases);
