/* suggest.c: tests of analyzer/suggest*.c. */
#include "suggest.h"
#include "rules.h"
#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *suite(void);

static const char themes[] = "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
                             "  - {code: wait, label: Wait, rules: [{words: [wait*]}]}\n"
                             "  - {code: staff, label: Staff, rules: [{words: [kind]}]}\n";
static const char non_answers[] = "ruleset: na\ndimension: answer\nversion: 1\ncategories:\n"
                                  "  - {code: non-answer, label: Non-answer, rules: [{match: '^n/a$'}]}\n";
static char *folder;
static struct codebook *book;
static struct suggest *s;

static void setup(void)
{
    struct error err = {0};
    const char *const names[] = {"t", "na"};
    folder = rules_folder();
    rules_write(folder, "t", themes);
    rules_write(folder, "na", non_answers);
    ck_assert_msg(codebook_open(folder, names, 2, MATCHER_INDEX, &book, &err) == 0, "%s", err.text);
}

static void teardown(void)
{
    suggest_free(s);
    suggest_free(NULL);
    codebook_free(book);
    rules_remove(folder);
    s = NULL;
}

static void add(const char *text, size_t times)
{
    static size_t number;
    for (size_t i = 0; i < times; i++) {
        char name[30];
        struct comment c = {.coded = {.text = text, .len = strlen(text)}, .name = name};
        snprintf(name, sizeof name, "comment %zu", ++number);
        ck_assert_int_eq(suggest_add(s, &c, NULL), 0);
    }
}

START_TEST(what_no_rule_reached_is_told_from_what_was_reached)
{
    s = suggest_new(book, &(struct suggest_options){.min = 3, .limit = 10});
    add("parking is dear", 5);
    add("I waited and the parking", 1);
    add("kind staff", 30);
    add("n/a", 4);
    suggest_unreached(s);
    ck_assert_uint_eq(s->list_count, 1);
    const struct suggest_list *list = &s->list[0];
    ck_assert_uint_eq(list->inside, 5);
    ck_assert_uint_eq(list->outside, 31);
    ck_assert_uint_eq(s->non_answers, 4);
    ck_assert_uint_eq(list->count, 1);
    ck_assert_str_eq(list->phrase[0]->text, "parking is dear");
    ck_assert_str_eq(suggest_text(s, list->phrase[0]->example[0].comment), "parking is dear");
}
END_TEST

START_TEST(of_very_many_comments_a_sample_is_taken_and_said)
{
    struct buf out = buf_new(100000);
    s = suggest_new(book, &(struct suggest_options){.min = 3, .limit = 10});
    add("parking", SUGGEST_MAX_INSIDE / 2);
    add("lift", SUGGEST_MAX_INSIDE);
    add("kind", 10);
    suggest_unreached(s);
    ck_assert_uint_eq(s->list[0].inside, SUGGEST_MAX_INSIDE);
    ck_assert_uint_eq(s->list[0].inside_all, SUGGEST_MAX_INSIDE * 3 / 2);
    suggest_print_text(s, 1, &out);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "Counted in a sample of 20000 and 10 of them"));
    buf_free(&out);
}
END_TEST

static struct labels *read_labels(const char *content)
{
    char path[300];
    struct error err = {0};
    struct labels *labels = NULL;
    struct buf b = buf_new(1 << 16);
    snprintf(path, sizeof path, "%s/l.csv", folder);
    buf_puts(&b, content);
    ck_assert_int_eq(buf_write_file(&b, path, &err), 0);
    buf_free(&b);
    const struct labels_options o = {.file = path, .polarity = "open"};
    ck_assert_msg(labels_read(&o, codebook_ruleset(book, 0), true, &labels, &err) == 0, "%s", err.text);
    return labels;
}

START_TEST(what_people_gave_and_rules_missed_is_marked_by_category)
{
    struct buf csv = buf_new(1 << 16);
    struct buf out = buf_new(1 << 16);
    struct error err = {0};
    buf_puts(&csv, "label,text\n");
    for (int i = 0; i < 4; i++)
        buf_puts(&csv, "wait,the long queue outside\nwait,I waited\n");
    for (int i = 0; i < 20; i++)
        buf_puts(&csv, "staff,kind nurse\n");
    buf_puts(&csv, ",unlabelled queue\nwait,n/a\n");
    struct labels *labels = read_labels(buf_str(&csv));
    s = suggest_new(book, &(struct suggest_options){.min = 3, .limit = 10});
    ck_assert_int_eq(comments_of_file(labels, suggest_add, s, &err), 0);
    ck_assert_int_eq(suggest_missed(s, &err), 0);
    ck_assert_uint_eq(s->list_count, 1);
    ck_assert_str_eq(s->list[0].category->code, "wait");
    ck_assert_uint_eq(s->list[0].inside, 5); /* the n/a is a miss too */
    ck_assert_uint_eq(s->list[0].outside, 20);
    ck_assert_str_eq(s->list[0].phrase[0]->text, "long queue outside");
    suggest_print_text(s, 1, &out);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "line 2: the [long queue outside]\n"));
    buf_clear(&out);
    suggest_print_csv(s, &out);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "wait,long queue outside,4,0,"));
    buf_clear(&out);
    suggest_print_json(s, &out);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"code\":\"wait\",\"comments\":5,\"others\":20,\"phrases\":["
                                                "{\"phrase\":\"long queue outside\",\"in\":4"));
    labels_free(labels);
    buf_free(&out);
    buf_free(&csv);
}
END_TEST

START_TEST(one_category_can_be_asked_for_and_must_exist)
{
    struct error err = {0};
    struct labels *labels = read_labels("label,text\nstaff,queue\nwait,queue\n");
    s = suggest_new(book, &(struct suggest_options){.min = 1, .limit = 10, .category = "staff"});
    ck_assert_int_eq(comments_of_file(labels, suggest_add, s, &err), 0);
    ck_assert_int_eq(suggest_missed(s, &err), 0);
    ck_assert_uint_eq(s->list_count, 1);
    ck_assert_str_eq(s->list[0].category->code, "staff");
    s->options.category = "stuff";
    ck_assert_int_eq(suggest_missed(s, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_USAGE);
    labels_free(labels);
}
END_TEST

Suite *suite(void)
{
    Suite *su = suite_create("suggest");
    TCase *t = tcase_create("suggest");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, what_no_rule_reached_is_told_from_what_was_reached);
    tcase_add_test(t, of_very_many_comments_a_sample_is_taken_and_said);
    tcase_add_test(t, what_people_gave_and_rules_missed_is_marked_by_category);
    tcase_add_test(t, one_category_can_be_asked_for_and_must_exist);
    suite_add_tcase(su, t);
    return su;
}
