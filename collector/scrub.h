/* scrub.h: takes direct identifiers out of free text before it is stored.
 *
 * Best effort by patterns: it knows shapes (e-mail addresses, telephone numbers, NHS numbers ...), not
 * people. A name without a title, or a story that only one person can have told, passes. So nothing that was
 * scrubbed is safe to publish by that alone: quotes need a person's approval. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>

struct scrub;

int scrub_new(struct scrub **out, struct error *err);
void scrub_free(struct scrub *s);

/* Appends `text` (canonical) to `out` with each identifier replaced by a token: [email] [phone] [postcode]
 * [NHS number] [NI number] [card number] [link] [date of birth] [address] [name]. `*count` grows by the
 * number of replacements. ERROR_DATA only if a text hits a limit of the patterns. */
int scrub_text(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
               struct error *err);

/* The same for the name of a service: what looks like a person's name stays ("Dr Smith's surgery"), and an
 * address by street and number, which tells two branches apart. */
int scrub_label(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
                struct error *err);

/* Whether an id (canonical) is a direct identifier: it holds an e-mail address, or is as a whole a telephone
 * number, an NHS number, an NI number or a postcode. It depends on the id alone, so an id is judged the same
 * in every export. "tel:" and the like before a telephone number and "NHS no" before an NHS number count with
 * it. Digits without spaces are a telephone number only as 01, 02, 03 or 07 and nine more, or behind +, 0044:
 * numbers of respondents of other lengths and beginnings stay as they are, and 08 numbers are those of
 * businesses. One in eleven numbers of ten digits passes the check of NHS numbers and counts as one. Card
 * numbers and links are none: what looks like them, as an id, is a running number or an address of the tool.
 */
bool scrub_is_identifier(struct scrub *s, const char *id);
