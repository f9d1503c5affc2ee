/* scrub_internal.h: what the parts of the scrubber share: rows of patterns, and checks by digits. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <yousaid/text.h>

/* Whether the digits of a match (ASCII, count of them) make it what it looks like. */
typedef bool scrub_digits(const char *digits, size_t count);

/* `may` is a cheap question that most texts answer with no: such an identifier cannot be in them. With a
 * cue, only what follows the cue at once is looked at and replaced. */
struct scrub_row {
    enum text_token token;
    const char *cue, *pattern;
    scrub_digits *check;
    bool (*may)(const char *text, size_t len);
};

struct scrub_id {
    const char *pattern;
    scrub_digits *check;
};

enum { SCRUB_ROWS = 15, SCRUB_LABEL_ROWS = SCRUB_ROWS - 2, SCRUB_IDS = 7 };

/* In this order: what an earlier row takes, a later one does not see. Addresses and names come last: they are
 * part of the name of a service, for which only the first SCRUB_LABEL_ROWS count. */
extern const struct scrub_row scrub_table[SCRUB_ROWS];
/* What makes an id, its digits as ASCII, a direct identifier. */
extern const struct scrub_id scrub_ids[SCRUB_IDS];

scrub_digits scrub_is_nhs_number, scrub_is_card, scrub_is_phone;

bool scrub_has_at(const char *text, size_t len);      /* @ */
bool scrub_has_stop(const char *text, size_t len);    /* . or : */
bool scrub_has_bracket(const char *text, size_t len); /* "(at" and the like */
bool scrub_has_domain(const char *text, size_t len);  /* "dot", or a stop right before com, net or org */
bool scrub_has_digit(const char *text, size_t len);   /* of any script */

/* The value, 0 to 9, of the digit of any common script at `text`, its bytes in `*size`; -1 when there is
 * none. */
int scrub_digit(const char *text, size_t len, size_t *size);
