/* store_code.c: tests of core/store_code.c, store_code_batch.c and store_why.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/store_code.h>

#include "fill.h"
#include "rules.h"

Suite *suite(void);

static char *folder;
static char path[256];
static sqlite3 *db;
static struct store *store;
static struct error err;

static const struct store_category categories[] = {{"wait", "Wait", "", NULL}, {"late", "Late", "", "wait"}};
static const struct store_ruleset ruleset = {"themes", "1", "Themes", "theme", "aa", categories, 2};
static struct store_ruleset_state state;
static int64_t ids[2];

static void setup(void)
{
    folder = rules_folder();
    snprintf(path, sizeof path, "%s/store.db", folder);
    db = fill_open(path);
    fill_comment(db, 1, 1, "one");
    fill_comment(db, 2, 2, "two");
    fill_comment(db, 3, 3, "three");
    ck_assert_msg(store_open(path, STORE_WRITE, &store, &err) == 0, "%s", err.text);
    ck_assert_msg(store_rulesets_use(store, &ruleset, 1, false, &state, &err) == 0, "%s", err.text);
    ck_assert_int_eq(store_category_ids(store, state.id, ids, 2, &err), 0);
    ck_assert_int_eq(store_result_begin(store, &state, 1, &err), 0);
}

static void teardown(void)
{
    store_close(store);
    sqlite3_close(db);
    rules_remove(folder);
}

static void expect(const char *sql, const char *text)
{
    char *got = fill_text(db, sql);
    ck_assert_str_eq(got, text);
    free(got);
}

START_TEST(a_batch_holds_the_comments_between_two_revisions)
{
    struct store_batch b = {0};
    ck_assert_int_eq(store_batch_read(store, 0, 3, 2, 1000, &b, &err), 0);
    ck_assert_uint_eq(b.count, 2);
    ck_assert_int_eq(b.upto, 2);
    ck_assert_str_eq(b.comments[1].text, "two");
    ck_assert_str_eq(b.comments[1].polarity, "improve");
    ck_assert_str_eq(b.comments[1].source, "survey");
    ck_assert_ptr_null(b.comments[1].service);
    ck_assert_ptr_null(b.comments[1].place);
    ck_assert_int_eq(store_batch_read(store, 0, 3, 9, 4, &b, &err), 0);
    ck_assert_uint_eq(b.count, 2);
    ck_assert_int_eq(store_batch_read(store, 2, 3, 9, 1000, &b, &err), 0);
    ck_assert_uint_eq(b.count, 1);
    ck_assert_int_eq(store_batch_read(store, 3, 30, 9, 1000, &b, &err), 0);
    ck_assert_uint_eq(b.count, 0);
    ck_assert_int_eq(b.upto, 30);
    store_batch_free(&b);
}
END_TEST

START_TEST(a_batch_reads_service_and_place_when_it_is_asked_to)
{
    struct store_batch b = {.places = true};
    fill_run(db, "UPDATE response SET service = NULL, place = 'Quay' WHERE id > 1");
    ck_assert_int_eq(store_batch_read(store, 0, 3, 9, 1000, &b, &err), 0);
    ck_assert_str_eq(b.comments[0].service, "Ward 3");
    ck_assert_str_eq(b.comments[0].place, "Northport");
    ck_assert_ptr_null(b.comments[1].service);
    ck_assert_str_eq(b.comments[2].place, "Quay");
    ck_assert_str_eq(b.comments[2].text, "three");
    ck_assert_str_eq(b.comments[2].polarity, "open");
    store_batch_free(&b);
}
END_TEST

static void pack_one(struct store_pack *pack, int64_t comment, int64_t category)
{
    store_pack_begin(pack, comment, state.id);
    store_pack_coding(pack, &(struct store_coding){category, 1, 0, 1});
    store_pack_end(pack);
}

START_TEST(rows_are_stored_in_order_and_replace_earlier_ones)
{
    struct store_batch b = {0};
    struct store_pack pack = {0};
    const struct store_result result = {&b, &pack, NULL, 0};
    ck_assert_int_eq(store_batch_read(store, 0, 3, 9, 1000, &b, &err), 0);
    pack_one(&pack, 3, ids[0]);
    pack_one(&pack, 1, ids[1]);
    ck_assert_msg(store_result_write(store, &state, 1, &result, &err) == 0, "%s", err.text);
    expect("SELECT * FROM coding", "1|2|1|0|1\n3|1|1|0|1");
    ck_assert_int_eq(store_rulesets_use(store, &ruleset, 1, true, &state, &err), 0);
    ck_assert_int_eq(store_result_begin(store, &state, 1, &err), 0);
    store_pack_clear(&pack);
    pack_one(&pack, 3, ids[1]);
    ck_assert_msg(store_result_write(store, &state, 1, &result, &err) == 0, "%s", err.text);
    expect("SELECT * FROM coding", "3|2|1|0|1");
    store_pack_free(&pack);
    store_batch_free(&b);
}
END_TEST

START_TEST(a_coding_beyond_every_limit_is_not_cut)
{
    struct store_batch b = {0};
    struct store_pack pack = {0};
    const struct store_result result = {&b, &pack, NULL, 0};
    ck_assert_int_eq(store_batch_read(store, 0, 3, 9, 1000, &b, &err), 0);
    store_pack_begin(&pack, 1, state.id);
    store_pack_coding(&pack, &(struct store_coding){ids[0], 1, 0, STORE_CODING_MAX_TEXT + INT64_C(1)});
    store_pack_end(&pack);
    ck_assert_int_eq(store_result_write(store, &state, 1, &result, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_DATA);
    expect("SELECT mark FROM ruleset", "0");
    store_pack_free(&pack);
    store_batch_free(&b);
}
END_TEST

START_TEST(comments_that_go_or_change_while_they_are_coded_get_no_codings)
{
    struct store_batch b = {0};
    struct store_pack pack = {0};
    const struct store_rule_error errors[] = {{2, ids[1], 1, "gave up"}, {3, ids[1], 1, "gave up"}};
    ck_assert_int_eq(store_batch_read(store, 0, 3, 9, 1000, &b, &err), 0);
    fill_run(db,
             "DELETE FROM response WHERE id = 2; UPDATE comment SET text = 'new', revision = 4 WHERE id = 1");
    for (int64_t comment = 3; comment >= 1; comment--)
        pack_one(&pack, comment, ids[comment == 1]);
    const struct store_result result = {&b, &pack, errors, 2};
    ck_assert_msg(store_result_write(store, &state, 1, &result, &err) == 0, "%s", err.text);
    expect("SELECT comment_id, category_id FROM coding", "3|1");
    expect("SELECT comment_id FROM rule_error", "3");
    expect("SELECT mark FROM ruleset", "3");
    store_pack_free(&pack);
    store_batch_free(&b);
}
END_TEST

START_TEST(two_runs_at_once_are_noticed)
{
    struct store_batch b = {0};
    struct store_pack pack = {0};
    const struct store_result result = {.batch = &b, .pack = &pack};
    ck_assert_int_eq(store_batch_read(store, 0, 3, 9, 1000, &b, &err), 0);
    fill_run(db, "UPDATE ruleset SET mark = 1");
    ck_assert_int_eq(store_result_write(store, &state, 1, &result, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
    expect("SELECT mark FROM ruleset", "1");
    store_batch_free(&b);
}
END_TEST

START_TEST(rulesets_are_the_same_only_word_for_word)
{
    struct store_ruleset other = ruleset;
    struct store_category renamed[] = {categories[0], categories[1]};
    bool same = false;
    ck_assert_int_eq(store_rulesets_same(store, &ruleset, 1, &state, &same, &err), 0);
    ck_assert(same);
    other.version = "2";
    ck_assert_int_eq(store_rulesets_same(store, &other, 1, &state, &same, &err), 0);
    ck_assert(!same);
    other = ruleset;
    renamed[1].label = "Later";
    other.categories = renamed;
    ck_assert_int_eq(store_rulesets_same(store, &other, 1, &state, &same, &err), 0);
    ck_assert(!same);
    renamed[1] = categories[1];
    renamed[1].parent = NULL;
    ck_assert_int_eq(store_rulesets_same(store, &other, 1, &state, &same, &err), 0);
    ck_assert(!same);
    other.category_count = 1;
    ck_assert_int_eq(store_rulesets_same(store, &other, 1, &state, &same, &err), 0);
    ck_assert(!same);
}
END_TEST

START_TEST(a_response_is_found_by_name_number_and_comment)
{
    struct arena arena = {0};
    struct store_origin o;
    fill_run(db, "INSERT INTO source (id, name, title, organisation, organisation_kind)"
                 " VALUES (2, 'survey/R1', 'S', 'O', 'nhs')");
    ck_assert_msg(store_origin_read(store, STORE_FIND_NAME, "survey/R2", &arena, &o, &err) == 0, "%s",
                  err.text);
    ck_assert_int_eq(o.response, 2);
    ck_assert_str_eq(o.url, "https://example.org/export.csv");
    ck_assert_uint_eq(o.comment_count, 1);
    ck_assert_str_eq(o.comments[0].comment.text, "two");
    ck_assert_str_eq(o.comments[0].question, "What could be better?");
    ck_assert_int_eq(store_origin_read(store, STORE_FIND_COMMENT, "3", &arena, &o, &err), 0);
    ck_assert_str_eq(o.external_id, "R3");
    ck_assert_int_eq(store_origin_read(store, STORE_FIND_RESPONSE, "9", &arena, &o, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_DATA);
    arena_free(&arena);
}
END_TEST

static int count_verdicts(void *ctx, const struct store_verdict *v, struct error *e)
{
    (void)e;
    *(int *)ctx += v->comment == 1 && strcmp(v->verdict, "remove") == 0;
    return 0;
}

START_TEST(a_verdict_is_replaced_and_taken_back)
{
    struct store_verdict v = {1, "themes", "wait", "add", "A", "2026-01-01", NULL};
    int count = 0;
    bool had = false;
    ck_assert_int_eq(store_verdict_put(store, &v, &err), 0);
    v.verdict = "remove";
    ck_assert_int_eq(store_verdict_put(store, &v, &err), 0);
    ck_assert_int_eq(store_verdict_each(store, count_verdicts, &count, &err), 0);
    ck_assert_int_eq(count, 1);
    ck_assert_int_eq(store_verdict_drop(store, 1, "themes", "wait", &had, &err), 0);
    ck_assert(had);
    ck_assert_int_eq(store_verdict_drop(store, 1, "themes", "wait", &had, &err), 0);
    ck_assert(!had);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("store_code");
    TCase *t = tcase_create("store_code");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_batch_holds_the_comments_between_two_revisions);
    tcase_add_test(t, a_batch_reads_service_and_place_when_it_is_asked_to);
    tcase_add_test(t, rows_are_stored_in_order_and_replace_earlier_ones);
    tcase_add_test(t, a_coding_beyond_every_limit_is_not_cut);
    tcase_add_test(t, comments_that_go_or_change_while_they_are_coded_get_no_codings);
    tcase_add_test(t, two_runs_at_once_are_noticed);
    tcase_add_test(t, rulesets_are_the_same_only_word_for_word);
    tcase_add_test(t, a_response_is_found_by_name_number_and_comment);
    tcase_add_test(t, a_verdict_is_replaced_and_taken_back);
    suite_add_tcase(s, t);
    return s;
}
