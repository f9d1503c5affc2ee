/* httpd.c: a scripted web server on libmicrohttpd, one thread. */
#include "httpd.h"

#include <arpa/inet.h>
#include <check.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>

enum { HTTPD_MAX_HEADERS = 64, HTTPD_ANSWERS = 64 };

struct httpd {
    struct MHD_Daemon *daemon;
    const struct httpd_answer *answers;
    size_t count, requests;
    unsigned used[HTTPD_ANSWERS];
    char url[64], other[64];
    size_t headers;
    char *name[HTTPD_MAX_HEADERS], *value[HTTPD_MAX_HEADERS];
};

static enum MHD_Result keep_header(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct httpd *h = ctx;
    (void)kind;
    if (h->headers < HTTPD_MAX_HEADERS) {
        h->name[h->headers] = mem_strdup(name);
        h->value[h->headers++] = mem_strdup(value != NULL ? value : "");
    }
    return MHD_YES;
}

static void forget_headers(struct httpd *h)
{
    for (size_t i = 0; i < h->headers; i++) {
        free(h->name[i]);
        free(h->value[i]);
    }
    h->headers = 0;
}

static const struct httpd_answer *choose(struct httpd *h, const char *path)
{
    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->answers[i].path, path) == 0 &&
            (h->answers[i].times == 0 || h->used[i] < h->answers[i].times)) {
            h->used[i]++;
            return &h->answers[i];
        }
    return NULL;
}

/* The body a piece at a time; it ends early where the answer promises more than there is. */
struct body {
    const struct httpd_answer *answer;
    size_t total;
};

static ssize_t read_body(void *ctx, uint64_t at, char *to, size_t max)
{
    const struct body *b = ctx;
    size_t len = strlen(b->answer->body);
    if (at >= b->total)
        return b->answer->missing > 0 ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
    size_t from = (size_t)at % len;
    size_t size = len - from < max ? len - from : max;
    memcpy(to, b->answer->body + from, size);
    return (ssize_t)size;
}

static struct MHD_Response *make(const struct httpd_answer *a)
{
    if (a->body == NULL || *a->body == '\0')
        return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    struct body *b = mem_new(1, sizeof *b);
    *b = (struct body){.answer = a, .total = strlen(a->body) * (a->repeat > 0 ? a->repeat : 1)};
    return MHD_create_response_from_callback(b->total + a->missing, 64 << 10, read_body, b, free);
}

static void add_headers(struct httpd *h, struct MHD_Response *response, const struct httpd_answer *a)
{
    for (size_t i = 0; i < sizeof a->header / sizeof a->header[0] && a->header[i] != NULL; i++) {
        struct buf name = buf_new(200);
        struct buf value = buf_new(2000);
        const char *colon = strstr(a->header[i], ": ");
        buf_add(&name, a->header[i], (size_t)(colon - a->header[i]));
        for (const char *p = colon + 2; *p != '\0'; p++)
            if (*p == '@')
                buf_puts(&value, h->other);
            else
                buf_putc(&value, *p);
        MHD_add_response_header(response, buf_str(&name), buf_str(&value));
        buf_free(&name);
        buf_free(&value);
    }
}

static enum MHD_Result answer(void *ctx, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    static const struct httpd_answer none = {.status = 404, .body = "not here"};
    struct httpd *h = ctx;
    (void)method;
    (void)version;
    (void)upload;
    (void)upload_size;
    if (*state == NULL) { /* called once with the headers alone */
        *state = h;
        return MHD_YES;
    }
    h->requests++;
    forget_headers(h);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_header, h);
    const struct httpd_answer *a = choose(h, url);
    if (a == NULL)
        a = &none;
    const struct timespec pause = {.tv_sec = a->delay_ms / 1000,
                                   .tv_nsec = (long)(a->delay_ms % 1000) * 1000000L};
    nanosleep(&pause, NULL);
    bool same =
        a->unless_match != NULL && strcmp(httpd_last_header(h, "If-None-Match"), a->unless_match) == 0;
    struct MHD_Response *response =
        same ? MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT) : make(a);
    add_headers(h, response, a);
    enum MHD_Result queued = MHD_queue_response(connection, same ? 304 : a->status, response);
    MHD_destroy_response(response);
    return queued;
}

struct httpd *httpd_start(const struct httpd_answer *answers, size_t count)
{
    struct httpd *h = mem_new(1, sizeof *h);
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    ck_assert_uint_le(count, HTTPD_ANSWERS);
    h->answers = answers;
    h->count = count;
    h->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, h,
                                 MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&local, MHD_OPTION_END);
    ck_assert_ptr_nonnull(h->daemon);
    unsigned port = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    snprintf(h->url, sizeof h->url, "http://127.0.0.1:%u", port);
    snprintf(h->other, sizeof h->other, "http://localhost:%u", port);
    return h;
}

void httpd_stop(struct httpd *h)
{
    MHD_stop_daemon(h->daemon);
    forget_headers(h);
    free(h);
}

const char *httpd_url(const struct httpd *h)
{
    return h->url;
}

const char *httpd_other_url(const struct httpd *h)
{
    return h->other;
}

size_t httpd_requests(const struct httpd *h)
{
    return h->requests;
}

const char *httpd_last_header(const struct httpd *h, const char *name)
{
    for (size_t i = 0; i < h->headers; i++)
        if (strcasecmp(h->name[i], name) == 0)
            return h->value[i];
    return "";
}
