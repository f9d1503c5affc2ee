/* fuzz_coder.c: whatever a comment says: both engines code it alike, spans lie on its characters, and
 * sentences in order. */
#include "coder.h"
#include "sentence.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static struct coder *open_coder(enum matcher_engine engine)
{
    static const char *const names[] = {"non-answers", "themes", "tone"};
    struct codebook *book = NULL;
    struct error err = {0};
    if (codebook_open(NULL, names, 3, engine, &book, &err) != 0) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    return coder_new(book);
}

static bool on_character(const char *s, size_t len, size_t at)
{
    return at == len || (at < len && ((unsigned char)s[at] & 0xC0) != 0x80);
}

static void split(const char *s, size_t len)
{
    static struct sentences sentences;
    size_t before = 0;
    sentence_split(&sentences, s, len);
    for (size_t i = 0; i < sentences.count; i++) {
        const struct pattern_span *at = &sentences.at[i];
        require(at->start >= before && at->start < at->end && at->end <= len);
        require(on_character(s, len, at->start) && on_character(s, len, at->end));
        before = at->end;
    }
}

static bool same_rule(const struct coder_rule *a, const struct coder_rule *b)
{
    return a->ruleset == b->ruleset && a->category == b->category && a->rule == b->rule;
}

/* The first byte chooses the polarity. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct coder *quick, *naive;
    if (quick == NULL) {
        quick = open_coder(MATCHER_INDEX);
        naive = open_coder(MATCHER_NAIVE);
    }
    struct buf text = buf_new(1 << 20);
    if (size > 0 && text_canonical((const char *)data + 1, size - 1, &text, NULL) == 0) {
        const char *s = buf_str(&text);
        const struct coder_comment comment = {
            .text = s, .len = text.len, .polarity = (enum polarity)(data[0] % 3)};
        const struct coder_codes *a = coder_run(quick, &comment, CODEBOOK_ALL);
        const struct coder_codes *b = coder_run(naive, &comment, CODEBOOK_ALL);
        require(a->firing_count == b->firing_count && a->undecided_count == b->undecided_count);
        for (size_t i = 0; i < a->firing_count; i++) {
            const struct coder_firing *f = &a->firings[i];
            require(same_rule(&f->by, &b->firings[i].by) && f->start == b->firings[i].start &&
                    f->end == b->firings[i].end);
            require(f->start <= f->end && on_character(s, text.len, f->start) &&
                    on_character(s, text.len, f->end));
        }
        split(s, text.len);
    }
    buf_free(&text);
    return 0;
}
