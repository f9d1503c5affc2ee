/* pattern_class.h: single characters of a pattern: literals, escapes and classes, read as sketches. Private
 * to core/pattern_*.c. */
#pragma once

#include "pattern_sketch.h"

/* What reads a pattern: a place in it, and what has been learned on the way. */
struct pattern_reader {
    const char *at, *end;
    bool lost;       /* met something that is not understood: nothing that was read counts */
    bool caseful;    /* (?-i) */
    bool quoting;    /* between \Q and \E */
    unsigned groups; /* opened so far */
    /* Further sets of which one sketch must hold somewhere in the text. */
    struct sketch_set *clauses;
    size_t clause_count, clause_cap;
};

/* Whether the rest of the pattern starts with `s`. */
bool pattern_sees(const struct pattern_reader *r, const char *s);

/* Reads one literal character, ASCII or not. */
struct sketch_set pattern_literal(struct pattern_reader *r);
/* Reads an escape outside a class; r->at is at the backslash. */
struct sketch_set pattern_escape(struct pattern_reader *r);
/* Reads a class; r->at is at its '['. */
struct sketch_set pattern_class(struct pattern_reader *r);
