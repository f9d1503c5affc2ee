/* evaluate.c: tests of analyzer/evaluate*.c and sentiment.c on a file small enough to count by hand. */
#include "evaluate.h"
#include "rules.h"
#include "sentiment.h"
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

Suite *suite(void);

static const char themes[] =
    "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
    "  - {code: access, label: Access}\n"
    "  - {code: wait, label: Waiting, parent: access, rules: [{words: [wait*]}]}\n"
    "  - {code: phone, label: Phone, parent: access, rules: [{words: [phone]}]}\n"
    "  - {code: staff, label: Staff, rules: [{words: [kind]}, {words: [rude], when: {polarity: improve}}]}\n"
    "  - {code: food, label: Food, rules: [{words: [food]}]}\n";
static const char non_answers[] = "ruleset: na\ndimension: answer\nversion: 1\ncategories:\n"
                                  "  - {code: non-answer, label: Non-answer, rules: [{match: '^n/a$'}]}\n";
static const char tone[] = "ruleset: tone\ndimension: tone\nversion: 1\ncategories:\n"
                           "  - {code: praise, label: Praise, rules: [{words: [kind]}]}\n"
                           "  - {code: concern, label: Concern, rules: [{words: [rude]}]}\n"
                           "  - {code: mixed, label: Mixed, combines: [praise, concern]}\n";
/* wait: 2 both, 1 rules alone, 1 missed; staff: 1 both, 1 missed; access: 3 both, 1 rules alone */
static const char coded[] = "id,Respondent,question,wait,staff,access,other,text\n"
                            "1,r1,What could we improve?,1,,1,,I waited\n"
                            "2,r1,What could we improve?,1,1,1,,waiting for the rude man\n"
                            "3,r2,What was good?,,1,,,rude is kind of good\n"
                            "4,r2,Why?,,,1,,phone and food and waiter\n"
                            "5,r3,Why?,1,1,,,late\n"
                            "6,r3,Why?,,,,1,kind\n"
                            "7,r4,Why?,1,,,,\n"
                            "8,r4,Why?,,,,,kind\n";
static char *folder;
static struct codebook *book;
static struct labels *labels;
static struct evaluation *e;
static char path[256];

static void read_file(const char *content, struct labels_options *o, bool need_labels)
{
    struct error err = {0};
    struct buf b = buf_new(1 << 16);
    snprintf(path, sizeof path, "%s/coded.csv", folder);
    buf_puts(&b, content);
    ck_assert_int_eq(buf_write_file(&b, path, &err), 0);
    buf_free(&b);
    o->file = path;
    ck_assert_msg(labels_read(o, codebook_ruleset(book, 0), need_labels, &labels, &err) == 0, "%s", err.text);
}

static void setup(void)
{
    struct error err = {0};
    const char *const names[] = {"t", "na"};
    folder = rules_folder();
    rules_write(folder, "t", themes);
    rules_write(folder, "na", non_answers);
    rules_write(folder, "tone", tone);
    ck_assert_msg(codebook_open(folder, names, 2, MATCHER_INDEX, &book, &err) == 0, "%s", err.text);
}

static void teardown(void)
{
    evaluation_free(e);
    labels_free(labels);
    codebook_free(book);
    rules_remove(folder);
    e = NULL;
    labels = NULL;
}

static void evaluate_file(const char *content, struct labels_options columns, struct evaluate_options options)
{
    struct error err = {0};
    read_file(content, &columns, true);
    ck_assert_msg(evaluate(book, 0, labels, &options, &e, &err) == 0, "%s", err.text);
}

static const struct evaluate_category *category(const char *code)
{
    for (size_t k = 0; k < e->category_count; k++)
        if (strcmp(e->ruleset->categories[e->category[k].index].code, code) == 0)
            return &e->category[k];
    ck_abort_msg("%s is not judged", code);
    return NULL;
}

static void counts_are(const char *code, size_t both, size_t rules, size_t people, size_t neither)
{
    const struct measure_counts *c = &category(code)->counts;
    ck_assert_msg(c->both == both && c->rules == rules && c->people == people && c->neither == neither,
                  "%s: %zu %zu %zu %zu", code, c->both, c->rules, c->people, c->neither);
}

START_TEST(every_count_is_the_one_made_by_hand)
{
    evaluate_file(coded, (struct labels_options){0}, (struct evaluate_options){.only_fold = -1});
    ck_assert_uint_eq(e->compared, 5);
    ck_assert_uint_eq(e->no_text, 1);
    ck_assert_uint_eq(e->no_label, 2);
    ck_assert_uint_eq(e->left_out_coded, 2);
    ck_assert_uint_eq(e->unjudged, 1); /* food; phone is judged through access */
    counts_are("wait", 2, 1, 1, 1);
    counts_are("staff", 2, 0, 1, 2);
    counts_are("access", 3, 0, 0, 2);
    ck_assert_uint_eq(e->micro.both, 7);
    ck_assert_double_eq_tol(measure_f1(&e->micro), 14.0 / 17, 1e-12);
    ck_assert_double_eq_tol(e->macro_f1, (4.0 / 6 + 4.0 / 5 + 1) / 3, 1e-12);
    ck_assert_uint_eq(e->exact, 3);
    ck_assert_uint_eq(e->length[0].comments, 5);
    ck_assert(isnan(e->alpha_people));
}
END_TEST

START_TEST(labels_without_a_counterpart_are_left_out_and_counted)
{
    evaluate_file("labels,text\nwait,I waited\nrecords,lost\nwait; records,waiting\n,waiting\nstaff,n/a\n",
                  (struct labels_options){0}, (struct evaluate_options){.only_fold = -1});
    ck_assert_uint_eq(e->compared, 3);
    ck_assert_uint_eq(e->no_counterpart, 1);
    ck_assert_uint_eq(e->no_label, 1);
    ck_assert_uint_eq(e->non_answers, 1);
    counts_are("wait", 2, 0, 0, 1);
    counts_are("staff", 0, 0, 1, 2);
}
END_TEST

/* Of one theme: a comment judged to have none shows what the rules give wrongly. */
static const struct {
    const char *file;
    bool empty_is_none;
    size_t compared, judged_none, no_label, no_counterpart, rules;
} judged[] = {
    {"wait,text\n1,I waited\n0,a waiter\nno,kind\nFALSE,food\n,a waiting room\n ,kind\n", false, 4, 3, 2, 0,
     1},
    {"wait,text\n1,I waited\n0,a waiter\nno,kind\nFALSE,food\n,a waiting room\n ,kind\n", true, 6, 5, 0, 0,
     2},
    {"wait,text\n1,I waited\n,a waiter\n", false, 1, 0, 1, 0, 0},
    {"labels,text\nwait,I waited\nnone,a waiter\n-,a wait\n,waiting\nrecords,waiting\n", false, 3, 2, 1, 1,
     2},
    {"labels,text\nwait,I waited\nnone,a waiter\n-,a wait\n,waiting\nrecords,waiting\n", true, 4, 3, 0, 1, 3},
    {"labels,text\nnone; wait,I waited\n", false, 1, 0, 0, 0, 0},
};

START_TEST(a_comment_judged_to_have_no_label_counts)
{
    evaluate_file(judged[_i].file, (struct labels_options){.empty_is_none = judged[_i].empty_is_none},
                  (struct evaluate_options){.only_fold = -1});
    ck_assert_uint_eq(e->compared, judged[_i].compared);
    ck_assert_uint_eq(e->judged_none, judged[_i].judged_none);
    ck_assert_uint_eq(e->no_label, judged[_i].no_label);
    ck_assert_uint_eq(e->no_counterpart, judged[_i].no_counterpart);
    counts_are("wait", 1, judged[_i].rules, 0, judged[_i].compared - 1 - judged[_i].rules);
}
END_TEST

/* Column "other" stands for no category when the map says so: 0 there judges nothing. */
START_TEST(a_no_about_a_label_without_a_counterpart_judges_nothing)
{
    struct buf map = buf_new(1000);
    struct error err = {0};
    char map_path[256];
    snprintf(map_path, sizeof map_path, "%s/map.csv", folder);
    buf_puts(&map, "label,category\nother,\n");
    ck_assert_int_eq(buf_write_file(&map, map_path, &err), 0);
    buf_free(&map);
    evaluate_file("wait,other,text\n1,,I waited\n,0,a waiter\n0,1,a wait\n0,0,kind\n",
                  (struct labels_options){.map = map_path}, (struct evaluate_options){.only_fold = -1});
    ck_assert_uint_eq(e->compared, 2);
    ck_assert_uint_eq(e->no_label, 1);
    ck_assert_uint_eq(e->no_counterpart, 1);
    counts_are("wait", 1, 0, 0, 1);
}
END_TEST

START_TEST(coders_who_find_no_label_have_a_vote)
{
    evaluate_file(
        "id,coder,wait,text\n1,a,1,I waited\n1,b,0,I waited\n1,c,0,I waited\n2,a,1,wait\n2,b,,wait\n",
        (struct labels_options){.coder = "coder"}, (struct evaluate_options){.only_fold = -1});
    ck_assert_uint_eq(e->compared, 1);
    ck_assert_uint_eq(e->no_majority, 1);
    counts_are("wait", 0, 1, 0, 0);
}
END_TEST

START_TEST(what_the_rules_code_in_another_fold_is_not_told)
{
    size_t coded_left_out = 0;
    for (long k = 0; k < 3; k++) {
        evaluation_free(e);
        labels_free(labels);
        e = NULL;
        labels = NULL;
        evaluate_file(
            "wait,staff,who,text\n1,,a,wait\n1,,b,wait\n1,,c,wait\n1,,d,wait\n1,,e,wait\n,,a,kind\n",
            (struct labels_options){.respondent = "who"},
            (struct evaluate_options){.folds = 3, .only_fold = k});
        coded_left_out += e->left_out_coded;
    }
    ck_assert_uint_eq(coded_left_out, 1);
}
END_TEST

START_TEST(a_long_name_is_shown_whole_or_cut_at_a_word)
{
    static const char long_names[] = "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
                                     "  - {code: staff, label: 'Staff listening, understanding & involving "
                                     "people', rules: [{words: [kind]}]}\n";
    static const char longer_names[] = "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
                                       "  - {code: staff, label: 'Zwölf staff listening, understanding & "
                                       "involving people in all that is done', "
                                       "rules: [{words: [kind]}]}\n";
    const char *const file[] = {long_names, longer_names};
    const char *const shown[] = {
        "  Staff listening, understanding & involving people      1      1",
        "  Zwölf staff listening, understanding & involving people in…       1      1"};
    const char *const names[] = {"t"};
    struct error err = {0};
    struct buf out = buf_new(1 << 16);
    codebook_free(book);
    rules_write(folder, "t", file[_i]);
    ck_assert_msg(codebook_open(folder, names, 1, MATCHER_INDEX, &book, &err) == 0, "%s", err.text);
    evaluate_file("staff,text\n1,kind\n", (struct labels_options){0},
                  (struct evaluate_options){.only_fold = -1});
    evaluate_print_text(e, &(struct labels_options){.file = "coded.csv"}, true, &out);
    ck_assert_msg(strstr(buf_str(&out), shown[_i]) != NULL, "%s", buf_str(&out));
    buf_free(&out);
}
END_TEST

START_TEST(errors_name_the_rule_and_the_words)
{
    struct buf name = buf_new(1000);
    evaluate_file(coded, (struct labels_options){0},
                  (struct evaluate_options){.only_fold = -1, .errors = true});
    ck_assert_uint_eq(e->error_count, 3);
    const struct evaluate_error *alone = &e->error[0];
    ck_assert(!alone->missed);
    ck_assert_str_eq(alone->comment->id, "4");
    evaluate_rule_name(e, alone, &name);
    ck_assert_msg(strncmp(buf_str(&name), "wait rule 1 (", 13) == 0, "%s", buf_str(&name));
    ck_assert_int_eq(strncmp(alone->comment->text + e->firing[alone->firing].start, "waiter", 6), 0);
    ck_assert(e->error[1].missed);
    ck_assert_str_eq(e->error[1].comment->id, "5");
    ck_assert_uint_eq(e->error[1].firing, SIZE_MAX);
    buf_free(&name);
}
END_TEST

START_TEST(errors_of_one_category_can_be_asked_for)
{
    struct error err = {0};
    struct evaluate_options o = {.only_fold = -1, .errors = true, .category = "staff"};
    evaluate_file(coded, (struct labels_options){0}, o);
    ck_assert_uint_eq(e->error_count, 1);
    ck_assert_str_eq(e->error[0].comment->id, "5");
    evaluation_free(e);
    e = NULL;
    o.category = "stuff";
    ck_assert_int_eq(evaluate(book, 0, labels, &o, &e, &err), -1);
    ck_assert_str_eq(err.text, "--category: the ruleset t has no category stuff");
}
END_TEST

START_TEST(folds_part_the_respondents_and_add_up)
{
    size_t all = 0;
    evaluate_file(coded, (struct labels_options){0}, (struct evaluate_options){.folds = 2, .only_fold = -1});
    ck_assert_uint_eq(e->fold_count, 2);
    for (size_t i = 0; i < 2; i++)
        all += e->fold[i].comments;
    ck_assert_uint_eq(all, 5);
    size_t first = e->fold[0].comments;
    evaluation_free(e);
    labels_free(labels);
    evaluate_file(coded, (struct labels_options){0}, (struct evaluate_options){.folds = 2, .only_fold = 0});
    ck_assert_uint_eq(e->compared, first);
    ck_assert_uint_eq(e->fold_count, 0);
}
END_TEST

/* sha256("abc") begins ba7816bf. */
START_TEST(a_fold_is_the_first_four_bytes_of_the_hash)
{
    ck_assert_uint_eq(evaluate_fold("abc", 7), 0xba7816bfUL % 7);
    ck_assert_uint_eq(evaluate_fold("abc", 100), 0xba7816bfUL % 100);
}
END_TEST

START_TEST(coders_are_compared_with_each_other_too)
{
    evaluate_file("id,coder,wait,staff,text\n1,a,1,,I waited\n1,b,1,,I "
                  "waited\n2,a,,1,kind\n2,b,1,1,kind\n3,a,1,,a wait\n3,b,1,,a wait\n",
                  (struct labels_options){.coder = "coder"}, (struct evaluate_options){.only_fold = -1});
    ck_assert_uint_eq(e->compared, 3);
    counts_are("wait", 2, 0, 0, 1); /* one of two coders is no majority */
    ck_assert_double_eq_tol(category("staff")->alpha_people, 1, 1e-12);
    ck_assert_double_lt(category("wait")->alpha_people, 1);
    ck_assert(!isnan(e->alpha_people));
}
END_TEST

START_TEST(the_same_file_gives_the_same_output_byte_for_byte)
{
    struct buf out[2] = {buf_new(1 << 20), buf_new(1 << 20)};
    struct labels_options columns = {.file = "coded.csv"};
    for (int i = 0; i < 2; i++) {
        evaluation_free(e);
        labels_free(labels);
        e = NULL;
        labels = NULL;
        evaluate_file(coded, (struct labels_options){0},
                      (struct evaluate_options){.only_fold = -1, .errors = true, .folds = 3});
        evaluate_print_text(e, &columns, false, &out[i]);
        evaluate_print_errors(e, &out[i]);
        evaluate_print_json(e, &columns, &out[i]);
        evaluate_print_csv(e, &out[i]);
        evaluate_print_errors_csv(e, &out[i]);
    }
    ck_assert_str_eq(buf_str(&out[0]), buf_str(&out[1]));
    ck_assert_ptr_nonnull(strstr(buf_str(&out[0]), "\"micro\":{\"precision\":0.875,"));
    ck_assert_ptr_nonnull(
        strstr(buf_str(&out[0]), "\"code\":\"access\",\"label\":\"Access\",\"precision\":1,"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out[0]), "staff,Staff,3,2,2,0,1,1.000000,"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out[0]), "phone and food and [waiter]"));
    buf_free(&out[0]);
    buf_free(&out[1]);
}
END_TEST

START_TEST(the_interval_holds_the_figure)
{
    evaluate_file(coded, (struct labels_options){0}, (struct evaluate_options){.only_fold = -1});
    ck_assert_double_le(e->micro_f1.low, measure_f1(&e->micro));
    ck_assert_double_ge(e->micro_f1.high, measure_f1(&e->micro));
    ck_assert_double_lt(e->micro_f1.low, e->micro_f1.high);
    ck_assert_double_eq_tol(category("access")->f1.low, 1, 1e-12);
}
END_TEST

static const struct {
    const char *content;
    struct evaluate_options options;
    const char *wrong;
} nothing[] = {
    {"labels,text\nrecords,lost\n",
     {.only_fold = -1},
     "/coded.csv: no comment can be compared: t has no counterpart of \"records\"; lead labels to categories "
     "with --map"},
    {"labels,text\na;b,lost\nc,x\nd;e,y\nwait,\n",
     {.only_fold = -1},
     ": no comment can be compared: t has no counterpart of \"a\", \"b\", \"c\" and 2 more; lead labels to "
     "categories with --map; the column \"text\" is empty in 1: if the text is in another, name it with "
     "--text"},
    {"labels,text\n,lost\n",
     {.only_fold = -1},
     ": no comment can be compared; if an empty cell means that no label fits, add --empty-is-none"},
    {"wait,respondent,text\n1,abc,lost\n", /* fold 1 of 2, by its hash */
     {.folds = 2, .only_fold = 0},
     ": fold 0 of 2 holds no comment that can be compared; choose another with --fold, or fewer with "
     "--folds"},
    {"wait,respondent,text\n,abc,lost\n",
     {.folds = 2, .only_fold = 1},
     ": fold 1 of 2 holds no comment that can be compared; if an empty cell"},
};

START_TEST(nothing_to_compare_says_where_why_and_what_to_do)
{
    struct error err = {0};
    struct labels_options o = {0};
    read_file(nothing[_i].content, &o, true);
    ck_assert_int_eq(evaluate(book, 0, labels, &nothing[_i].options, &e, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_DATA);
    ck_assert_msg(strstr(err.text, nothing[_i].wrong) != NULL, "%s", err.text);
}
END_TEST

static const struct {
    const char *cell;
    int class;
} sentiments[] = {{"1", 0}, {"2", 0}, {"Positive", 0}, {"3", 1}, {"mixed", 1},
                  {"4", 2}, {"5", 2}, {"negative", 2}, {"", -1}, {"6", -2}};

START_TEST(sentiment_is_read_as_numbers_and_words)
{
    ck_assert_int_eq(sentiment_of_label(sentiments[_i].cell), sentiments[_i].class);
}
END_TEST

START_TEST(tone_is_compared_in_three_classes)
{
    struct error err = {0};
    struct labels_options o = {.sentiment = "s"};
    const struct evaluate_options whole = {.only_fold = -1};
    struct sentiment s;
    const char *const names[] = {"tone"};
    codebook_free(book);
    ck_assert_int_eq(codebook_open(folder, names, 1, MATCHER_INDEX, &book, &err), 0);
    read_file("s,text\n1,kind\n2,kind\n4,rude\n3,rude and kind\n5,kind\n3,nothing said\n,kind\n1,\n", &o,
              false);
    ck_assert_int_eq(sentiment_compare(book, 0, labels, &whole, &s, &err), 0);
    ck_assert_uint_eq(s.compared, 6);
    ck_assert_uint_eq(s.no_text, 1);
    ck_assert_uint_eq(s.no_sentiment, 1);
    ck_assert_uint_eq(s.correct, 5);
    ck_assert_uint_eq(s.table[SENTIMENT_NEGATIVE][SENTIMENT_POSITIVE], 1);
    ck_assert_double_eq_tol(s.commonest, 2.0 / 6, 1e-12);
    labels_free(labels);
    /* the folds of the respondents add up to the whole */
    read_file("s,text,who\n1,kind,a\n4,rude,b\n5,kind,c\n2,kind,d\n",
              &(struct labels_options){.sentiment = "s", .respondent = "who"}, false);
    size_t compared = 0;
    for (long k = 0; k < 3; k++) {
        const struct evaluate_options fold = {.folds = 3, .only_fold = k};
        if (sentiment_compare(book, 0, labels, &fold, &s, &err) == 0)
            compared += s.compared;
        ck_assert_uint_lt(s.compared, 4);
    }
    ck_assert_uint_eq(compared, 4);
    labels_free(labels);
    read_file("s,text,who\n1,kind,abc\n", &(struct labels_options){.sentiment = "s", .respondent = "who"},
              false);
    const struct evaluate_options other = {.folds = 2, .only_fold = 0}; /* abc is in fold 1 */
    ck_assert_int_eq(sentiment_compare(book, 0, labels, &other, &s, &err), -1);
    ck_assert_ptr_nonnull(
        strstr(err.text, "fold 0 of 2 holds no comment that has both text and a sentiment"));
    labels_free(labels);
    read_file("s,text\nnice,kind\n", &o, false);
    ck_assert_int_eq(sentiment_compare(book, 0, labels, &whole, &s, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, ":2: \"nice\" is no sentiment"));
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("evaluate");
    TCase *t = tcase_create("evaluate");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, every_count_is_the_one_made_by_hand);
    tcase_add_test(t, labels_without_a_counterpart_are_left_out_and_counted);
    tcase_add_loop_test(t, a_comment_judged_to_have_no_label_counts, 0, sizeof judged / sizeof judged[0]);
    tcase_add_test(t, a_no_about_a_label_without_a_counterpart_judges_nothing);
    tcase_add_test(t, coders_who_find_no_label_have_a_vote);
    tcase_add_test(t, what_the_rules_code_in_another_fold_is_not_told);
    tcase_add_loop_test(t, a_long_name_is_shown_whole_or_cut_at_a_word, 0, 2);
    tcase_add_test(t, errors_name_the_rule_and_the_words);
    tcase_add_test(t, errors_of_one_category_can_be_asked_for);
    tcase_add_test(t, folds_part_the_respondents_and_add_up);
    tcase_add_test(t, a_fold_is_the_first_four_bytes_of_the_hash);
    tcase_add_test(t, coders_are_compared_with_each_other_too);
    tcase_add_test(t, the_same_file_gives_the_same_output_byte_for_byte);
    tcase_add_test(t, the_interval_holds_the_figure);
    tcase_add_loop_test(t, nothing_to_compare_says_where_why_and_what_to_do, 0,
                        sizeof nothing / sizeof nothing[0]);
    tcase_add_loop_test(t, sentiment_is_read_as_numbers_and_words, 0,
                        sizeof sentiments / sizeof sentiments[0]);
    tcase_add_test(t, tone_is_compared_in_three_classes);
    suite_add_tcase(s, t);
    return s;
}
