/* fetch.c: tests of collector/fetch.c against a real server that follows a script. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

#include "fetch.h"
#include "httpd.h"

Suite *suite(void);

static const struct httpd_answer script[] = {
    {.path = "/fine",
     .status = 200,
     .body = "a,b\n1,2\n",
     .header = {"ETag: \"v1\"", "Content-Type: text/csv", "Last-Modified: Mon, 01 Jun 2026 06:00:00 GMT"},
     .unless_match = "\"v1\""},
    {.path = "/key", .status = 401},
    {.path = "/forbidden", .status = 403},
    {.path = "/teapot", .status = 418},
    {.path = "/busy", .status = 429, .header = {"Retry-After: 1"}, .times = 1},
    {.path = "/busy", .status = 200, .body = "a\n1\n"},
    {.path = "/busy-for-long", .status = 429, .header = {"Retry-After: 3600"}},
    {.path = "/fault", .status = 503, .times = 2},
    {.path = "/fault", .status = 200, .body = "a\n1\n"},
    {.path = "/broken", .status = 500},
    {.path = "/circle", .status = 302, .header = {"Location: /circle"}},
    {.path = "/moved", .status = 301, .header = {"Location: /fine"}},
    {.path = "/elsewhere", .status = 302, .header = {"Location: @/fine"}},
    {.path = "/file", .status = 302, .header = {"Location: file:///etc/passwd"}},
    {.path = "/nowhere", .status = 302},
    {.path = "/slow", .status = 200, .body = "a\n", .delay_ms = 3000},
    {.path = "/large", .status = 200, .body = "0123456789abcdef", .repeat = 100000},
    {.path = "/cut", .status = 200, .body = "a,b\n1,2\n", .missing = 1000},
    {.path = "/empty", .status = 200},
    {.path = "/unasked", .status = 304},
};

static struct httpd *server;
static struct error err;

static void set_up(void)
{
    err = (struct error){0};
    ck_assert_int_eq(fetch_start(&err), 0);
    server = httpd_start(script, sizeof script / sizeof script[0]);
}

static void tear_down(void)
{
    httpd_stop(server);
    fetch_stop();
}

static struct fetch_request request_for(const char *base, const char *path)
{
    char url[200];
    snprintf(url, sizeof url, "%s%s", base, path);
    return (struct fetch_request){
        .url = mem_strdup(url),
        .shown_url = mem_strdup(path),
        .seconds = strcmp(path, "/slow") == 0 ? 1 : 20, /* a busy machine is no slow server */
        .backoff_seconds = 0,
        .max_bytes = 1 << 20};
}

static int get(const char *path, const struct fetch_validators *last, struct fetched *out)
{
    static const struct fetch_validators none;
    struct fetch_request r = request_for(httpd_url(server), path);
    r.header_count = 2;
    r.headers[0] = mem_strdup("X-Api-Key: secret");
    r.headers[1] = mem_strdup("Authorization: Bearer secret");
    int result = fetch_get(&r, last != NULL ? last : &none, out, &err);
    fetch_request_free(&r);
    return result;
}

START_TEST(a_payload_comes_with_its_validators)
{
    struct fetched f;
    ck_assert_msg(get("/fine", NULL, &f) == 0, "%s", err.text);
    ck_assert(!f.not_modified);
    ck_assert_str_eq(buf_str(&f.payload), "a,b\n1,2\n");
    ck_assert_str_eq(f.etag, "\"v1\"");
    ck_assert_str_eq(f.last_modified, "Mon, 01 Jun 2026 06:00:00 GMT");
    ck_assert_str_eq(f.content_type, "text/csv");
    ck_assert_str_eq(httpd_last_header(server, "X-Api-Key"), "secret");
    ck_assert_ptr_nonnull(strstr(httpd_last_header(server, "User-Agent"), "yousaid/"));
    fetch_free(&f);
}
END_TEST

START_TEST(validators_are_sent_and_304_brings_nothing)
{
    struct fetched f;
    const struct fetch_validators last = {.etag = "\"v1\"", .last_modified = "Mon, 01 Jun 2026 06:00:00 GMT"};
    ck_assert_msg(get("/fine", &last, &f) == 0, "%s", err.text);
    ck_assert(f.not_modified);
    ck_assert_uint_eq(f.payload.len, 0);
    ck_assert_str_eq(httpd_last_header(server, "If-None-Match"), "\"v1\"");
    ck_assert_str_eq(httpd_last_header(server, "If-Modified-Since"), "Mon, 01 Jun 2026 06:00:00 GMT");
    fetch_free(&f);
}
END_TEST

START_TEST(a_fault_that_passes_is_tried_again)
{
    static const struct {
        const char *path;
        size_t requests;
    } cases[] = {{"/busy", 2}, {"/fault", 3}};
    struct fetched f;
    ck_assert_msg(get(cases[_i].path, NULL, &f) == 0, "%s", err.text);
    ck_assert_str_eq(buf_str(&f.payload), "a\n1\n");
    ck_assert_uint_eq(httpd_requests(server), cases[_i].requests);
    fetch_free(&f);
}
END_TEST

static const struct {
    const char *path;
    enum error_kind kind;
    size_t requests;
    const char *words;
} failures[] = {
    {"/key", ERROR_CONFIG, 1, "HTTP 401: the key is missing, wrong or has run out"},
    {"/forbidden", ERROR_CONFIG, 1, "HTTP 403"},
    {"/missing", ERROR_CONFIG, 1, "HTTP 404"},
    {"/teapot", ERROR_DATA, 1, "HTTP 418"},
    {"/busy-for-long", ERROR_TEMPFAIL, 1, "HTTP 429"},
    {"/broken", ERROR_TEMPFAIL, FETCH_TRIES, "HTTP 500"},
    {"/circle", ERROR_DATA, FETCH_REDIRECTS + 1, "in circles"},
    {"/file", ERROR_DATA, 1, "not a safe one"},
    {"/nowhere", ERROR_DATA, 1, "HTTP 302"},
    {"/slow", ERROR_TEMPFAIL, 0 /* it is too slow to count them */, "took too long"},
    {"/large", ERROR_DATA, 1, "larger than the limit"},
    {"/cut", ERROR_TEMPFAIL, FETCH_TRIES, "cut off"},
    {"/unasked", ERROR_DATA, 1, "not asked"},
};

START_TEST(each_failure_has_its_sentence_its_kind_and_its_patience)
{
    struct fetched f;
    ck_assert_int_eq(get(failures[_i].path, NULL, &f), -1);
    ck_assert_msg(err.kind == failures[_i].kind, "%s: kind %d: %s", failures[_i].path, err.kind, err.text);
    ck_assert_msg(strstr(err.text, failures[_i].words) != NULL, "%s", err.text);
    ck_assert_ptr_null(strstr(err.text, "secret"));
    ck_assert_msg(failures[_i].requests == 0 || httpd_requests(server) == failures[_i].requests,
                  "%s: %zu requests", failures[_i].path, httpd_requests(server));
}
END_TEST

START_TEST(redirects_are_followed_on_one_server)
{
    struct fetched f;
    ck_assert_msg(get("/moved", NULL, &f) == 0, "%s", err.text);
    ck_assert_str_eq(f.etag, "\"v1\"");
    ck_assert_str_eq(httpd_last_header(server, "X-Api-Key"), "secret");
    fetch_free(&f);
}
END_TEST

START_TEST(keys_do_not_go_to_another_server)
{
    struct fetched f;
    ck_assert_msg(get("/elsewhere", NULL, &f) == 0, "%s", err.text);
    ck_assert_uint_eq(httpd_requests(server), 2);
    ck_assert_str_eq(httpd_last_header(server, "X-Api-Key"), "");
    ck_assert_str_eq(httpd_last_header(server, "Authorization"), "");
    fetch_free(&f);
}
END_TEST

START_TEST(a_password_goes_to_the_first_server_only)
{
    static const struct fetch_validators none;
    static const char *const paths[] = {"/moved", "/elsewhere"};
    struct fetched f;
    struct fetch_request r = request_for(httpd_url(server), paths[_i]);
    r.user = mem_strdup("me");
    r.password = mem_strdup("secret");
    ck_assert_int_eq(fetch_get(&r, &none, &f, &err), 0);
    ck_assert_str_eq(httpd_last_header(server, "Authorization"), _i == 0 ? "Basic bWU6c2VjcmV0" : "");
    fetch_free(&f);
    fetch_request_free(&r);
}
END_TEST

START_TEST(nobody_there_is_a_reason_to_try_later)
{
    static const struct fetch_validators none;
    struct fetched f;
    struct fetch_request r = request_for("http://127.0.0.1:1", "/?key=secret");
    ck_assert_int_eq(fetch_get(&r, &none, &f, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
    fetch_request_free(&r);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("fetch");
    TCase *t = tcase_create("fetch");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, a_payload_comes_with_its_validators);
    tcase_add_test(t, validators_are_sent_and_304_brings_nothing);
    tcase_add_loop_test(t, a_fault_that_passes_is_tried_again, 0, 2);
    tcase_add_loop_test(t, each_failure_has_its_sentence_its_kind_and_its_patience, 0,
                        (int)(sizeof failures / sizeof failures[0]));
    tcase_add_test(t, redirects_are_followed_on_one_server);
    tcase_add_test(t, keys_do_not_go_to_another_server);
    tcase_add_loop_test(t, a_password_goes_to_the_first_server_only, 0, 2);
    tcase_add_test(t, nobody_there_is_a_reason_to_try_later);
    suite_add_tcase(s, t);
    return s;
}
