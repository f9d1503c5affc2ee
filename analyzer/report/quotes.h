/* quotes.h: words that a person approved for publication, and whether their comment still says them. */
#pragma once

#include "catalogue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>
#include <yousaid/mem.h>
#include <yousaid/store.h>

enum {
    QUOTES_MAX_TEXT = 20000, /* bytes of one quote */
    QUOTES_MIN_TEXT = 5      /* characters, with the spaces between words */
};

enum quote_state {
    QUOTE_GOOD,
    QUOTE_WITHDRAWN, /* the response is no longer at its source */
    QUOTE_CHANGED,   /* the comment no longer says this */
    QUOTE_OUTSIDE    /* submitted outside the period of the report */
};
/* Words of a comment, as bytes of it. */
struct quote_span {
    size_t start, end;
};
struct quote {
    int64_t comment_id;
    const char *source, *external_id, *question, *text, *attribution, *approved_by, *approved_at;
    enum quote_state state;
    int *themes; /* categories that were found in the words of the quote; else those of its comment */
    size_t theme_count;
    struct quote_span *spans; /* where its words stand in the comment; none unless QUOTE_GOOD */
    size_t span_count;
};
struct quotes {
    struct quote *quotes;
    size_t count, cap;
    struct arena arena;
};

/* Whether `quote` is part of `comment`: its pieces between cuts ("[...]") and editor's words ("[the
 * hospital]") stand in the comment in that order, whole words, ignoring white space, case and typography.
 * Editor's words and cuts stand for any words of the comment, cuts also for none. */
bool quote_fits(const char *comment, const char *quote);

/* The same, and where: a span for each piece, from left to right, with the white space and marks around it.
 * `*spans` is given to free() also when it does not fit. */
bool quote_find(const char *comment, const char *quote, struct quote_span **spans, size_t *count);

/* Why a quote that fits is too short to publish, as a sentence, or NULL. A part of a comment needs two words
 * and QUOTES_MIN_TEXT characters that are the comment's own: one word out of many says what its chooser
 * wants. A whole comment may be one word ("Excellent"), but no single character. */
const char *quote_too_short(const char *comment, const char *quote);

/* Things a person should look at again before publishing: adds one sentence for each, separated by "; ", to
 * `out`; false when there is none. Digits, e-mail addresses and postcodes in the quote; an attribution that
 * names more than two things about a person. */
bool quote_worries(const char *quote, const char *attribution, struct buf *out);

/* Reads all approved quotes and their themes: those of which a rule fired within the words of the quote, and
 * those that a person added to the comment; where there is none, all themes of the comment. `from` and `to`
 * may be NULL. */
int quotes_load(struct store *store, const struct catalogue *book, const char *from, const char *to,
                struct quotes **out, struct error *err);
void quotes_free(struct quotes *q);
