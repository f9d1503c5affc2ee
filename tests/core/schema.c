/* schema.c: docs/data-model.md names every table, view and column of the newest schema and no other, and its
 * SQL runs. */
#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/config.h>
#include <yousaid/store.h>

Suite *suite(void);

static char path[64];
static sqlite3 *db;
static struct buf page;

static void setup(void)
{
    struct store *s = NULL;
    struct error err = {0};
    snprintf(path, sizeof path, "/tmp/yousaid-schema-XXXXXX");
    close(mkstemp(path));
    ck_assert_msg(store_open(path, STORE_CREATE, &s, &err) == 0, "%s", err.text);
    store_close(s);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    page = buf_new(1 << 20);
    ck_assert_msg(buf_read_file(&page, TEST_CONFIG "/../docs/data-model.md", &err) == 0, "%s", err.text);
}

static void teardown(void)
{
    sqlite3_close(db);
    unlink(path);
    buf_free(&page);
}

/* From "### `name`" to the next heading; the caller frees. NULL if there is none. */
static char *section(const char *name)
{
    char heading[128];
    snprintf(heading, sizeof heading, "\n### `%s`\n", name);
    const char *from = strstr(page.data, heading);
    if (from == NULL)
        return NULL;
    from += strlen(heading);
    const char *to = strstr(from, "\n#");
    return strndup(from, to != NULL ? (size_t)(to - from) : strlen(from));
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(db));
    return statement;
}

static const char tables_sql[] =
    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'";

START_TEST(every_table_view_and_column_is_described)
{
    sqlite3_stmt *tables = prepare(tables_sql);
    int described = 0;
    while (sqlite3_step(tables) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);
        char *text = section(table);
        ck_assert_msg(text != NULL, "docs/data-model.md has no section on %s", table);
        sqlite3_stmt *columns = prepare("SELECT name FROM pragma_table_info(?1)");
        sqlite3_bind_text(columns, 1, table, -1, SQLITE_STATIC);
        for (; sqlite3_step(columns) == SQLITE_ROW; described++) {
            char row[128];
            snprintf(row, sizeof row, "| `%s` |", (const char *)sqlite3_column_text(columns, 0));
            ck_assert_msg(strstr(text, row) != NULL, "docs/data-model.md does not describe %s of %s", row,
                          table);
        }
        sqlite3_finalize(columns);
        free(text);
    }
    sqlite3_finalize(tables);
    ck_assert_int_gt(described, 100);
}
END_TEST

START_TEST(nothing_is_described_that_is_not_there)
{
    char table[128] = "";
    for (char *line = strtok(page.data, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char column[128];
        if (sscanf(line, "### `%100[a-z_0-9]`", table) == 1 ||
            sscanf(line, "| `%100[a-z_0-9]` |", column) != 1)
            continue;
        sqlite3_stmt *ask = prepare("SELECT COUNT(*) FROM pragma_table_info(?1) WHERE name = ?2");
        sqlite3_bind_text(ask, 1, table, -1, SQLITE_STATIC);
        sqlite3_bind_text(ask, 2, column, -1, SQLITE_STATIC);
        ck_assert_int_eq(sqlite3_step(ask), SQLITE_ROW);
        ck_assert_msg(sqlite3_column_int(ask, 0) == 1, "docs/data-model.md describes %s of %s", column,
                      table);
        sqlite3_finalize(ask);
    }
}
END_TEST

START_TEST(the_examples_run)
{
    int examples = 0;
    for (const char *at = strstr(page.data, "```sql\n"); at != NULL;
         at = strstr(at, "```sql\n"), examples++) {
        at += strlen("```sql\n");
        const char *end = strstr(at, "```");
        ck_assert_ptr_nonnull(end);
        char *sql = strndup(at, (size_t)(end - at));
        sqlite3_stmt *statement = prepare(sql);
        ck_assert_int_eq(sqlite3_step(statement), SQLITE_DONE);
        sqlite3_finalize(statement);
        free(sql);
    }
    ck_assert_int_ge(examples, 5);
}
END_TEST

START_TEST(datasette_names_every_table_and_its_queries_run)
{
    struct config *c = NULL;
    struct error err = {0};
    int result = config_load(TEST_CONFIG "/../contrib/datasette/metadata.yaml", &c, &err);
    ck_assert_msg(result == 0, "%s", err.text);
    const struct config_node *database = config_get(config_get(config_root(c), "databases"), "yousaid");
    const struct config_node *named = config_get(database, "tables");
    const struct config_node *queries = config_get(database, "queries");
    sqlite3_stmt *tables = prepare(tables_sql);
    size_t count = 0;
    for (; sqlite3_step(tables) == SQLITE_ROW; count++) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);
        ck_assert_msg(config_get(named, table) != NULL, "metadata.yaml does not name %s", table);
    }
    sqlite3_finalize(tables);
    ck_assert_uint_eq(config_size(named), count);
    ck_assert_uint_gt(config_size(queries), 0);
    for (size_t i = 0; i < config_size(queries); i++) {
        sqlite3_stmt *query = prepare(config_text(config_get(config_value(queries, i), "sql")));
        ck_assert_int_eq(sqlite3_step(query), SQLITE_DONE);
        sqlite3_finalize(query);
    }
    config_free(c);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("schema");
    TCase *t = tcase_create("schema");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, every_table_view_and_column_is_described);
    tcase_add_test(t, nothing_is_described_that_is_not_there);
    tcase_add_test(t, the_examples_run);
    tcase_add_test(t, datasette_names_every_table_and_its_queries_run);
    suite_add_tcase(s, t);
    return s;
}
