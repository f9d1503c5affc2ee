/* fetch.h: one export over HTTP, with manners: conditional requests, limits, few retries, and no secret in
 * any message. */
#pragma once

#include <stdbool.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>

#include "source.h"

enum {
    FETCH_CONNECT_SECONDS = 30,
    FETCH_REDIRECTS = 10,
    FETCH_TRIES = 3, /* for 429, 5xx, timeouts and lost connections */
    FETCH_BACKOFF_SECONDS = 2,
    FETCH_RETRY_AFTER_MAX =
        60,                  /* seconds a server may ask us to wait; if it asks for more, cron comes again */
    FETCH_STALL_SECONDS = 60 /* less than FETCH_STALL_BYTES a second for so long: given up */
};
enum { FETCH_STALL_BYTES = 10 };

/* What one fetch brought. Free with fetch_free(). */
struct fetched {
    bool not_modified; /* the server says that the validators still hold; payload is empty */
    struct buf payload;
    char *etag, *last_modified, *content_type; /* NULL when not sent */
};

/* What the last fetch left; members may be NULL, and must be when the payload is wanted whatever happened. */
struct fetch_validators {
    const char *etag, *last_modified;
};

/* Address and headers of the source with their secrets expanded. Free with fetch_request_free(). */
struct fetch_request {
    char *url, *user, *password;
    char *shown_url; /* redacted: for messages and the store */
    size_t header_count;
    char *headers[SOURCE_MAX_HEADERS]; /* "Name: value" */
    int64_t seconds;
    int64_t backoff_seconds; /* before the second try; doubled before the third */
    size_t max_bytes;
};
/* Expands ${NAME} and ${file:PATH}. ERROR_CONFIG names what is not set. */
int fetch_prepare(const struct source *s, struct fetch_request *out, struct error *err);
void fetch_request_free(struct fetch_request *r);

/* Once per program, before any thread: libcurl. ERROR_SYSTEM. */
int fetch_start(struct error *err);
void fetch_stop(void);

/* Gets the address. Redirects are followed up to FETCH_REDIRECTS, never from https to http; headers and
 * password go to the first server only. ERROR_TEMPFAIL: network, timeout, 429, 5xx, cut off: the same call
 * may succeed later. ERROR_DATA: the server refuses or sends too much. ERROR_CONFIG: 401, 403, 404, 410, a
 * certificate that does not hold. */
int fetch_get(const struct fetch_request *r, const struct fetch_validators *last, struct fetched *out,
              struct error *err);
void fetch_free(struct fetched *f);
