/* url.c: tests of collector/url.c. */
#include <check.h>

#include "url.h"

Suite *suite(void);

static const struct {
    const char *url, *shown;
} cases[] = {
    {"https://example.org/export.csv", "https://example.org/export.csv"},
    {"https://me:secret@example.org:8080/x", "https://example.org:8080/x"},
    {"https://me:p@ss@example.org/x", "https://example.org/x"},
    {"https://example.org/x@y", "https://example.org/x@y"},
    {"https://example.org/x?key=secret&page=2", "https://example.org/x?key=...&page=..."},
    {"https://example.org?secret", "https://example.org?..."},
    {"https://example.org/x?a=b#secret", "https://example.org/x?a=..."},
    {"https://example.org/x#secret", "https://example.org/x"},
    {"https://example.org/x?", "https://example.org/x?"},
    {"https://me:${SECRET}@example.org/${KEY}/x?k=${KEY}", "https://example.org/${KEY}/x?k=..."},
    {"me:secret@example.org/x", "example.org/x"},
    {"", ""},
};

START_TEST(a_shown_address_holds_no_secret)
{
    struct buf out = buf_new(1000);
    url_redact(cases[_i].url, &out);
    ck_assert_str_eq(buf_str(&out), cases[_i].shown);
    buf_free(&out);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("url");
    TCase *t = tcase_create("url");
    tcase_add_loop_test(t, a_shown_address_holds_no_secret, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(s, t);
    return s;
}
