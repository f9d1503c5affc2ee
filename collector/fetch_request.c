/* fetch_request.c: the address and headers of a source, with their secrets. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

#include "fetch.h"
#include "url.h"

enum { FETCH_MAX_TEXT = 64 << 10 };

/* Overwrites before the memory goes back: a secret has no business in a core file. */
static void wipe(char *secret)
{
    if (secret != NULL)
        for (volatile char *p = secret; *p != '\0'; p++)
            *p = '\0';
    free(secret);
}

static int expand(const struct config_node *node, const char *prefix, char **out, struct error *err)
{
    struct buf text = buf_new(FETCH_MAX_TEXT);
    buf_puts(&text, prefix);
    int result = config_text(node) == NULL ? config_fail(node, err, "this must be text")
                                           : config_secret(node, config_text(node), &text, NULL, err);
    if (result == 0)
        result = buf_check(&text, "the text", err);
    if (result == 0 && strpbrk(buf_str(&text), "\r\n") != NULL)
        result = config_fail(node, err, "what ${...} stands for has several lines, and may have one");
    *out = buf_detach(&text);
    return result;
}

static int expand_headers(const struct source *s, struct fetch_request *r, struct error *err)
{
    for (size_t i = 0; i < config_size(s->fetch.headers); i++) {
        struct buf prefix = buf_new(FETCH_MAX_TEXT);
        buf_printf(&prefix, "%s: ", config_key(s->fetch.headers, i));
        int result = expand(config_value(s->fetch.headers, i), buf_str(&prefix), &r->headers[i], err);
        r->header_count = i + 1;
        buf_free(&prefix);
        if (result != 0)
            return -1;
    }
    return 0;
}

static int prepare(const struct source *s, struct fetch_request *r, struct error *err)
{
    struct buf shown = buf_new(FETCH_MAX_TEXT);
    /* What is shown is made of the text in the file: even a secret in the path stays ${NAME}. */
    url_redact(s->fetch.url, &shown);
    r->shown_url = buf_detach(&shown);
    r->seconds = s->fetch.seconds;
    r->backoff_seconds = FETCH_BACKOFF_SECONDS;
    r->max_bytes = (size_t)s->fetch.mebibytes << 20;
    if (expand(s->fetch.url_node, "", &r->url, err) != 0)
        return -1;
    if (strncmp(r->url, "http://", 7) != 0 && strncmp(r->url, "https://", 8) != 0)
        return config_fail(s->fetch.url_node, err, "the url must begin with https:// or http://");
    if (s->fetch.user != NULL && expand(s->fetch.user, "", &r->user, err) != 0)
        return -1;
    if (s->fetch.password != NULL && expand(s->fetch.password, "", &r->password, err) != 0)
        return -1;
    return expand_headers(s, r, err);
}

int fetch_prepare(const struct source *s, struct fetch_request *out, struct error *err)
{
    *out = (struct fetch_request){0};
    if (s->fetch.url == NULL)
        return config_fail(config_root(s->file), err,
                           "this source has no fetch: fill it with yousaid-collector import");
    if (prepare(s, out, err) == 0)
        return 0;
    fetch_request_free(out);
    return -1;
}

void fetch_request_free(struct fetch_request *r)
{
    wipe(r->url);
    wipe(r->user);
    wipe(r->password);
    free(r->shown_url);
    for (size_t i = 0; i < r->header_count; i++)
        wipe(r->headers[i]);
    *r = (struct fetch_request){0};
}
