/* fetch.c: one export over HTTP by libcurl. */
#include "fetch.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <yousaid/mem.h>
#include <yousaid/version.h>

enum { FETCH_MAX_AGENT = 64, FETCH_MAX_LINE = 64 << 10 };

/* What to tell about an HTTP status; the ranges are looked through in order. */
static const struct {
    long from, to;
    enum error_kind kind;
    bool again; /* worth another try in this run */
    const char *advice;
} statuses[] = {
    {401, 401, ERROR_CONFIG, false,
     "the key is missing, wrong or has run out: correct headers, user or password of the source"},
    {403, 403, ERROR_CONFIG, false, "the key may not read this: ask the owner of the survey for access"},
    {404, 404, ERROR_CONFIG, false, "there is nothing at this address: correct url of the source"},
    {410, 410, ERROR_CONFIG, false,
     "the export was removed for good: correct url of the source, or delete the source file"},
    {408, 408, ERROR_TEMPFAIL, true, "the server lost patience: try again later"},
    {429, 429, ERROR_TEMPFAIL, true, "we asked too often: the next run tries again; a longer every: helps"},
    {500, 599, ERROR_TEMPFAIL, true,
     "the server has a fault: the next run tries again; if it goes on, tell its owner"},
    {0, 999, ERROR_DATA, false,
     "this is no export: open the address in a browser, then correct url of the source"},
};

/* What to tell about an error of libcurl; all others are the network's. */
static const struct {
    CURLcode code;
    enum error_kind kind;
    bool again;
    const char *sentence;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, ERROR_TEMPFAIL, false,
     "the server's name is not known: check the address and this machine's network"},
    {CURLE_COULDNT_CONNECT, ERROR_TEMPFAIL, false,
     "the server cannot be reached: the next run tries again; check the address if it goes on"},
    {CURLE_OPERATION_TIMEDOUT, ERROR_TEMPFAIL, true,
     "the server took too long: the next run tries again; fetch: {time: ...} gives it more"},
    {CURLE_PARTIAL_FILE, ERROR_TEMPFAIL, true, "the export was cut off on its way: the next run tries again"},
    {CURLE_GOT_NOTHING, ERROR_TEMPFAIL, true, "the server answered nothing: the next run tries again"},
    {CURLE_RECV_ERROR, ERROR_TEMPFAIL, true, "the connection broke: the next run tries again"},
    {CURLE_SEND_ERROR, ERROR_TEMPFAIL, true, "the connection broke: the next run tries again"},
    {CURLE_TOO_MANY_REDIRECTS, ERROR_DATA, false,
     "the server sends us round in circles: correct url of the source"},
    {CURLE_UNSUPPORTED_PROTOCOL, ERROR_DATA, false,
     "the server does not answer in HTTP, or sends us on to an address that is not a safe one (a file, or "
     "from "
     "https to another scheme): correct url of the source"},
    {CURLE_FILESIZE_EXCEEDED, ERROR_DATA, false,
     "the export is larger than the limit: fetch: {size: MiB} of the source allows more"},
    {CURLE_WRITE_ERROR, ERROR_DATA, false,
     "the export is larger than the limit: fetch: {size: MiB} of the source allows more"},
    {CURLE_PEER_FAILED_VERIFICATION, ERROR_CONFIG, false,
     "the server's certificate does not hold: check the address, the clock and ca-certificates of this "
     "machine"},
    {CURLE_SSL_CACERT_BADFILE, ERROR_SYSTEM, false,
     "the certificates of this machine cannot be read: install ca-certificates"},
    {CURLE_URL_MALFORMAT, ERROR_CONFIG, false, "the address is malformed: correct url of the source"},
    {CURLE_OUT_OF_MEMORY, ERROR_SYSTEM, false, "there is not enough memory"},
    {CURLE_BAD_CONTENT_ENCODING, ERROR_TEMPFAIL, true,
     "the compressed answer is damaged: the next run tries again"},
};

/* One try. */
struct attempt {
    CURL *curl;
    struct fetched *out;
    const struct fetch_request *request;
    long status;
    CURLcode code;
    curl_off_t retry_after;
};

int fetch_start(struct error *err)
{
    /* A connection that breaks while we write is an error of libcurl's, not a signal. */
    if (signal(SIGPIPE, SIG_IGN) != SIG_ERR && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        return 0;
    return error_set(err, ERROR_SYSTEM, "libcurl cannot be started");
}

void fetch_stop(void)
{
    curl_global_cleanup();
}

static size_t take_bytes(char *bytes, size_t size, size_t count, void *ctx)
{
    struct attempt *a = ctx;
    buf_add(&a->out->payload, bytes, size * count);
    return a->out->payload.failed ? 0 : size * count;
}

/* Headers of the last answer only: a redirect has an ETag of its own. */
static void keep_headers(struct attempt *a)
{
    static const struct {
        const char *name;
        size_t offset;
    } wanted[] = {{"ETag", offsetof(struct fetched, etag)},
                  {"Last-Modified", offsetof(struct fetched, last_modified)},
                  {"Content-Type", offsetof(struct fetched, content_type)}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct curl_header *header = NULL;
        char **to = (char **)(void *)((char *)a->out + wanted[i].offset);
        if (curl_easy_header(a->curl, wanted[i].name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
            *to = mem_strdup(header->value);
    }
}

static struct curl_slist *headers_of(const struct fetch_request *r, const struct fetch_validators *last,
                                     bool home)
{
    struct curl_slist *list = NULL;
    struct buf line = buf_new(FETCH_MAX_LINE);
    for (size_t i = 0; home && i < r->header_count; i++)
        list = curl_slist_append(list, r->headers[i]);
    if (last->etag != NULL) {
        buf_printf(&line, "If-None-Match: %s", last->etag);
        list = curl_slist_append(list, buf_str(&line));
    }
    if (last->last_modified != NULL) {
        buf_clear(&line);
        buf_printf(&line, "If-Modified-Since: %s", last->last_modified);
        list = curl_slist_append(list, buf_str(&line));
    }
    buf_free(&line);
    return list;
}

static void set_options(struct attempt *a, const char *url, bool home, struct curl_slist *headers,
                        const char *agent)
{
    const struct fetch_request *r = a->request;
    CURL *c = a->curl;
    curl_easy_reset(c);
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L); /* no SIGALRM: timeouts by poll */
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT_SECONDS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)r->seconds);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)FETCH_STALL_BYTES);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)FETCH_STALL_SECONDS);
    curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)r->max_bytes);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING,
                     ""); /* all that libcurl can unpack; the ceiling counts unpacked bytes */
    curl_easy_setopt(c, CURLOPT_USERAGENT, agent);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, a);
    if (home && (r->user != NULL || r->password != NULL)) {
        curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(c, CURLOPT_USERNAME, r->user != NULL ? r->user : "");
        curl_easy_setopt(c, CURLOPT_PASSWORD, r->password != NULL ? r->password : "");
    }
}

/* Whether two addresses are of the same scheme, host and port. */
static bool same_server(const char *a, const char *b)
{
    static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT};
    CURLU *x = curl_url();
    CURLU *y = curl_url();
    bool same = x != NULL && y != NULL && curl_url_set(x, CURLUPART_URL, a, 0) == CURLUE_OK &&
                curl_url_set(y, CURLUPART_URL, b, 0) == CURLUE_OK;
    for (size_t i = 0; same && i < sizeof parts / sizeof parts[0]; i++) {
        char *from = NULL;
        char *to = NULL;
        same = curl_url_get(x, parts[i], &from, CURLU_DEFAULT_PORT) == CURLUE_OK &&
               curl_url_get(y, parts[i], &to, CURLU_DEFAULT_PORT) == CURLUE_OK && strcasecmp(from, to) == 0;
        curl_free(from);
        curl_free(to);
    }
    curl_url_cleanup(x);
    curl_url_cleanup(y);
    return same;
}

static void forget(struct fetched *f)
{
    buf_clear(&f->payload);
    free(f->etag);
    free(f->last_modified);
    free(f->content_type);
    f->etag = f->last_modified = f->content_type = NULL;
}

/* One request without redirects. `*next` receives the address of a redirect, for free(). */
static void hop(struct attempt *a, const char *url, bool home, const struct fetch_validators *last,
                char **next)
{
    char agent[FETCH_MAX_AGENT] = "yousaid/";
    strncat(agent, version_string(), sizeof agent - sizeof "yousaid/");
    struct curl_slist *headers = headers_of(a->request, last, home);
    char *to = NULL;
    forget(a->out);
    set_options(a, url, home, headers, agent);
    a->code = curl_easy_perform(a->curl);
    a->status = 0;
    a->retry_after = 0;
    curl_easy_getinfo(a->curl, CURLINFO_RESPONSE_CODE, &a->status);
    curl_easy_getinfo(a->curl, CURLINFO_RETRY_AFTER, &a->retry_after);
    curl_easy_getinfo(a->curl, CURLINFO_REDIRECT_URL, &to);
    *next = mem_strdup(to);
    keep_headers(a);
    curl_slist_free_all(headers);
}

/* One try, over all redirects. They are followed here and not by libcurl: a key in a header of ours must
 * never reach another server, and libcurl only guards the headers it knows. */
static void attempt(struct attempt *a, const struct fetch_validators *last)
{
    char *url = mem_strdup(a->request->url);
    bool home = true;
    for (int hops = 0;; hops++) {
        char *next = NULL;
        hop(a, url, home, last, &next);
        if (a->code != CURLE_OK || next == NULL || a->status == 304) {
            free(next);
            break;
        }
        home = home && same_server(url, next);
        bool downgraded = strncmp(url, "https://", 8) == 0 && strncmp(next, "https://", 8) != 0;
        free(url);
        url = next;
        if (downgraded || hops == FETCH_REDIRECTS) {
            a->code = downgraded ? CURLE_UNSUPPORTED_PROTOCOL : CURLE_TOO_MANY_REDIRECTS;
            break;
        }
    }
    free(url);
}

/* What the try came to: 0 fine, else -1 with err; `*again` = another may do better. */
static int judge(const struct attempt *a, bool *again, struct error *err)
{
    *again = false;
    if (a->code == CURLE_OK && (a->status == 200 || a->status == 304))
        return 0;
    if (a->code != CURLE_OK) {
        for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
            if (failures[i].code == a->code) {
                *again = failures[i].again;
                return error_set(err, failures[i].kind, "%s: %s", a->request->shown_url,
                                 failures[i].sentence);
            }
        *again = true;
        return error_set(err, ERROR_TEMPFAIL,
                         "%s: %s: the next run tries again; if it goes on, tell the owner of the server",
                         a->request->shown_url, curl_easy_strerror(a->code));
    }
    size_t i = 0;
    while (a->status < statuses[i].from || a->status > statuses[i].to)
        i++;
    *again = statuses[i].again;
    return error_set(err, statuses[i].kind, "%s: HTTP %ld: %s", a->request->shown_url, a->status,
                     statuses[i].advice);
}

/* Waits as the server asks, or twice as long each time. False: it asks for longer than we stay. */
static bool wait_before(const struct attempt *a, int tries)
{
    if (a->retry_after > FETCH_RETRY_AFTER_MAX)
        return false;
    struct timespec pause = {.tv_sec = a->retry_after > 0
                                           ? (time_t)a->retry_after
                                           : (time_t)a->request->backoff_seconds << (tries - 1)};
    nanosleep(&pause, NULL);
    return true;
}

int fetch_get(const struct fetch_request *r, const struct fetch_validators *last, struct fetched *out,
              struct error *err)
{
    struct attempt a = {.curl = curl_easy_init(), .out = out, .request = r};
    *out = (struct fetched){.payload = buf_new(r->max_bytes)};
    if (a.curl == NULL)
        return error_set(err, ERROR_SYSTEM, "libcurl cannot be started");
    int result = -1;
    bool again = true;
    for (int tries = 1; again; tries++) {
        attempt(&a, last);
        result = judge(&a, &again, err);
        again = again && tries < FETCH_TRIES && wait_before(&a, tries);
    }
    out->not_modified = a.status == 304;
    if (result == 0 && out->not_modified && last->etag == NULL && last->last_modified == NULL)
        result = error_set(err, ERROR_DATA, "%s: the server says \"not modified\" though it was not asked",
                           r->shown_url);
    curl_easy_cleanup(a.curl);
    if (result != 0)
        fetch_free(out);
    return result;
}

void fetch_free(struct fetched *f)
{
    forget(f);
    buf_free(&f->payload);
}
