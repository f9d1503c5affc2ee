/* pattern_shape.h: turns sketches into the words that a text must hold. Private to core/pattern_*.c. */
#pragma once

#include <yousaid/pattern_need.h>

#include "pattern_sketch.h"

/* Each sketch up to its first run of word characters, then a gap. */
struct sketch_set sketch_starts(const struct sketch_set *set);

/* Fills `need` (which is zeroed): the shapes from `set`, and one clause from each further set that has a word
 * in each sketch. */
void pattern_shapes(struct sketch_set *set, struct sketch_set *clauses, size_t clause_count,
                    struct pattern_need *need);
