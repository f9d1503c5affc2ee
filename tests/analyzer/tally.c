/* tally.c: tests of analyzer/tally*.c: what is counted, and what is not. */
#include "tally_internal.h"

#include <check.h>
#include <scene.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite(void);

static struct scene scene;
static struct workspace *workspace;
static struct store *store;
static struct catalogue *book;
static struct tally *t;

static void setup(void)
{
    scene = scene_new();
}

static void teardown(void)
{
    tally_free(t);
    catalogue_free(book);
    store_close(store);
    workspace_close(workspace);
    t = NULL;
    book = NULL;
    store = NULL;
    workspace = NULL;
    scene_free(&scene);
}

static void count_period(const char *from, const char *to)
{
    struct error err = {0};
    ck_assert_msg(workspace_open(scene.folder, &workspace, &err) == 0, "%s", err.text);
    ck_assert_msg(store_open(workspace->store, STORE_READ, &store, &err) == 0, "%s", err.text);
    static const char *const names[] = {"themes", "groups", "tone"};
    ck_assert_msg(catalogue_load(store, names, 3, &book, &err) == 0, "%s", err.text);
    ck_assert_msg(tally_run(store, book, workspace, (struct tally_period){from, to}, &t, &err) == 0, "%s",
                  err.text);
}

static void count(void)
{
    count_period(NULL, NULL);
}

static size_t theme(int id)
{
    for (size_t i = 0; i < t->theme_count; i++)
        if (book->categories[t->themes[i]].id == id)
            return i;
    ck_abort_msg("no such theme");
}

static void expect(const struct tally_table *table, size_t row, size_t col, int64_t n, int64_t people)
{
    struct tally_count c = tally_at(table, row, col);
    ck_assert_int_eq(c.n, n);
    ck_assert_int_eq(c.people, people);
}

START_TEST(a_category_counts_once_in_a_comment_and_so_does_what_stands_above_it)
{
    scene_comment(&scene, 1, "Northport", (const int[]){WAITING, PHONE, 0});
    scene_comment(&scene, 2, "Northport", (const int[]){WAITING, 0});
    count();
    expect(t->theme_place, theme(WAITING), t->place_count, 2, 2);
    expect(t->theme_place, theme(PHONE), t->place_count, 1, 1);
    expect(t->theme_place, theme(ACCESS), t->place_count, 2, 2);
    expect(t->theme_place, theme(FOOD), t->place_count, 0, 0);
    expect(t->theme_place, t->theme_count, t->place_count, 2, 2);
}
END_TEST

START_TEST(several_comments_of_one_response_are_one_person)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, 0});
    scene_comment(&scene, 2, NULL, (const int[]){FOOD, 0});
    fill_run(scene.db, "UPDATE comment SET response_id = 1, question_id = 3 WHERE id = 2");
    count();
    expect(t->theme_place, theme(FOOD), t->place_count, 2, 1);
    expect(t->comments, 0, 0, 2, 1);
    expect(t->responses, t->source_count, 0, 2, 2);
    expect(t->left_out, TALLY_NO_COMMENT, 0, 1, 1);
}
END_TEST

START_TEST(neighbourhoods_count_for_their_place_and_unknown_places_elsewhere)
{
    scene_comment(&scene, 1, "Quay", (const int[]){FOOD, 0});
    scene_comment(&scene, 2, "Ashdale", (const int[]){FOOD, 0});
    scene_comment(&scene, 3, "Northmoor", (const int[]){FOOD, 0});
    scene_comment(&scene, 4, "Atlantis", (const int[]){FOOD, 0});
    scene_comment(&scene, 5, NULL, (const int[]){FOOD, 0}); /* the place of its source: Northport */
    count();
    ck_assert_uint_eq(t->place_count, 3);
    ck_assert_str_eq(t->places[0], "Northport");
    ck_assert_str_eq(t->places[1], "Ashdale");
    expect(t->theme_place, theme(FOOD), 0, 2, 2);
    expect(t->theme_place, theme(FOOD), 1, 1, 1);
    expect(t->theme_place, theme(FOOD), 2, 2, 2);
    ck_assert_uint_eq(t->unknown_place_count, 1);
    ck_assert_str_eq(t->unknown_places[0], "Atlantis");
}
END_TEST

START_TEST(tone_is_that_of_the_comment_and_may_be_missing)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, PRAISE, 0});
    scene_comment(&scene, 2, NULL, (const int[]){FOOD, 0});
    count();
    ck_assert_uint_eq(t->tone_count, 2);
    expect(t->theme_tone, theme(FOOD), 0, 1, 1);
    expect(t->theme_tone, theme(FOOD), 1, 0, 0);
    expect(t->theme_tone, theme(FOOD), 2, 1, 1);
    expect(t->theme_tone, t->theme_count, 3, 2, 2);
}
END_TEST

START_TEST(non_answers_and_withdrawn_responses_are_in_no_base)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, 0});
    scene_comment(&scene, 2, NULL, (const int[]){FOOD, NON_ANSWER, 0});
    scene_comment(&scene, 3, NULL, (const int[]){FOOD, 0});
    fill_run(scene.db, "UPDATE response SET withdrawn_run_id = 1 WHERE id = 3");
    count();
    expect(t->theme_place, theme(FOOD), t->place_count, 1, 1);
    expect(t->comments, 0, 0, 1, 1);
    expect(t->responses, 0, 0, 2, 2);
    expect(t->left_out, TALLY_NON_ANSWERS, 0, 1, 1);
}
END_TEST

static void give_up(int comment, int category, int rule)
{
    char sql[200];
    snprintf(sql, sizeof sql, "INSERT INTO rule_error VALUES (%d, %d, %d, 'limit')", comment, category, rule);
    fill_run(scene.db, sql);
}

START_TEST(comments_that_a_rule_could_not_be_decided_on_are_counted_once_each)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, 0});
    scene_comment(&scene, 2, NULL, (const int[]){0});
    scene_comment(&scene, 3, NULL, (const int[]){NON_ANSWER, 0});
    scene_comment(&scene, 4, NULL, (const int[]){FOOD, 0});
    scene_comment(&scene, 5, NULL, (const int[]){FOOD, 0});
    fill_run(scene.db, "UPDATE response SET withdrawn_run_id = 1 WHERE id = 4");
    for (int comment = 1; comment <= 4; comment++)
        for (int rule = 1; rule <= 2; rule++)
            give_up(comment, comment == 4 ? ACCESS : WAITING, rule);
    give_up(2, PHONE, 1);
    give_up(5, 999, 1); /* of an earlier ruleset */
    count();
    expect(t->left_out, TALLY_UNDECIDED, 0, 2, 2);
    ck_assert_uint_eq(t->undecided_rules, 3);
    expect(t->comments, 0, 0, 3, 3);
}
END_TEST

START_TEST(what_people_decided_wins_over_the_rules)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, 0});
    scene_comment(&scene, 2, NULL, (const int[]){0});
    scene_comment(&scene, 3, NULL, (const int[]){FOOD, 0});
    fill_run(scene.db, "INSERT INTO verdict (comment_id, ruleset, category, verdict, who, at) VALUES"
                       " (1, 'themes', 'food', 'remove', 'A', '2026-01-01'),"
                       " (2, 'themes', 'waiting', 'add', 'A', '2026-01-01'),"
                       " (3, 'themes', 'food', 'add', 'A', '2026-01-01'),"
                       " (3, 'themes', 'gone', 'add', 'A', '2026-01-01')");
    count();
    expect(t->theme_place, theme(FOOD), t->place_count, 1, 1);
    expect(t->theme_place, theme(WAITING), t->place_count, 1, 1);
    expect(t->theme_place, theme(ACCESS), t->place_count, 1, 1);
}
END_TEST

START_TEST(codings_of_earlier_rulesets_do_not_count)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, 0});
    fill_run(
        scene.db,
        "INSERT INTO ruleset (id, name, dimension, version, sha256, current) VALUES"
        " (9, 'themes', 'theme', '0', 'old', 0);"
        "INSERT INTO category (id, ruleset_id, code, label, position) VALUES (90, 9, 'food', 'Food', 0)");
    fill_coding(scene.db, 1, 90, 1, 0, 1);
    count();
    expect(t->theme_place, theme(FOOD), t->place_count, 1, 1);
}
END_TEST

START_TEST(declared_and_mentioned_groups_never_meet)
{
    scene_comment(&scene, 1, NULL, (const int[]){OLD, 0});
    scene_comment(&scene, 2, NULL, (const int[]){FOOD, 0});
    fill_run(scene.db,
             "INSERT INTO attribute VALUES (2, 'group', 'young', 'Age'), (2, 'area', 'both', 'Area'),"
             " (2, 'group', 'martians', 'Planet')");
    count();
    ck_assert_uint_eq(t->characteristic_count, 1);
    const struct tally_characteristic *age = &t->characteristics[0];
    ck_assert_uint_eq(age->rows, 2);
    ck_assert_int_eq(book->categories[age->category[0]].id, YOUNG);
    ck_assert_int_eq(age->category[1], TALLY_SILENT);
    expect(age->table, 0, t->place_count, 1, 1);
    expect(age->table, 1, t->place_count, 1, 1);
    expect(age->table, 2, t->place_count, 2, 2);
    expect(t->area, TALLY_BOTH, 0, 1, 1);
    expect(t->area, TALLY_AREA_SILENT, 0, 1, 1);
    expect(t->mentions, 2, 0, 1, 1); /* groups: age, young, old, carers */
    expect(t->mentions, 1, 0, 0, 0);
    expect(t->mentions, 0, 0, 1, 1);
    ck_assert_uint_eq(t->unknown_group_count, 1);
    ck_assert_str_eq(t->unknown_groups[0], "martians");
}
END_TEST

START_TEST(only_sources_that_asked_are_a_base)
{
    scene_comment(&scene, 1, NULL, (const int[]){0});
    scene_comment(&scene, 2, NULL, (const int[]){0});
    fill_run(scene.db, "INSERT INTO source (id, name, title, organisation, organisation_kind) VALUES (2, "
                       "'x', 'X', 'X', 'nhs');"
                       "UPDATE response SET source_id = 2 WHERE id = 2;"
                       "INSERT INTO attribute VALUES (1, 'group', 'carers', '')");
    count();
    ck_assert_uint_eq(t->characteristic_count, 1);
    expect(t->characteristics[0].table, t->characteristics[0].rows, t->place_count, 1, 1);
}
END_TEST

START_TEST(a_period_includes_both_of_its_days)
{
    for (int id = 1; id <= 5; id++)
        scene_comment(&scene, id, NULL, (const int[]){FOOD, 0});
    fill_run(
        scene.db,
        "UPDATE response SET submitted_at = CASE id WHEN 1 THEN '2026-03-31T23:59:59'"
        " WHEN 2 THEN '2026-04-01' WHEN 3 THEN '2026-04-30T23:59:59+01:00' WHEN 4 THEN '2026-05-01' END");
    count_period("2026-04-01", "2026-04-30");
    expect(t->theme_place, theme(FOOD), t->place_count, 3, 3);
    expect(t->left_out, TALLY_OUTSIDE_PERIOD, 0, 2, 2);
    expect(t->left_out, TALLY_UNDATED, 0, 1, 1);
    ck_assert_str_eq(t->first, "2026-04-01");
    ck_assert_str_eq(t->last, "2026-04-30");
}
END_TEST

/* Random codings, counted here and by SQL through the stable views. */
START_TEST(counts_agree_with_sql)
{
    unsigned seed = (unsigned)_i + 1;
    static const char *const places[] = {"Northport", "Ashdale", "Quay", NULL};
    for (int id = 1; id <= 60; id++) {
        int categories[5] = {0};
        size_t n = 0;
        for (int c = WAITING; c <= FOOD; c++)
            if (rand_r(&seed) % 3 == 0)
                categories[n++] = c;
        scene_comment(&scene, id, places[rand_r(&seed) % 4], categories);
    }
    fill_run(
        scene.db,
        "INSERT INTO verdict (comment_id, ruleset, category, verdict, who, at) SELECT id, 'themes', 'food',"
        " CASE id % 3 WHEN 0 THEN 'add' WHEN 1 THEN 'remove' ELSE 'confirm' END, 'A', '2026-01-01'"
        " FROM comment WHERE id % 5 = 0");
    count();
    for (int c = WAITING; c <= FOOD; c++) {
        char sql[200];
        snprintf(sql, sizeof sql,
                 "SELECT COALESCE(SUM(comments), 0) FROM v_theme_by_place WHERE category = '%s'",
                 book->categories[t->themes[theme(c)]].code);
        expect(t->theme_place, theme(c), t->place_count, fill_number(scene.db, sql),
               fill_number(scene.db, sql));
        snprintf(sql, sizeof sql,
                 "SELECT COALESCE(SUM(comments), 0) FROM v_theme_by_place WHERE category = '%s'"
                 " AND place = 'Ashdale'",
                 book->categories[t->themes[theme(c)]].code);
        expect(t->theme_place, theme(c), 1, fill_number(scene.db, sql), fill_number(scene.db, sql));
    }
}
END_TEST

START_TEST(the_fingerprint_changes_with_what_is_counted_and_with_nothing_else)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, 0});
    count();
    char first[HASH_SIZE];
    memcpy(first, t->sha256, sizeof first);
    tally_free(t);
    struct error err = {0};
    ck_assert_int_eq(tally_run(store, book, workspace, (struct tally_period){0}, &t, &err), 0);
    ck_assert_str_eq(first, t->sha256);
    tally_free(t);
    fill_run(scene.db, "UPDATE response SET content_sha256 = 'y'");
    ck_assert_int_eq(tally_run(store, book, workspace, (struct tally_period){0}, &t, &err), 0);
    ck_assert_str_ne(first, t->sha256);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("tally");
    TCase *c = tcase_create("tally");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, a_category_counts_once_in_a_comment_and_so_does_what_stands_above_it);
    tcase_add_test(c, several_comments_of_one_response_are_one_person);
    tcase_add_test(c, neighbourhoods_count_for_their_place_and_unknown_places_elsewhere);
    tcase_add_test(c, tone_is_that_of_the_comment_and_may_be_missing);
    tcase_add_test(c, non_answers_and_withdrawn_responses_are_in_no_base);
    tcase_add_test(c, comments_that_a_rule_could_not_be_decided_on_are_counted_once_each);
    tcase_add_test(c, what_people_decided_wins_over_the_rules);
    tcase_add_test(c, codings_of_earlier_rulesets_do_not_count);
    tcase_add_test(c, declared_and_mentioned_groups_never_meet);
    tcase_add_test(c, only_sources_that_asked_are_a_base);
    tcase_add_test(c, a_period_includes_both_of_its_days);
    tcase_add_loop_test(c, counts_agree_with_sql, 0, 4);
    tcase_add_test(c, the_fingerprint_changes_with_what_is_counted_and_with_nothing_else);
    suite_add_tcase(s, c);
    return s;
}
