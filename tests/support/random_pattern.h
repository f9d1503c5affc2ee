/* random_pattern.h: random patterns from a grammar that covers the syntax of PCRE2, and texts that they may
 * match. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>

/* All that follows depends on the seed alone. */
void random_seed(uint64_t seed);
/* 0..n-1 */
size_t random_below(size_t n);

/* Appends a pattern, which need not compile, and a text that it may match. */
void random_pattern(struct buf *pattern, struct buf *text);
/* Appends a text of words, spaces and `samples` of random_pattern(), now and then in capitals or twice in a
 * row. */
void random_text(struct buf *text, struct buf *const samples, size_t count);
