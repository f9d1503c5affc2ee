/* httpd.h: a web server for tests that answers from a script and remembers what it was asked. */
#pragma once

#include <stddef.h>

/* One answer to a path. The first row whose path fits is taken, and is used `times` times (0: always), then
 * the next. */
struct httpd_answer {
    const char *path;
    unsigned status;
    const char *body;         /* NULL: none */
    const char *header[4];    /* "Name: value"; "@" in a value stands for this server's address */
    const char *unless_match; /* If-None-Match of this value is answered with 304 */
    size_t repeat;            /* the body is sent so often; 0 is once */
    size_t missing;           /* bytes that Content-Length promises and that never come */
    unsigned delay_ms;        /* before the answer */
    unsigned times;
};

struct httpd;

/* Serves `count` answers on a free port of the loopback interface until httpd_stop(). Fails the test if it
 * cannot. */
struct httpd *httpd_start(const struct httpd_answer *answers, size_t count);
void httpd_stop(struct httpd *h);
/* http://127.0.0.1:PORT, and the same server by another name: http://localhost:PORT. */
const char *httpd_url(const struct httpd *h);
const char *httpd_other_url(const struct httpd *h);
/* Requests so far, and a header of the last one ("" if it had none). */
size_t httpd_requests(const struct httpd *h);
const char *httpd_last_header(const struct httpd *h, const char *name);
