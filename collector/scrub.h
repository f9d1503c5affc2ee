/* scrub.h: takes direct identifiers out of free text before it is stored.
 *
 * Best effort by patterns: it knows shapes (e-mail addresses, telephone numbers, NHS numbers ...), not
 * people. A name without a title, or a story that only one person can have told, passes. So nothing that was
 * scrubbed is safe to publish by that alone: quotes need a person's approval. */
#pragma once

#include <stdint.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>

struct scrub;

int scrub_new(struct scrub **out, struct error *err);
void scrub_free(struct scrub *s);

/* Appends `text` (canonical) to `out` with each identifier replaced by a token: [email] [phone] [postcode]
 * [NHS number] [NI number] [card number] [link] [date of birth] [name]. `*count` grows by the number of
 * replacements. ERROR_DATA only if a text hits a limit of the patterns. */
int scrub_text(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
               struct error *err);

/* The same for the name of a service: what looks like a person's name stays ("Dr Smith's surgery"). */
int scrub_label(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
                struct error *err);
