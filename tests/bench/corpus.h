/* corpus.h: made-up comments and patterns for benchmarks: the same for the same seed, on every machine. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>

struct corpus {
    uint64_t state; /* start with any seed */
};

/* Appends one comment of English health feedback: about 226 bytes in the mean (half below 180, none above
 * 2000), one in five with characters above ASCII, words spread as in English, and now and then a slip of the
 * pen. `mean` 0, or another mean length in bytes. */
void corpus_comment(struct corpus *c, size_t mean, struct buf *out);

/* Appends one search pattern like those people write: words and their endings, phrases, words near each
 * other, look-around, numbers. Three of each thousand (`number` counts from 0) hold no word at all. */
void corpus_pattern(struct corpus *c, size_t number, struct buf *out);
