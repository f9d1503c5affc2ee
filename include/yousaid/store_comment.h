/* store_comment.h: every comment that counts, one after the other, for whoever tries rules on them (rules
 * diff, rules suggest). */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/store.h>

struct store_comment {
    int64_t id;
    const char *text;
    size_t len;
    const char *polarity;                 /* good, improve, open */
    const char *source, *service, *place; /* service and place may be NULL */
};
/* Called for each comment; 0 to go on, -1 (with err set) to stop. Text is borrowed for the call. */
typedef int store_comment_fn(void *ctx, const struct store_comment *comment, struct error *err);
/* A name, borrowed for the call; as above. */
typedef int store_name_fn(void *ctx, const char *name, struct error *err);
/* Names of all sources, and of all services that responses are about. */
int store_source_each(struct store *s, store_name_fn *each, void *ctx, struct error *err);
int store_service_each(struct store *s, store_name_fn *each, void *ctx, struct error *err);
/* Comments of responses that are not withdrawn, by number. */
int store_comment_each(struct store *s, store_comment_fn *each, void *ctx, struct error *err);
