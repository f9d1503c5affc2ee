/* store_pack.c: tests of core/store_pack.c. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/store_pack.h>

Suite *suite(void);

static const struct store_coding some[] = {
    {1, 1, 0, 0}, {1, 2, 7, 9}, {12, 1000, 99, 1098}, {12, 1001, 99, 1099}, {123456789, 9999, 0, 1000}};
static const char some_text[] = "{\"10001\":0,\"10002\":7002,\"121000\":99999,\"121001\":-9900001099,"
                                "\"1234567899999\":-1000}";

static void pack_row(struct store_pack *p, int64_t comment, const struct store_coding *codings, size_t count)
{
    store_pack_begin(p, comment, 3);
    for (size_t i = 0; i < count; i++)
        store_pack_coding(p, &codings[i]);
    store_pack_end(p);
}

START_TEST(codings_become_one_json_text_and_come_back)
{
    struct store_pack p = {0};
    struct store_coding c;
    const char *at = NULL;
    pack_row(&p, 5, some, 1);
    pack_row(&p, 6, some, 0);
    pack_row(&p, 7, some, 5);
    ck_assert(!p.failed);
    ck_assert_int_eq(p.codings, 6);
    ck_assert_uint_eq(p.count, 2);
    ck_assert_int_eq(p.rows[1].comment, 7);
    ck_assert_int_eq(p.rows[1].ruleset, 3);
    char *text = strndup(p.text + p.rows[1].at, p.rows[1].len);
    ck_assert_str_eq(text, some_text);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(store_unpack(text, &at, &c), 1);
        ck_assert_mem_eq(&c, &some[i], sizeof c);
    }
    ck_assert_int_eq(store_unpack(text, &at, &c), 0);
    free(text);
    store_pack_clear(&p);
    ck_assert_uint_eq(p.count, 0);
    ck_assert_int_eq(p.codings, 0);
    store_pack_free(&p);
}
END_TEST

static const struct {
    struct store_coding c;
    bool fits;
} edges[] = {
    {{1, STORE_CODING_MAX_RULE, STORE_CODING_MAX_TEXT, STORE_CODING_MAX_TEXT}, true},
    {{1, 1, 0, STORE_CODING_MAX_TEXT}, true},
    {{900000000000, 1, 0, 0}, true},
    {{0, 1, 0, 0}, false},
    {{1, 0, 0, 0}, false},
    {{-1, 1, 0, 0}, false},
    {{INT64_MAX, 1, 0, 0}, false},
    {{1, STORE_CODING_MAX_RULE + INT64_C(1), 0, 0}, false},
    {{1, 1, 2, 1}, false},
    {{1, 1, -1, 1}, false},
    {{1, 1, 0, STORE_CODING_MAX_TEXT + INT64_C(1)}, false},
};

START_TEST(what_does_not_fit_is_refused_and_not_cut)
{
    struct store_pack p = {0};
    pack_row(&p, 1, &edges[_i].c, 1);
    ck_assert(p.failed == !edges[_i].fits);
    ck_assert_uint_eq(p.count, edges[_i].fits);
    store_pack_clear(&p);
    ck_assert(!p.failed);
    store_pack_free(&p);
}
END_TEST

static const char *const damaged[] = {"",
                                      "}",
                                      "{",
                                      "{}",
                                      "[]",
                                      "{\"10001\":4",
                                      "{\"10001\":4,}",
                                      "{\"10001\":4}}",
                                      "{\"10001\":4} ",
                                      "{\"10001\":}",
                                      "{\"\":4}",
                                      "{\"10001\"4}",
                                      "{10001:4}",
                                      "{\"1000x\":4}",
                                      "{\"10001\":4,{\"10002\":4}",
                                      "{\"10001\":4{\"10002\":4}",
                                      "{\"10001\":--4}",
                                      "{\"10001\":-}",
                                      "{\"-10001\":4}",
                                      "{\"99999999999999999999\":4}",
                                      "{\"10001\":99999999999999999999}"};

START_TEST(damaged_text_is_noticed)
{
    struct store_coding c;
    const char *at = NULL;
    int more = 1;
    for (int i = 0; i < 3 && more == 1; i++)
        more = store_unpack(damaged[_i], &at, &c);
    ck_assert_int_eq(more, -1);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("store_pack");
    TCase *t = tcase_create("store_pack");
    tcase_add_test(t, codings_become_one_json_text_and_come_back);
    tcase_add_loop_test(t, what_does_not_fit_is_refused_and_not_cut, 0,
                        (int)(sizeof edges / sizeof edges[0]));
    tcase_add_loop_test(t, damaged_text_is_noticed, 0, (int)(sizeof damaged / sizeof damaged[0]));
    suite_add_tcase(s, t);
    return s;
}
