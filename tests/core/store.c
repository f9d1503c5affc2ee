/* store.c: tests of core/store.c and store_still.c: opening, migrating, locking. */
#include <check.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_internal.h"

#include "sql.h"

Suite *suite(void);

enum { SCHEMA_VERSION = 2, PROCESSES = 8, ROUNDS = 5 };

static char folder[64];
static char path[80];
static struct error err;

static void setup(void)
{
    snprintf(folder, sizeof folder, "/tmp/yousaid-store-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    memset(&err, 0, sizeof err);
}

static void teardown(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

/* What another program sees: one number. */
static int64_t number(const char *sql)
{
    return sql_number(path, sql);
}

static void change(const char *sql)
{
    sql_change(path, sql);
}

static struct store *open_store(enum store_mode mode)
{
    struct store *s = NULL;
    ck_assert_msg(store_open(path, mode, &s, &err) == 0, "%s", err.text);
    return s;
}

static void refused(enum store_mode mode, enum error_kind kind, const char *before, const char *after)
{
    struct store *s = NULL;
    char expected[256];
    ck_assert_int_eq(store_open(path, mode, &s, &err), -1);
    ck_assert_ptr_null(s);
    snprintf(expected, sizeof expected, "%s%s%s", before, path, after);
    ck_assert_str_eq(err.text, expected);
    ck_assert_int_eq(err.kind, kind);
}

START_TEST(a_new_store_has_the_newest_schema)
{
    struct store *s = open_store(STORE_CREATE);
    ck_assert_str_eq(store_path(s), path);
    store_close(s);
    store_close(NULL);
    ck_assert_int_eq(number("PRAGMA user_version"), SCHEMA_VERSION);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND "
                            "name NOT LIKE 'sqlite_%'"),
                     0);
    ck_assert_int_gt(number("SELECT COUNT(*) FROM pragma_table_list WHERE strict = 1"), 10);
}
END_TEST

START_TEST(opening_twice_is_harmless)
{
    store_close(open_store(STORE_CREATE));
    change("INSERT INTO audit (at, who, action, detail) VALUES ('', '', '', '')");
    store_close(open_store(STORE_CREATE));
    store_close(open_store(STORE_WRITE));
    store_close(open_store(STORE_READ));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM audit"), 1);
    ck_assert_int_eq(number("PRAGMA user_version"), SCHEMA_VERSION);
}
END_TEST

START_TEST(every_view_can_be_selected_and_has_columns)
{
    store_close(open_store(STORE_CREATE));
    sqlite3 *db = NULL;
    sqlite3_stmt *list = NULL;
    int views = 0;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_prepare_v2(db, "SELECT 'SELECT * FROM ' || name FROM sqlite_schema WHERE type = 'view'", -1,
                       &list, NULL);
    for (; sqlite3_step(list) == SQLITE_ROW; views++) {
        sqlite3_stmt *view = NULL;
        const char *sql = (const char *)sqlite3_column_text(list, 0);
        ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &view, NULL) == SQLITE_OK, "%s: %s", sql,
                      sqlite3_errmsg(db));
        ck_assert_int_eq(sqlite3_step(view), SQLITE_DONE);
        ck_assert_int_gt(sqlite3_column_count(view), 2);
        sqlite3_finalize(view);
    }
    sqlite3_finalize(list);
    sqlite3_close(db);
    ck_assert_int_ge(views, 8);
}
END_TEST

START_TEST(a_newer_schema_is_refused)
{
    store_close(open_store(STORE_CREATE));
    change("PRAGMA user_version = 999");
    char sentence[200];
    snprintf(sentence, sizeof sentence,
             ": its schema is version 999 and this program knows %d: upgrade this program", SCHEMA_VERSION);
    refused(STORE_CREATE, ERROR_CONFIG, "store ", sentence);
    refused(STORE_READ, ERROR_CONFIG, "store ", sentence);
    ck_assert_int_eq(number("PRAGMA user_version"), 999);
}
END_TEST

START_TEST(reading_neither_makes_nor_migrates_a_store)
{
    refused(STORE_READ, ERROR_CONFIG, "there is no store at ", ": yousaid-collector run or import makes it");
    refused(STORE_WRITE, ERROR_CONFIG, "there is no store at ", ": yousaid-collector run or import makes it");
    ck_assert_int_ne(access(path, F_OK), 0);
    change("PRAGMA user_version = 0");
    refused(STORE_READ, ERROR_CONFIG, "store ",
            ": it is an empty file: yousaid-collector run or import fills it");
    ck_assert_int_eq(number("PRAGMA user_version"), 0);
    store_close(open_store(STORE_CREATE));
    change("PRAGMA user_version = 1");
    char sentence[300];
    snprintf(sentence, sizeof sentence,
             ": its schema is version 1 and this program needs %d: run yousaid-collector run or "
             "yousaid-analyzer classify once to upgrade it",
             SCHEMA_VERSION);
    refused(STORE_READ, ERROR_CONFIG, "store ", sentence);
    ck_assert_int_eq(number("PRAGMA user_version"), 1);
}
END_TEST

START_TEST(a_store_opened_for_reading_cannot_be_written)
{
    store_close(open_store(STORE_CREATE));
    struct store *s = open_store(STORE_READ);
    ck_assert_int_eq(store_audit(s, "me", "approve", "x", "2026-01-01T00:00:00Z", &err), -1);
    store_close(s);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM audit"), 0);
}
END_TEST

START_TEST(a_file_that_is_no_database_says_so)
{
    FILE *f = fopen(path, "w");
    for (int i = 0; i < 1000; i++)
        fputs("this is a letter, not a database\n", f);
    fclose(f);
    refused(STORE_CREATE, ERROR_DATA, "store ", ": it is not a yousaid store: check the path");
    refused(STORE_READ, ERROR_DATA, "store ", ": it is not a yousaid store: check the path");
}
END_TEST

START_TEST(a_database_of_another_program_is_left_alone)
{
    change("CREATE TABLE bookmarks (url TEXT)");
    for (enum store_mode mode = STORE_READ; mode <= STORE_CREATE; mode++)
        refused(mode, ERROR_DATA, "store ", ": it is a database of another program: check the path");
    ck_assert_int_eq(number("SELECT COUNT(*) FROM sqlite_schema"), 1);
    ck_assert_int_eq(number("PRAGMA user_version"), 0);
}
END_TEST

START_TEST(a_folder_that_is_not_there_says_so)
{
    snprintf(path, sizeof path, "%s/no/store.db", folder);
    refused(STORE_CREATE, ERROR_SYSTEM, "store ",
            ": it cannot be opened: check the path and its permissions");
}
END_TEST

/* The disk is "full" after 40 kB: the schema does not fit. */
static void small_disk(rlim_t bytes)
{
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(a_failed_migration_leaves_the_file_as_it_was)
{
    struct store *s = NULL;
    change("PRAGMA user_version = 0");
    small_disk(40 << 10);
    ck_assert_int_eq(store_open(path, STORE_CREATE, &s, &err), -1);
    ck_assert_ptr_null(s);
    ck_assert_msg(err.kind == ERROR_SYSTEM && strstr(err.text, "disk") != NULL, "%s", err.text);
    small_disk(RLIM_INFINITY);
    ck_assert_int_eq(number("PRAGMA user_version"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM sqlite_schema"), 0);
    store_close(open_store(STORE_CREATE));
    ck_assert_int_eq(number("PRAGMA user_version"), SCHEMA_VERSION);
}
END_TEST

START_TEST(eight_processes_may_open_a_new_store_at_once)
{
    int start[2];
    ck_assert_int_eq(pipe(start), 0);
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct store *s = NULL;
            char c;
            close(start[1]);
            if (read(start[0], &c, 1) != 0) /* ends for all of them when the parent closes it */
                _exit(2);
            int result = store_open(path, STORE_CREATE, &s, &err);
            if (result != 0)
                fprintf(stderr, "%s\n", err.text);
            store_close(s);
            _exit(result == 0 ? 0 : 1);
        }
    }
    close(start[0]);
    close(start[1]);
    int succeeded = 0;
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        succeeded += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    ck_assert_int_eq(succeeded, PROCESSES);
    ck_assert_int_eq(number("PRAGMA user_version"), SCHEMA_VERSION);
}
END_TEST

START_TEST(what_is_rolled_back_is_gone_and_what_is_committed_stays)
{
    struct store *s = open_store(STORE_CREATE);
    ck_assert_int_eq(store_begin(s, &err), 0);
    ck_assert_int_eq(store_audit(s, "me", "approve", "x", "2026-01-01T00:00:00Z", &err), 0);
    store_rollback(s);
    store_rollback(s);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM audit"), 0);
    ck_assert_int_eq(store_begin(s, &err), 0);
    ck_assert_int_eq(store_audit(s, "me", "approve", "x", "2026-01-01T00:00:00Z", &err), 0);
    ck_assert_int_eq(store_commit(s, &err), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM audit"), 1);
    store_close(s);
}
END_TEST

START_TEST(closing_in_the_middle_of_a_transaction_stores_nothing)
{
    struct store *s = open_store(STORE_CREATE);
    ck_assert_int_eq(store_begin(s, &err), 0);
    ck_assert_int_eq(store_audit(s, "me", "approve", "x", "2026-01-01T00:00:00Z", &err), 0);
    store_close(s);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM audit"), 0);
}
END_TEST

START_TEST(a_reader_sees_one_state_while_another_writes)
{
    struct store *writer = open_store(STORE_CREATE);
    struct store *reader = open_store(STORE_READ);
    ck_assert_int_eq(store_begin_read(reader, &err), 0);
    ck_assert_int_eq(store_audit(writer, "me", "approve", "x", "2026-01-01T00:00:00Z", &err), 0);
    ck_assert_int_eq(store_commit(reader, &err), 0);
    store_close(reader);
    store_close(writer);
}
END_TEST

START_TEST(a_lock_held_too_long_is_worth_another_try)
{
    struct store *first = open_store(STORE_CREATE);
    struct store *second = open_store(STORE_WRITE);
    sqlite3_busy_timeout(second->db, 50); /* not the ten seconds of a real run */
    ck_assert_int_eq(store_begin(first, &err), 0);
    ck_assert_int_eq(store_begin(second, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
    ck_assert_ptr_nonnull(strstr(err.text, "another program is writing to it: try again later"));
    store_rollback(first);
    ck_assert_int_eq(store_begin(second, &err), 0);
    store_rollback(second);
    store_close(first);
    store_close(second);
}
END_TEST

START_TEST(a_store_in_memory_works_like_any_other)
{
    struct store *s = NULL;
    ck_assert_msg(store_open(":memory:", STORE_CREATE, &s, &err) == 0, "%s", err.text);
    ck_assert_int_eq(store_audit(s, "me", "approve", "x", "2026-01-01T00:00:00Z", &err), 0);
    store_close(s);
}
END_TEST

START_TEST(deleting_a_response_takes_its_comments_and_codings_along)
{
    store_close(open_store(STORE_CREATE));
    change("PRAGMA foreign_keys = ON;"
           "INSERT INTO source (id, name, title, organisation, organisation_kind) VALUES (1, 's', '', '', "
           "'nhs');"
           "INSERT INTO run (id, source_id, kind, started_at, finished_at, outcome) "
           "VALUES (1, 1, 'fetch', '', '', 'stored');"
           "INSERT INTO payload (id, run_id, source_id, url, fetched_at, sha256, bytes) VALUES (1, 1, 1, '', "
           "'', '', 0);"
           "INSERT INTO response (id, source_id, external_id, content_sha256, payload_id, row_number, "
           "first_run_id) "
           "VALUES (1, 1, 'a', '', 1, 1, 1);"
           "INSERT INTO question (id, source_id, key, text, polarity) VALUES (1, 1, 'q', 'Q', 'open');"
           "INSERT INTO comment (id, response_id, question_id, text, revision) VALUES (1, 1, 1, 'slow', 1);"
           "INSERT INTO attribute (response_id, name, value) VALUES (1, 'group', 'carers');"
           "INSERT INTO coded (comment_id, ruleset_id, codings) VALUES (1, 1, '{\"10001\":4}');"
           "INSERT INTO rule_error (comment_id, category_id, rule, reason) VALUES (1, 1, 2, 'limit');"
           "DELETE FROM response;");
    ck_assert_int_eq(number("SELECT (SELECT COUNT(*) FROM comment) + (SELECT COUNT(*) FROM attribute) + "
                            "(SELECT COUNT(*) FROM coded) + (SELECT COUNT(*) FROM rule_error)"),
                     0);
}
END_TEST

/* Runs `act` as somebody who cannot write the folder of the store, and gives back what it returns. */
static int as_reader(int (*act)(void))
{
    enum { NOBODY = 65534 };
    int status = 0;
    ck_assert_int_eq(chmod(path, 0444), 0);
    ck_assert_int_eq(chmod(folder, 0555), 0);
    pid_t child = fork();
    if (child == 0) {
        if (getuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
            _exit(99);
        _exit(access(folder, W_OK) == 0 ? 98 : act());
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(chmod(path, 0644), 0);
    ck_assert_int_eq(chmod(folder, 0755), 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int count_sources(void)
{
    struct store *s = NULL;
    if (store_open(path, STORE_READ, &s, &err) != 0)
        return fprintf(stderr, "%s\n", err.text), 90;
    sqlite3_stmt *ask = store_statement(s, "SELECT COUNT(*) FROM source", &err);
    int count = ask != NULL && store_step(s, ask, &err) == 1 ? sqlite3_column_int(ask, 0) : 91;
    store_close(s);
    return count;
}

static int is_refused_with_advice(void)
{
    struct store *s = NULL;
    return store_open(path, STORE_READ, &s, &err) == -1 && err.kind == ERROR_SYSTEM &&
           strstr(err.text, "its last changes lie beside it in ") != NULL &&
           strstr(err.text, "copy both files into a folder of your own") != NULL;
}

static int is_not_opened_for_writing(void)
{
    struct store *s = NULL;
    return store_open(path, STORE_WRITE, &s, &err) == -1 && err.kind == ERROR_SYSTEM;
}

static const char a_source[] =
    "INSERT INTO source (name, title, organisation, organisation_kind) VALUES ('a', '', '', 'nhs')";

START_TEST(a_store_can_be_read_where_its_folder_cannot_be_written)
{
    snprintf(path, sizeof path, "%s/s%%3f #1.db", folder);
    store_close(open_store(STORE_CREATE));
    change(a_source);
    ck_assert_int_eq(as_reader(count_sources), 1);
    ck_assert_int_eq(as_reader(is_not_opened_for_writing), 1);
}
END_TEST

/* What a program leaves that was killed before its changes came into the file. */
START_TEST(changes_that_lie_beside_the_file_are_not_overlooked)
{
    char command[400];
    store_close(open_store(STORE_CREATE));
    struct store *s = open_store(STORE_WRITE);
    ck_assert_int_eq(store_exec(s, a_source, &err), 0);
    snprintf(command, sizeof command, "cp '%s-wal' '%s/kept'", path, folder);
    ck_assert_int_eq(system(command), 0);
    store_close(s);
    snprintf(command, sizeof command, "mv '%s/kept' '%s-wal' && chmod 444 '%s-wal'", folder, path, path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(as_reader(is_refused_with_advice), 1);
}
END_TEST

static int opened[2], written[2];

/* Reads one row, lets the test write, and reads on. */
static int reads_on(void)
{
    struct store *s = NULL;
    char go = 0;
    if (store_open(path, STORE_READ, &s, &err) != 0 || store_begin_read(s, &err) != 0)
        return 90;
    sqlite3_stmt *ask = store_statement(s, "SELECT name FROM source", &err);
    if (ask == NULL || store_step(s, ask, &err) != 1 || write(opened[1], "o", 1) != 1 ||
        read(written[0], &go, 1) != 1)
        return 91;
    return store_step(s, ask, &err) == -1 && err.kind == ERROR_TEMPFAIL &&
           strstr(err.text, "wrote it while it was read") != NULL && store_commit(s, &err) == -1;
}

START_TEST(a_store_that_is_written_while_it_is_read_without_locks_is_given_up)
{
    store_close(open_store(STORE_CREATE));
    change(a_source);
    ck_assert_int_eq(pipe(opened), 0);
    ck_assert_int_eq(pipe(written), 0);
    pid_t writer = fork();
    if (writer == 0) {
        close(opened[1]);
        char go = 0;
        if (read(opened[0], &go, 1) != 1)
            _exit(1);
        chmod(folder, 0755);
        chmod(path, 0644);
        change("UPDATE source SET title = 'another'");
        _exit(write(written[1], "w", 1) == 1 ? 0 : 1);
    }
    ck_assert_int_eq(as_reader(reads_on), 1);
    ck_assert_int_eq(waitpid(writer, NULL, 0), writer);
    for (int end = 0; end < 2; end++) {
        close(opened[end]);
        close(written[end]);
    }
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("store");
    TCase *t = tcase_create("store");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_new_store_has_the_newest_schema);
    tcase_add_test(t, opening_twice_is_harmless);
    tcase_add_test(t, every_view_can_be_selected_and_has_columns);
    tcase_add_test(t, a_newer_schema_is_refused);
    tcase_add_test(t, reading_neither_makes_nor_migrates_a_store);
    tcase_add_test(t, a_store_opened_for_reading_cannot_be_written);
    tcase_add_test(t, a_file_that_is_no_database_says_so);
    tcase_add_test(t, a_database_of_another_program_is_left_alone);
    tcase_add_test(t, a_folder_that_is_not_there_says_so);
    tcase_add_test(t, a_failed_migration_leaves_the_file_as_it_was);
    tcase_add_loop_test(t, eight_processes_may_open_a_new_store_at_once, 0, ROUNDS);
    tcase_add_test(t, what_is_rolled_back_is_gone_and_what_is_committed_stays);
    tcase_add_test(t, closing_in_the_middle_of_a_transaction_stores_nothing);
    tcase_add_test(t, a_reader_sees_one_state_while_another_writes);
    tcase_add_test(t, a_lock_held_too_long_is_worth_another_try);
    tcase_add_test(t, a_store_in_memory_works_like_any_other);
    tcase_add_test(t, deleting_a_response_takes_its_comments_and_codings_along);
    tcase_add_test(t, a_store_can_be_read_where_its_folder_cannot_be_written);
    tcase_add_test(t, changes_that_lie_beside_the_file_are_not_overlooked);
    tcase_add_test(t, a_store_that_is_written_while_it_is_read_without_locks_is_given_up);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    return s;
}
