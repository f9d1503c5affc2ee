/* rules_diff.c: tests of analyzer/rules_diff*.c. */
#include "rules_diff.h"
#include "rules.h"
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

Suite *suite(void);

static const char old_rules[] = "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
                                "  - {code: wait, label: Wait, rules: [{words: [wait*]}]}\n"
                                "  - {code: staff, label: Staff, rules: [{words: [kind]}]}\n"
                                "  - {code: gone, label: Gone, rules: [{words: [phone]}]}\n";
static const char new_rules[] = "ruleset: t\ndimension: theme\nversion: 2\ncategories:\n"
                                "  - {code: fresh, label: Fresh, rules: [{words: [parking]}]}\n"
                                "  - {code: wait, label: Waiting, rules: [{words: [waiting, queue*]}]}\n"
                                "  - {code: staff, label: Staff, rules: [{words: [kind*]}]}\n";
static const char *const texts[] = {"I waited", "waiting, then waiting again", "a queue",
                                    "kind",     "the phone and parking",       "kindly wait",
                                    "nothing"};
enum { TEXTS = sizeof texts / sizeof texts[0] };

static char *folder;
static struct codebook *books[2];
static struct rules_diff *d;

static void setup(void)
{
    struct error err = {0};
    const char *const names[] = {"t", "u"};
    folder = rules_folder();
    rules_write(folder, "t", old_rules);
    ck_assert_msg(codebook_open(folder, names, 1, MATCHER_INDEX, &books[0], &err) == 0, "%s", err.text);
    rules_write(folder, "t", new_rules);
    ck_assert_msg(codebook_open(folder, names, 1, MATCHER_INDEX, &books[1], &err) == 0, "%s", err.text);
}

static void teardown(void)
{
    rules_diff_free(d);
    rules_diff_free(NULL);
    codebook_free(books[0]);
    codebook_free(books[1]);
    rules_remove(folder);
    d = NULL;
}

static void run_all(const struct codebook *a, const struct codebook *b, size_t keep)
{
    d = rules_diff_new(a, b, keep);
    for (size_t i = 0; i < TEXTS; i++) {
        char name[20];
        struct comment c = {.coded = {.text = texts[i], .len = strlen(texts[i])}, .name = name};
        snprintf(name, sizeof name, "comment %zu", i);
        ck_assert_int_eq(rules_diff_add(d, &c, NULL), 0);
    }
    rules_diff_end(d);
}

static const struct {
    const char *code;
    size_t before, after, gained, lost;
} wanted[] = {{"fresh", 0, 1, 1, 0}, {"wait", 3, 2, 1, 2}, {"staff", 1, 2, 1, 0}, {"gone", 1, 0, 0, 1}};

START_TEST(every_category_of_either_side_has_its_counts)
{
    run_all(books[0], books[1], SIZE_MAX);
    ck_assert_uint_eq(d->comments, TEXTS);
    ck_assert_uint_eq(d->changed, 4);
    ck_assert_uint_eq(d->category_count, 4);
    const struct rules_diff_category *c = &d->category[_i];
    ck_assert_str_eq(c->code, wanted[_i].code);
    ck_assert_uint_eq(c->coded[RULES_OLD], wanted[_i].before);
    ck_assert_uint_eq(c->coded[RULES_NEW], wanted[_i].after);
    ck_assert_uint_eq(c->gained, wanted[_i].gained);
    ck_assert_uint_eq(c->lost, wanted[_i].lost);
}
END_TEST

START_TEST(changes_stand_by_category_and_name_the_rule_of_their_side)
{
    run_all(books[0], books[1], SIZE_MAX);
    ck_assert_uint_eq(d->change_count, 6);
    ck_assert_str_eq(d->change[0].comment, "comment 4");
    ck_assert(d->change[1].gained && !d->change[2].gained && !d->change[3].gained);
    ck_assert_str_eq(d->change[1].comment, "comment 2");
    ck_assert_str_eq(d->change[2].comment, "comment 0");
    ck_assert_str_eq(d->change[3].comment, "comment 5");
    ck_assert_str_eq(d->change[2].text, "I waited");
    ck_assert_uint_eq(d->change[2].by.start, 2);
}
END_TEST

START_TEST(only_so_many_changes_are_kept_but_all_are_counted)
{
    run_all(books[0], books[1], 1);
    ck_assert_uint_eq(d->change_count, 5);
    ck_assert_uint_eq(d->category[1].lost, 2);
}
END_TEST

START_TEST(a_ruleset_against_itself_changes_nothing)
{
    struct buf out = buf_new(10000);
    run_all(books[1], books[1], SIZE_MAX);
    ck_assert_uint_eq(d->changed, 0);
    rules_diff_text(d, "the store", &out);
    ck_assert_ptr_nonnull(
        strstr(buf_str(&out), "Nothing that decides codings differs.\nNo comment is coded differently.\n"));
    buf_free(&out);
}
END_TEST

START_TEST(text_csv_and_json_tell_the_same)
{
    struct buf out = buf_new(100000);
    run_all(books[0], books[1], SIZE_MAX);
    rules_diff_text(d, "the store", &out);
    ck_assert_ptr_nonnull(
        strstr(buf_str(&out), "on 7 comments of the store\n4 comments are coded differently (57.1%)."));
    ck_assert_ptr_nonnull(
        strstr(buf_str(&out), "Waiting: lost by 2 comments\n  comment 0: I [waited]\n      wait rule 1 ("));
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "-1       1       2\n"));
    buf_clear(&out);
    rules_diff_csv(d, &out);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "staff,Staff,gained,comment 5,"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out), ",phone,the phone and parking\r\n"));
    buf_clear(&out);
    rules_diff_json(d, &out);
    ck_assert_ptr_nonnull(
        strstr(buf_str(&out),
               "\"code\":\"wait\",\"label\":\"Waiting\",\"before\":3,\"after\":2,\"gained\":1,\"lost\":2}"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"comments\":7,\"changed\":4,"));
    buf_free(&out);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("rules_diff");
    TCase *t = tcase_create("rules_diff");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, every_category_of_either_side_has_its_counts, 0, sizeof wanted / sizeof wanted[0]);
    tcase_add_test(t, changes_stand_by_category_and_name_the_rule_of_their_side);
    tcase_add_test(t, only_so_many_changes_are_kept_but_all_are_counted);
    tcase_add_test(t, a_ruleset_against_itself_changes_nothing);
    tcase_add_test(t, text_csv_and_json_tell_the_same);
    suite_add_tcase(s, t);
    return s;
}
