/* pattern_repeat.h: quantifiers of a pattern. Private to core/pattern_*.c. */
#pragma once

#include "pattern_class.h"

struct pattern_quantifier {
    unsigned min, max; /* max: UINT_MAX without end */
    bool lazy, possessive;
};

/* Reads a quantifier, if one stands at r->at. What releases of PCRE2 read differently loses the reader. */
bool pattern_quantifier(struct pattern_reader *r, struct pattern_quantifier *q);

/* Makes `set`, the ways in which an item can match, those of the item with its quantifier. */
void pattern_repeat(struct sketch_set *set, const struct pattern_quantifier *q);
