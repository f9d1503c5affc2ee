/* store_forget.c: tests of core/store_forget.c. */
#define _GNU_SOURCE /* memmem */

#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/hash.h>
#include <yousaid/store_forget.h>

#include "sql.h"

Suite *suite(void);

static const char now[] = "2026-11-22T09:00:00Z";
static char folder[64];
static char path[80];
static struct store *store;
static struct error err;

static int64_t number(const char *sql)
{
    return sql_number(path, sql);
}

/* Five responses, one of each half-year, the last without a date; each with a comment, and one reject. */
static const char filling[] =
    "INSERT INTO source (id, name, title, organisation, organisation_kind) VALUES (1, 'gp', '', '', 'nhs');"
    "INSERT INTO run (id, source_id, kind, started_at, finished_at, outcome) "
    "VALUES (1, 1, 'fetch', '2026-05-01T00:00:00Z', '', 'stored');"
    "INSERT INTO payload (id, run_id, source_id, url, fetched_at, sha256, bytes) VALUES (1, 1, 1, '', '', "
    "'', 0);"
    "INSERT INTO response (id, source_id, external_id, content_sha256, submitted_at, payload_id, row_number, "
    "first_run_id) VALUES (1, 1, 'a', '', '2024-02-01', 1, 1, 1), (2, 1, 'b', '', '2024-08-01T10:00:00', 1, "
    "2, 1),"
    "(3, 1, 'c', '', '2025-02-01', 1, 3, 1), (4, 1, 'd', '', '2025-08-01', 1, 4, 1), (5, 1, 'e', '', NULL, "
    "1, 5, 1);"
    "INSERT INTO question (id, source_id, key, text, polarity) VALUES (1, 1, 'q', 'Q', 'open');"
    "INSERT INTO comment (id, response_id, question_id, text, revision) "
    "SELECT id, id, 1, 'unmistakable words of ' || external_id, id FROM response;"
    "INSERT INTO verdict (comment_id, ruleset, category, verdict, who, at) "
    "SELECT id, 'themes', 'x', 'add', 'me', '' FROM comment;"
    "INSERT INTO quote (comment_id, text, approved_by, approved_at) SELECT id, text, 'me', '' FROM comment;"
    "INSERT INTO coded (comment_id, ruleset_id, codings) SELECT id, 1, '{\"10001\":4}' FROM comment;"
    "INSERT INTO reject (source_id, key, payload_id, row_number, reason, record) VALUES (1, 'f', 1, 6, '', "
    "'{}');";

static void setup(void)
{
    sqlite3 *db = NULL;
    snprintf(folder, sizeof folder, "/tmp/yousaid-forget-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    memset(&err, 0, sizeof err);
    ck_assert_msg(store_open(path, STORE_CREATE, &store, &err) == 0, "%s", err.text);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, filling, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void teardown(void)
{
    char command[128];
    store_close(store);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static bool forget(const char *id)
{
    bool found = false;
    ck_assert_msg(store_forget_begin(store, &err) == 0 &&
                      store_forget_response(store, "gp", id, now, &found, &err) == 0 &&
                      store_forget_commit(store, "Ann", "1 response of gp", now, &err) == 0,
                  "%s", err.text);
    return found;
}

START_TEST(a_response_goes_with_all_that_hangs_on_it)
{
    ck_assert(forget("b"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 4);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM comment"), 4);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM verdict"), 4);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM quote"), 4);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM coding"), 4);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM forgotten WHERE at = '2026-11-22T09:00:00Z'"), 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM audit WHERE who = 'Ann' AND action = 'forget'"), 1);
}
END_TEST

/* Looks at the bytes of the file and of its log. */
static bool files_hold(const char *words)
{
    static const char *const endings[] = {"", "-wal"};
    bool held = false;
    for (size_t i = 0; i < 2; i++) {
        char file[100];
        struct buf bytes = buf_new(64 << 20);
        snprintf(file, sizeof file, "%s%s", path, endings[i]);
        if (access(file, F_OK) == 0)
            ck_assert_int_eq(buf_read_file(&bytes, file, &err), 0);
        held = held || memmem(buf_str(&bytes), bytes.len, words, strlen(words)) != NULL;
        buf_free(&bytes);
    }
    return held;
}

START_TEST(the_words_are_gone_from_the_file_too)
{
    ck_assert(files_hold("unmistakable words of b"));
    ck_assert(forget("b"));
    ck_assert(!files_hold("unmistakable words of b"));
    ck_assert(files_hold("unmistakable words of c"));
}
END_TEST

START_TEST(a_reject_is_forgotten_too)
{
    ck_assert(forget("f"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject"), 0);
}
END_TEST

START_TEST(a_further_row_of_the_same_id_is_forgotten_too)
{
    sql_change(path, "INSERT INTO reject (source_id, key, payload_id, row_number, reason, record) VALUES"
                     " (1, 'row:1', 1, 7, 'id b stands in an earlier row too', '{}'),"
                     " (1, 'row:2', 1, 8, 'id bb stands in an earlier row too', '{}')");
    ck_assert(forget("b"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject WHERE key = 'row:1'"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject"), 2);
}
END_TEST

/* Failed runs of this source, old and new, and of another. */
static const char failures[] =
    "INSERT INTO source (id, name, title, organisation, organisation_kind) VALUES (2, 'ae', '', '', 'nhs');"
    "INSERT INTO run (source_id, kind, started_at, finished_at, outcome, error) VALUES"
    " (1, 'import', '2025-01-01T00:00:00Z', '', 'failed', 'old: peculiar cell'),"
    " (1, 'import', '2026-05-01T00:00:00Z', '', 'failed', 'new: peculiar cell'),"
    " (2, 'import', '2026-05-01T00:00:00Z', '', 'failed', 'other')";

START_TEST(sentences_of_failed_runs_of_the_source_go_with_a_response)
{
    sql_change(path, failures);
    ck_assert(forget("b"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM run WHERE error IS NOT NULL AND source_id = 2"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM run WHERE error IS NOT NULL"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM run WHERE outcome = 'failed'"), 3);
    ck_assert(!files_hold("peculiar cell"));
}
END_TEST

START_TEST(sentences_of_old_runs_go_with_what_is_old)
{
    struct store_old old;
    sql_change(path, failures);
    ck_assert_int_eq(store_forget_begin(store, &err), 0);
    ck_assert_int_eq(store_forget_before(store, "2025-06-01", now, &old, &err), 0);
    ck_assert_int_eq(store_forget_commit(store, "retention", "x", now, &err), 0);
    ck_assert_int_eq(old.sentences, 1);
    ck_assert(!files_hold("old: peculiar cell"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM run WHERE error IS NOT NULL"), 2);
}
END_TEST

START_TEST(rejects_go_when_they_were_fetched_too_long_ago)
{
    struct store_old old;
    sql_change(path,
               "INSERT INTO payload (id, run_id, source_id, url, fetched_at, sha256, bytes) VALUES"
               " (2, 1, 1, '', '2024-01-01T00:00:00Z', '', 0), (3, 1, 1, '', '2024-01-02T00:00:00Z', '', 0);"
               "INSERT INTO reject (source_id, key, payload_id, row_number, reason, record) VALUES"
               " (1, 'g', 2, 1, '', 'peculiar row'), (1, 'h', 3, 1, '', '')");
    sql_change(path, "DELETE FROM reject WHERE key = 'f'");
    ck_assert_int_eq(store_count_before(store, "2024-01-02", &old, &err), 0);
    ck_assert_int_eq(old.rejects, 1);
    ck_assert_int_eq(store_forget_begin(store, &err), 0);
    ck_assert_int_eq(store_forget_before(store, "2024-01-02", now, &old, &err), 0);
    ck_assert_int_eq(store_forget_commit(store, "retention", "x", now, &err), 0);
    ck_assert_int_eq(old.rejects, 1);
    ck_assert_int_eq(old.responses, 0);
    ck_assert(!files_hold("peculiar row"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject WHERE key = 'h'"), 1);
}
END_TEST

/* Ids as the store has them, and as somebody types them. */
static const struct {
    const char *stored, *typed;
} ids[] = {
    {"caf\xc3\xa9", "caf\xc3\xa9"},      {"caf\xc3\xa9", "cafe\xcc\x81"},  {"07911 123456", " 07911 123456 "},
    {"07911 123456", "07911\t123456\n"}, {"cafe\xcc\x81", "cafe\xcc\x81"},
};

START_TEST(an_id_is_found_however_it_is_typed)
{
    char hex[HASH_SIZE];
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE response SET external_id = '%s' WHERE id = 2", ids[_i].stored);
    sql_change(path, sql);
    hash_bytes(ids[_i].stored, strlen(ids[_i].stored), hex);
    snprintf(sql, sizeof sql, "UPDATE response SET external_id = '%s' WHERE id = 3", hex);
    sql_change(path, sql);
    ck_assert(forget(ids[_i].typed));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 3);
    ck_assert(!files_hold("unmistakable words of b"));
    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM forgotten WHERE external_sha256 = '%s'", hex);
    ck_assert_int_eq(number(sql), 1);
}
END_TEST

START_TEST(an_id_that_is_not_utf_8_is_refused)
{
    bool found = true;
    ck_assert_int_eq(store_forget_begin(store, &err), 0);
    ck_assert_int_eq(store_forget_response(store, "gp", "caf\xe9", now, &found, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_USAGE);
    store_rollback(store);
}
END_TEST

START_TEST(who_is_not_there_is_kept_out_all_the_same)
{
    char hex[HASH_SIZE];
    char sql[200];
    ck_assert(!forget("z"));
    hash_bytes("z", 1, hex);
    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM forgotten WHERE external_sha256 = '%s'", hex);
    ck_assert_int_eq(number(sql), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 5);
}
END_TEST

START_TEST(an_unknown_source_is_a_usage_error)
{
    bool found = false;
    ck_assert_int_eq(store_forget_begin(store, &err), 0);
    ck_assert_int_eq(store_forget_response(store, "pg", "a", now, &found, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_USAGE);
    ck_assert_str_eq(err.text,
                     "the store holds nothing of a source 'pg': yousaid-collector status lists them");
    store_rollback(store);
}
END_TEST

START_TEST(what_is_rolled_back_is_not_forgotten)
{
    bool found = false;
    ck_assert_int_eq(store_forget_begin(store, &err), 0);
    ck_assert_int_eq(store_forget_response(store, "gp", "a", now, &found, &err), 0);
    store_rollback(store);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 5);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM forgotten"), 0);
}
END_TEST

static const struct {
    const char *before;
    int64_t old;
} days[] = {{"2024-02-01", 0}, {"2024-02-02", 1}, {"2025-02-01", 2}, {"2025-12-31", 4}, {"2026-05-02", 5}};

START_TEST(what_is_older_goes_and_dates_count_before_runs)
{
    struct store_old old;
    ck_assert_int_eq(store_count_before(store, days[_i].before, &old, &err), 0);
    ck_assert_int_eq(old.responses, days[_i].old);
    ck_assert_int_eq(store_forget_begin(store, &err), 0);
    ck_assert_int_eq(store_forget_before(store, days[_i].before, now, &old, &err), 0);
    ck_assert_int_eq(store_forget_commit(store, "retention", "x", now, &err), 0);
    ck_assert_int_eq(old.responses, days[_i].old);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 5 - days[_i].old);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM forgotten"), days[_i].old);
}
END_TEST

START_TEST(many_are_forgotten_in_one_go)
{
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db,
                     "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1299) "
                     "INSERT INTO response (source_id, external_id, content_sha256, submitted_at, "
                     "payload_id, row_number, first_run_id) "
                     "SELECT 1, 'n' || i, '', '2020-01-01', 1, i, 1 FROM n",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    struct store_old old;
    ck_assert_int_eq(store_forget_begin(store, &err), 0);
    ck_assert_int_eq(store_forget_before(store, "2021-01-01", now, &old, &err), 0);
    ck_assert_int_eq(store_forget_commit(store, "retention", "x", now, &err), 0);
    ck_assert_int_eq(old.responses, 1290);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 5);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("store_forget");
    TCase *t = tcase_create("store_forget");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_response_goes_with_all_that_hangs_on_it);
    tcase_add_test(t, the_words_are_gone_from_the_file_too);
    tcase_add_test(t, a_reject_is_forgotten_too);
    tcase_add_test(t, a_further_row_of_the_same_id_is_forgotten_too);
    tcase_add_test(t, sentences_of_failed_runs_of_the_source_go_with_a_response);
    tcase_add_test(t, sentences_of_old_runs_go_with_what_is_old);
    tcase_add_test(t, rejects_go_when_they_were_fetched_too_long_ago);
    tcase_add_loop_test(t, an_id_is_found_however_it_is_typed, 0, (int)(sizeof ids / sizeof ids[0]));
    tcase_add_test(t, an_id_that_is_not_utf_8_is_refused);
    tcase_add_test(t, who_is_not_there_is_kept_out_all_the_same);
    tcase_add_test(t, an_unknown_source_is_a_usage_error);
    tcase_add_test(t, what_is_rolled_back_is_not_forgotten);
    tcase_add_loop_test(t, what_is_older_goes_and_dates_count_before_runs, 0, sizeof days / sizeof days[0]);
    tcase_add_test(t, many_are_forgotten_in_one_go);
    suite_add_tcase(s, t);
    return s;
}
