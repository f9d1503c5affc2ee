/* classify.c: tests of analyzer/classify.c on stores of their own. */
#include "classify.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

#include "fill.h"
#include "rules.h"

Suite *suite(void);

static char *folder;
static char path[256];
static sqlite3 *db;

#define NONE_OF(pattern)                                                                                     \
    "ruleset: none\ndimension: answer\nversion: 1\ncategories:\n  - code: none\n    label: None\n    "       \
    "rules:\n"                                                                                               \
    "      - match: " pattern "\n"
#define THEMES_OF(label, pattern)                                                                            \
    "ruleset: themes\ndimension: theme\nversion: 1\ncategories:\n  - code: wait\n    label: " label          \
    "\n    rules:\n"                                                                                         \
    "      - match: " pattern                                                                                \
    "\n      - match: '(x+x+)+[qj]'\n  - code: food\n    label: Food\n    rules:\n"                          \
    "      - words: [food, meal*]\n"
#define TONE_OF(pattern)                                                                                     \
    "ruleset: tone\ndimension: tone\nversion: 1\ncategories:\n  - code: praise\n    label: Praise\n    "     \
    "rules:\n"                                                                                               \
    "      - match: " pattern "\n"

static const char *const names[] = {"none", "themes", "tone"};

static void write_all(void)
{
    rules_write(folder, "none", NONE_OF("'^n/?a$'"));
    rules_write(folder, "themes", THEMES_OF("Wait", "wait"));
    rules_write(folder, "tone", TONE_OF("good"));
}

static void setup(void)
{
    folder = rules_folder();
    snprintf(path, sizeof path, "%s/store.db", folder);
    db = fill_open(path);
    write_all();
    fill_comment(db, 1, 1, "good food");
    fill_comment(db, 2, 2, "a long wait for a good meal");
    fill_comment(db, 3, 3, "n/a");
    fill_comment(db, 4, 3, "nothing of that");
}

static void teardown(void)
{
    sqlite3_close(db);
    rules_remove(folder);
}

static struct classify_summary classify_with(size_t count, const struct classify_options *o)
{
    struct classify_summary summary;
    struct codebook *book = NULL;
    struct store *store = NULL;
    struct error err = {0};
    ck_assert_msg(codebook_read(folder, names, count, &book, &err) == 0, "%s", err.text);
    ck_assert_msg(store_open(path, STORE_WRITE, &store, &err) == 0, "%s", err.text);
    ck_assert_msg(classify_run(store, book, o, &summary, &err) == 0, "%s", err.text);
    store_close(store);
    codebook_free(book);
    struct classify_summary counts = summary;
    classify_summary_free(&summary);
    return counts;
}

static struct classify_summary classify(void)
{
    const struct classify_options o = {.jobs = 2, .quiet = true};
    return classify_with(3, &o);
}

static void expect(const char *sql, const char *text)
{
    char *got = fill_text(db, sql);
    ck_assert_str_eq(got, text);
    free(got);
}

#define CODINGS "SELECT comment_id, ruleset, category, rule, start, end FROM v_coding ORDER BY 1, 2, 3, 4"
#define ALL_CODINGS                                                                                          \
    "1|themes|food|1|5|9\n1|tone|praise|1|0|4\n2|themes|food|1|23|27\n2|themes|wait|1|7|11\n2|tone|praise|"  \
    "1|18|22\n"                                                                                              \
    "3|none|none|1|0|3"
#define ROWS "SELECT (SELECT COUNT(*) FROM ruleset) || ' ' || (SELECT COUNT(*) FROM coding)"
#define UNFINISHED                                                                                           \
    "SELECT COUNT(*) FROM ruleset WHERE current = 1 AND mark < (SELECT MAX(revision) FROM comment)"

START_TEST(every_comment_is_coded_once)
{
    struct classify_summary s = classify();
    ck_assert(s.changed);
    ck_assert_int_eq(s.comments, 4);
    ck_assert_int_eq(s.codings, 6);
    ck_assert_int_eq(s.non_answers, 1);
    expect(CODINGS, ALL_CODINGS);
    ck_assert_int_eq(fill_number(db, UNFINISHED), 0);
    s = classify();
    ck_assert(!s.changed);
    ck_assert_int_eq(s.comments, 0);
}
END_TEST

START_TEST(a_new_and_a_changed_comment_are_coded_and_no_other)
{
    classify();
    fill_comment(db, 5, 1, "good");
    fill_run(
        db, "UPDATE comment SET text = 'wait', revision = 9 WHERE id = 1; DELETE FROM response WHERE id = 2");
    ck_assert_int_eq(fill_number(db, UNFINISHED), 3);
    struct classify_summary s = classify();
    ck_assert_int_eq(s.comments, 2);
    expect(CODINGS, "1|themes|wait|1|0|4\n3|none|none|1|0|3\n5|tone|praise|1|0|4");
    expect(ROWS, "3 3");
}
END_TEST

START_TEST(a_changed_ruleset_codes_again_and_leaves_the_others_alone)
{
    classify();
    /* What is not this ruleset's must stay as it is, even were it wrong. */
    fill_run(db,
             "UPDATE coded SET codings = (SELECT json_group_object(key, 1003) FROM json_each(codings))"
             " WHERE comment_id = 1 AND ruleset_id = (SELECT id FROM ruleset WHERE name = 'tone')");
    rules_write(folder, "themes", THEMES_OF("Wait", "long"));
    struct classify_summary s = classify();
    ck_assert_int_eq(s.comments, 4);
    expect(CODINGS, "1|themes|food|1|5|9\n1|tone|praise|1|1|4\n2|themes|food|1|23|27\n2|themes|wait|1|2|6\n"
                    "2|tone|praise|1|18|22\n3|none|none|1|0|3");
    expect(ROWS, "3 6");
    rules_write(folder, "themes", THEMES_OF("Wait", "wait"));
    classify_with(3, &(struct classify_options){.jobs = 1, .quiet = true});
    expect("SELECT category, start FROM v_coding WHERE comment_id = 2 AND ruleset = 'themes' ORDER BY 1",
           "food|23\nwait|7");
    expect(ROWS, "3 6");
}
END_TEST

START_TEST(changed_non_answers_code_everything_again)
{
    classify();
    rules_write(folder, "none", NONE_OF("'good'"));
    struct classify_summary s = classify();
    ck_assert_int_eq(s.comments, 4);
    expect(CODINGS, "1|none|none|1|0|4\n2|none|none|1|18|22");
}
END_TEST

START_TEST(a_changed_label_is_taken_over_without_coding)
{
    classify();
    rules_write(folder, "themes", THEMES_OF("Time", "wait"));
    struct classify_summary s = classify();
    ck_assert(s.changed);
    ck_assert_int_eq(s.comments, 0);
    expect("SELECT label FROM category WHERE code = 'wait'", "Time");
    expect(CODINGS, ALL_CODINGS);
}
END_TEST

START_TEST(a_ruleset_that_is_no_longer_in_use_loses_its_codings)
{
    classify();
    classify_with(2, &(struct classify_options){.jobs = 1, .quiet = true});
    expect(CODINGS, "1|themes|food|1|5|9\n2|themes|food|1|23|27\n2|themes|wait|1|7|11\n3|none|none|1|0|3");
    expect(ROWS, "2 4");
    classify();
    expect(CODINGS, ALL_CODINGS);
}
END_TEST

START_TEST(a_limit_is_stored_as_a_rule_error_and_goes_with_its_cause)
{
    fill_comment(db, 5, 3, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    struct classify_summary s = classify();
    ck_assert_int_eq(s.undecided, 1);
    expect("SELECT comment_id, g.code, rule FROM rule_error JOIN category g ON g.id = category_id",
           "5|wait|2");
    fill_run(db, "UPDATE comment SET text = 'fine', revision = 9 WHERE id = 5");
    classify();
    expect("SELECT COUNT(*) FROM rule_error", "0");
}
END_TEST

START_TEST(verdicts_outlive_every_classification)
{
    classify();
    fill_run(db, "INSERT INTO verdict (comment_id, ruleset, category, verdict, who, at) VALUES"
                 " (2, 'themes', 'wait', 'remove', 'A', '2026-01-01'), (4, 'themes', 'food', 'add', 'A', "
                 "'2026-01-01')");
    rules_write(folder, "themes", THEMES_OF("Wait", "long"));
    classify();
    expect("SELECT comment_id, category, rule FROM v_coding WHERE ruleset = 'themes' ORDER BY 1",
           "1|food|1\n2|food|1\n4|food|0");
}
END_TEST

/* Several thousand comments: many batches, in an order that is not that of the ids. */
static void fill_many(void)
{
    static const char *const texts[] = {"good food", "a long wait", "n/a",
                                        "meals were good, the wait was long", "hm"};
    fill_run(db, "BEGIN");
    for (int64_t i = 0; i < 3 * CLASSIFY_BATCH; i++)
        fill_comment(db, 100000 - i, (int)(i % 3) + 1, texts[i % 5]);
    fill_run(db, "COMMIT");
}

START_TEST(threads_and_engines_do_not_change_what_is_stored)
{
    static const struct classify_options ways[] = {{MATCHER_INDEX, 1, true, true, false},
                                                   {MATCHER_INDEX, 7, true, true, false},
                                                   {MATCHER_NAIVE, 2, true, true, true}};
    char *first = NULL;
    fill_many();
    for (size_t i = 0; i < 3; i++) {
        classify_with(3, &ways[i]);
        char *got = fill_text(db, "SELECT * FROM coded");
        if (first != NULL)
            ck_assert(strcmp(got, first) == 0);
        else
            first = mem_strdup(got);
        free(got);
    }
    ck_assert_int_gt((int64_t)strlen(first), 1000);
    free(first);
}
END_TEST

START_TEST(a_run_that_was_stopped_is_gone_on_with)
{
    fill_many();
    classify();
    /* As a killed run leaves it: codings and marks of some batches. */
    fill_run(db, "UPDATE ruleset SET mark = 2000 WHERE name = 'themes';"
                 "DELETE FROM coded WHERE ruleset_id = (SELECT id FROM ruleset WHERE name = 'themes')"
                 " AND comment_id IN (SELECT id FROM comment WHERE revision > 2000)");
    classify();
    char *got = fill_text(db, CODINGS);
    classify_with(3, &(struct classify_options){.jobs = 2, .quiet = true, .again = true});
    char *undisturbed = fill_text(db, CODINGS);
    ck_assert(strcmp(got, undisturbed) == 0);
    free(undisturbed);
    free(got);
}
END_TEST

extern const char schema_001_store[];

/* Puts the store back to version 1: one row a coding. */
static void downgrade(void)
{
    static const char *const tables[] = {"source",   "run",     "payload", "response", "attribute",
                                         "question", "comment", "ruleset", "category", "coding"};
    char old[300];
    snprintf(old, sizeof old, "%s.old", path);
    sqlite3_close(db);
    ck_assert_int_eq(sqlite3_open(old, &db), SQLITE_OK);
    char *attach = sqlite3_mprintf("ATTACH %Q AS new", path);
    fill_run(db, attach);
    fill_run(db, schema_001_store);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char *copy = sqlite3_mprintf("INSERT INTO main.%s SELECT * FROM new.%s", tables[i], tables[i]);
        fill_run(db, copy);
        sqlite3_free(copy);
    }
    fill_run(db, "PRAGMA user_version = 1");
    sqlite3_free(attach);
    sqlite3_close(db);
    ck_assert_int_eq(rename(old, path), 0);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
}

START_TEST(a_store_of_version_1_is_upgraded_and_coded_again)
{
    struct store *store = NULL;
    struct error err = {0};
    classify();
    downgrade();
    expect("SELECT comment_id, category_id IS NOT NULL FROM coding WHERE comment_id = 3", "3|1");
    ck_assert_int_eq(fill_number(db, "SELECT COUNT(*) FROM v_coding"), 6);
    ck_assert_int_eq(fill_number(db, "SELECT MIN(mark) FROM ruleset"), 4);
    ck_assert_int_eq(store_open(path, STORE_READ, &store, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text,
                                 ": its schema is version 1 and this program needs 2: run "
                                 "yousaid-collector run or yousaid-analyzer classify once to upgrade it"));
    ck_assert_msg(store_open(path, STORE_WRITE, &store, &err) == 0, "%s", err.text);
    store_close(store);
    ck_assert_int_eq(fill_number(db, "PRAGMA user_version"), 2);
    ck_assert_int_eq(fill_number(db, "SELECT MAX(mark) FROM ruleset"), 0);
    ck_assert_int_eq(fill_number(db, "SELECT COUNT(*) FROM v_coding"), 0);
    struct classify_summary s = classify();
    ck_assert_int_eq(s.comments, 4);
    expect(CODINGS, ALL_CODINGS);
    expect(ROWS, "3 6");
    fill_run(db, "PRAGMA foreign_keys = ON; DELETE FROM response WHERE id = 2");
    expect("SELECT COUNT(*) FROM coded WHERE comment_id = 2", "0");
}
END_TEST

START_TEST(service_and_place_are_read_for_rules_that_ask_for_them)
{
    rules_write(
        folder, "tone",
        "ruleset: tone\ndimension: tone\nversion: 1\ncategories:\n  - code: praise\n    label: Praise\n"
        "    rules:\n      - {match: good, when: {service: ward 3}}\n"
        "      - {match: meal, when: {place: Northport}}\n      - {match: good, when: {source: other}}\n");
    fill_run(db, "UPDATE response SET service = 'Ward 4', place = 'Ashdale' WHERE id = 1");
    classify();
    expect("SELECT comment_id, rule FROM v_coding WHERE ruleset = 'tone' ORDER BY 1, 2", "2|1\n2|2");
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("classify");
    TCase *t = tcase_create("classify");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, every_comment_is_coded_once);
    tcase_add_test(t, a_new_and_a_changed_comment_are_coded_and_no_other);
    tcase_add_test(t, a_changed_ruleset_codes_again_and_leaves_the_others_alone);
    tcase_add_test(t, changed_non_answers_code_everything_again);
    tcase_add_test(t, a_changed_label_is_taken_over_without_coding);
    tcase_add_test(t, a_ruleset_that_is_no_longer_in_use_loses_its_codings);
    tcase_add_test(t, a_limit_is_stored_as_a_rule_error_and_goes_with_its_cause);
    tcase_add_test(t, verdicts_outlive_every_classification);
    tcase_add_test(t, threads_and_engines_do_not_change_what_is_stored);
    tcase_add_test(t, a_run_that_was_stopped_is_gone_on_with);
    tcase_add_test(t, a_store_of_version_1_is_upgraded_and_coded_again);
    tcase_add_test(t, service_and_place_are_read_for_rules_that_ask_for_them);
    suite_add_tcase(s, t);
    return s;
}
