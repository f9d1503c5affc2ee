/* store_comment.c: tests of core/store_comment.c. */
#include "fill.h"
#include "rules.h"
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/store_comment.h>

Suite *suite(void);

static int show(void *ctx, const struct store_comment *c, struct error *err)
{
    struct buf *out = ctx;
    (void)err;
    ck_assert_uint_eq(c->len, strlen(c->text));
    buf_printf(out, "%lld:%s:%s:%s:%s/", (long long)c->id, c->polarity, c->source,
               c->place != NULL ? c->place : "-", c->text);
    return 0;
}

static int stop(void *ctx, const struct store_comment *c, struct error *err)
{
    ++*(int *)ctx;
    return c->id == 2 ? error_set(err, ERROR_DATA, "enough") : 0;
}

START_TEST(comments_come_by_number_without_withdrawn_ones)
{
    char *folder = rules_folder();
    char path[300];
    struct store *store = NULL;
    struct error err = {0};
    struct buf out = buf_new(1000);
    int seen = 0;
    snprintf(path, sizeof path, "%s/s.db", folder);
    sqlite3 *db = fill_open(path);
    fill_comment(db, 1, 1, "kind staff");
    fill_comment(db, 3, 3, "else");
    fill_comment(db, 2, 2, "long wait");
    fill_comment(db, 4, 2, "taken back");
    fill_run(db, "UPDATE response SET withdrawn_run_id = 1 WHERE id = 4");
    sqlite3_close(db);
    ck_assert_msg(store_open(path, STORE_READ, &store, &err) == 0, "%s", err.text);
    ck_assert_int_eq(store_comment_each(store, show, &out, &err), 0);
    ck_assert_str_eq(buf_str(&out), "1:good:survey:Northport:kind staff/2:improve:survey:Northport:long wait/"
                                    "3:open:survey:Northport:else/");
    ck_assert_int_eq(store_comment_each(store, stop, &seen, &err), -1);
    ck_assert_int_eq(seen, 2);
    ck_assert_str_eq(err.text, "enough");
    ck_assert_int_eq(store_comment_each(store, show, &out, &err), 0);
    store_close(store);
    buf_free(&out);
    rules_remove(folder);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("store_comment");
    TCase *t = tcase_create("store_comment");
    tcase_add_test(t, comments_come_by_number_without_withdrawn_ones);
    suite_add_tcase(s, t);
    return s;
}
