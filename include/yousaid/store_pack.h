/* store_pack.h: the codings of one comment by one ruleset as the one text that the store keeps of them.
 *
 * {"category id * 10000 + rule": start * 1000 + length, ...}: JSON that SQL takes apart by arithmetic alone (the view `coding`). A span of 1000
 * bytes and more is -(start * 100000000 + end). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STORE_CODING_MAX_RULE = 9999,    /* a ruleset that goes further is refused when it is read */
    STORE_CODING_MAX_TEXT = 99999999 /* bytes of a comment; the collector takes 16 MiB */
};
/* A rule that fired on a comment. */
struct store_coding {
    int64_t category, rule; /* id of the category; number of the rule in it, from 1 */
    int64_t start, end;     /* bytes of the text */
};

/* Codings packed as the store keeps them: a row for each comment and ruleset that found something in it. Packing needs no store, so threads
 * that code also pack. Start with {0}. */
struct store_packed {
    int64_t comment, ruleset;
    size_t at, len; /* its part of the text */
};
struct store_pack {
    size_t count, cap;
    struct store_packed *rows;
    char *text;
    size_t len, text_cap;
    int64_t codings; /* in all rows */
    bool failed;     /* a coding was out of range: store_result_write() will say so */
};
/* One row: begin, its codings in the order of category and rule, end. A row without codings is not kept. */
void store_pack_begin(struct store_pack *p, int64_t comment, int64_t ruleset);
void store_pack_coding(struct store_pack *p, const struct store_coding *c);
void store_pack_end(struct store_pack *p);
void store_pack_clear(struct store_pack *p); /* keeps the memory */
void store_pack_free(struct store_pack *p);
/* Reads the text of one row, coding by coding: 1 a coding, 0 the end, -1 it is damaged. `*at` starts as NULL. */
int store_unpack(const char *text, const char **at, struct store_coding *c);
