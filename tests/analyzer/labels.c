/* labels.c: tests of analyzer/labels*.c. */
#include "labels.h"
#include "rules.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite(void);

static const char themes[] =
    "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
    "  - {code: access, label: Access}\n"
    "  - {code: wait, label: 'Waiting, delay & time', parent: access, rules: [{words: [wait*]}]}\n"
    "  - {code: staff, label: Staff manner, rules: [{words: [kind]}]}\n"
    "  - {code: food-group, label: Food}\n"
    "  - {code: food, label: Meals, parent: food-group}\n";
static char *folder;
static struct ruleset *ruleset;

static void setup(void)
{
    struct error err = {0};
    folder = rules_folder();
    rules_write(folder, "t", themes);
    ck_assert_msg(ruleset_load(folder, "t", &ruleset, &err) == 0, "%s", err.text);
}

static void teardown(void)
{
    ruleset_free(ruleset);
    rules_remove(folder);
}

/* Writes FOLDER/NAME and gives its path (of the last four). */
static const char *file(const char *name, const char *content)
{
    static char paths[4][256];
    static int next;
    struct error err = {0};
    struct buf b = buf_new(1 << 16);
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    buf_puts(&b, content);
    ck_assert_int_eq(buf_write_file(&b, path, &err), 0);
    buf_free(&b);
    return path;
}

static struct labels *read(struct labels_options *o)
{
    struct labels *l = NULL;
    struct error err = {0};
    ck_assert_msg(labels_read(o, ruleset, true, &l, &err) == 0, "%s", err.text);
    return l;
}

/* The codes that people gave a comment, in the order of the ruleset. */
static const char *codes(const struct labels *l, size_t i)
{
    static char shown[200];
    shown[0] = '\0';
    for (size_t c = 0; c < ruleset->category_count; c++)
        if (labels_given(&l->comment[i], c))
            snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%s ", ruleset->categories[c].code);
    return shown;
}

START_TEST(columns_called_as_categories_are_labels_and_the_longest_text_is_the_comment)
{
    struct labels_options o = {.file = file("a.csv", "ID,Staff manner,wait,What was good?,Ward\n"
                                                     "1,1,,They were kind and patient,north ward\n"
                                                     "2,0,yes,I waited a long time,south\n"
                                                     "3,no,,Nothing much to say,east\n")};
    struct labels *l = read(&o);
    ck_assert_str_eq(l->text_column, "What was good?");
    ck_assert_str_eq(l->id_column, "ID");
    ck_assert_ptr_null(l->question_column);
    ck_assert_uint_eq(l->count, 3);
    ck_assert_str_eq(codes(l, 0), "staff ");
    ck_assert_str_eq(codes(l, 1), "wait ");
    ck_assert_str_eq(codes(l, 2), "");
    ck_assert_uint_eq(l->comment[2].labels, 0);
    ck_assert(l->judged[1] && l->judged[2] && !l->judged[0]);
    labels_free(l);
    labels_free(NULL);
}
END_TEST

START_TEST(comments_are_told_from_dates_services_and_what_stands_in_many_rows)
{
    struct labels_options o = {.file =
                                   file("a.csv", "Comment ID,Date,Service type 1,Site,Comment text,staff\n"
                                                 "A 1 - Q1,30/09/2021 10:15,Patient transport services,"
                                                 "The old infirmary on the hill,Good,1\n"
                                                 "A 2 - Q1,01/10/2021 11:20,Patient transport services,"
                                                 "The old infirmary on the hill,Kind staff,1\n"
                                                 "A 3 - Q1,02/10/2021 12:25,Patient transport services,"
                                                 "The old infirmary on the hill,Warm and polite,1\n")};
    struct labels *l = read(&o);
    ck_assert_str_eq(l->text_column, "Comment text");
    ck_assert_ptr_null(l->place_column);
    ck_assert_str_eq(l->service_column, "Service type 1");
    ck_assert_str_eq(l->comment[0].service, "Patient transport services");
    labels_free(l);
}
END_TEST

static const struct {
    const char *csv, *text;
} guesses[] = {
    {"Ref,Feedback,staff\nR0,very long wait,1\nR1,no wait,1\nR2,very long wait,1\nR3,no wait,1\n",
     "Feedback"},
    {"Submitted,Answer,staff\n2021-01-01T10:00:00Z,wait,1\n2021-01-02T10:00:00Z,late,1\n", "Answer"},
    {"Mail,Page,Said,staff\nanna@example.org,https://example.org/a,ok now,1\n", "Said"},
    {"Text,Feedback,staff\ny,I had to wait,1\nn,no wait,0\n", "Feedback"},
    {"Comments,Feedback,staff\n12,I had to wait,1\n13,no wait,0\n", "Feedback"},
    {"Comment,Notes on the coding,staff\nOn hold,This one was hard to decide,1\n", "Comment"},
    {"question_1,question_2,staff\nIt was lovely there,no,1\nI had to wait,yes,0\n", "question_1"},
    {"Ref,staff,Said\nFB-1,1,x\n", "Ref"},
    {"Comment,Comments,Where it was,staff\nx,I had to wait,The Old Infirmary on the hill,1\n,nice,The New one,0\n",
     "Comments"},
    {"Site,zh,staff\nWard,\"\u7b49\u4e86\u5f88\u4e45,\u5f88\u6162\",1\nAnd,\u7b49\u4e863\u5c0f\u65f6,0\n", "zh"},
};

START_TEST(the_column_of_comments_is_found_by_its_words)
{
    struct labels_options o = {.file = file("a.csv", guesses[_i].csv)};
    struct labels *l = read(&o);
    ck_assert_str_eq(l->text_column, guesses[_i].text);
    labels_free(l);
}
END_TEST

static const struct {
    const char *cell;
    bool given, none;
} cells[] = {
    {"0", false, true},        {"0.0", false, true},    {"\"0,0\"", false, true}, {"00", false, true},
    {"0.00", false, true},     {"0.", false, true},     {".0", false, true},      {"-0", false, true},
    {"0.00E+00", false, true}, {"0%", false, true},     {"no", false, true},      {"NO", false, true},
    {"N", false, true},        {"False", false, true},  {"F", false, true},       {"None", false, true},
    {"N/A", false, true},      {"NA", false, true},     {"NULL", false, true},    {"NaN", false, true},
    {"-", false, true},        {"\u2013", false, true}, {"1", true, false},       {"0.1", true, false},
    {"10", true, false},       {"01", true, false},     {"1.0", true, false},     {"0x", true, false},
    {"x", true, false},        {"yes", true, false},    {"T", true, false},       {"nobody", true, false},
    {"*", true, false},        {"?", true, false},      {".", true, false},       {"--", true, false},
    {"", false, false},        {" ", false, false},
};

START_TEST(a_cell_of_a_label_says_no_in_many_ways_and_else_yes)
{
    char content[200];
    snprintf(content, sizeof content, "staff,text\n%s,some words\n", cells[_i].cell);
    struct labels_options o = {.file = file("a.csv", content)};
    struct labels *l = read(&o);
    ck_assert_str_eq(codes(l, 0), cells[_i].given ? "staff " : "");
    ck_assert_uint_eq(l->comment[0].none, cells[_i].none);
    labels_free(l);
}
END_TEST

START_TEST(a_map_leads_labels_to_categories_by_code_or_label_or_nowhere)
{
    struct labels_options o = {
        .file = file("a.csv", "Queue,Delay,Attitude,Records,Labelling not possible,comment\n"
                              "1,1,,,,stood in a queue for hours\n"
                              ",,1,,,kind\n"
                              ",,,1,,lost my records\n"
                              ",,,,1,x\n"),
        .map = file("m.csv", "label,category\nqueue,wait\nDelay,\"waiting, delay & time\"\n"
                             "Attitude,staff\nRecords,\nLabelling not possible,Labelling not possible\n")};
    struct labels *l = read(&o);
    ck_assert_str_eq(codes(l, 0), "wait ");
    ck_assert_uint_eq(l->comment[0].votes[1], 1); /* two labels of one category are one vote */
    ck_assert_str_eq(codes(l, 1), "staff ");
    ck_assert_uint_eq(l->comment[2].labels, 1);
    ck_assert_uint_eq(l->comment[2].usable, 0);
    ck_assert_uint_eq(l->comment[3].usable, 0);
    labels_free(l);
}
END_TEST

static const struct {
    const char *cell, *wanted;
} lists[] = {
    {"Staff manner", "staff "},
    {"wait; staff", "wait staff "},
    {"wait | Staff manner", "wait staff "},
    {"\"Waiting, delay & time\"", "wait "},
    {"\"Waiting, delay & time; staff\"", "wait staff "},
    {"\"wait, staff\"", "wait staff "},
    {"WAIT", "wait "},
    {"Wait; STAFF MANNER", "wait staff "},
    {"\"Wait, Staff\"", "wait staff "},
    {"\"WAITING, Delay & time\"", "wait "},
    {"unheard of", ""},
    {"", ""},
};

START_TEST(a_list_column_holds_one_label_or_several)
{
    char content[200];
    snprintf(content, sizeof content, "theme,example\n%s,some words\n", lists[_i].cell);
    struct labels_options o = {.file = file("a.csv", content)};
    struct labels *l = read(&o);
    ck_assert(l->list);
    ck_assert_str_eq(l->text_column, "example");
    ck_assert_str_eq(codes(l, 0), lists[_i].wanted);
    labels_free(l);
}
END_TEST

static const struct {
    const char *content, *map, *text;
} cases[] = {
    {"WAIT,Staff,comment\n1,1,some words\n", NULL, NULL},
    {"\"Waiting, delay & TIME\",sTAFF mANNER,comment\n1,1,some words\n", NULL, NULL},
    {"QUEUE,manners,comment\n1,1,some words\n", "l,c\nqueue,Wait\nManners,STAFF MANNER\n", NULL},
    {"Labels,comment\nQUEUE; mANNERS,some words\n", "l,c\nqueue,WAIT\nManners,Staff\n", NULL},
    {"wait,staff,Access\n1,1,some words\n", NULL, "access"}, /* what was named as the text is no label */
};

START_TEST(labels_stand_for_categories_in_either_case)
{
    struct labels_options o = {.file = file("a.csv", cases[_i].content),
                               .map = cases[_i].map != NULL ? file("m.csv", cases[_i].map) : NULL,
                               .text = cases[_i].text};
    struct labels *l = read(&o);
    ck_assert_str_eq(codes(l, 0), "wait staff ");
    ck_assert_str_eq(l->comment[0].text, "some words");
    labels_free(l);
}
END_TEST

static const struct {
    const char *label, *wanted;
} foods[] = {{"food", "food "}, {"Food", "food-group "}, {"FOOD", "food-group "}, {"MEALS", "food "}};

START_TEST(a_name_that_is_a_label_but_for_its_case_goes_before_such_a_code)
{
    char content[200];
    snprintf(content, sizeof content, "%s,text\n1,some words\n", foods[_i].label);
    struct labels_options o = {.file = file("a.csv", content)};
    struct labels *l = read(&o);
    ck_assert_str_eq(codes(l, 0), foods[_i].wanted);
    labels_free(l);
}
END_TEST

static const struct {
    const char *question;
    enum polarity polarity;
} wordings[] = {
    {"What was good?", POLARITY_GOOD},
    {"What went well?", POLARITY_GOOD},
    {"How could we improve?", POLARITY_IMPROVE},
    {"What could we do better?", POLARITY_IMPROVE},
    {"What were you satisfied or dissatisfied with?", POLARITY_OPEN},
    {"Is there anything you would like to tell us?", POLARITY_OPEN},
    {"Why?", POLARITY_OPEN},
};

START_TEST(polarity_comes_from_the_wording_of_the_question)
{
    char content[300];
    snprintf(content, sizeof content, "staff,question,text\n1,%s,a b c d e f g h i j k l m\n",
             wordings[_i].question);
    struct labels_options o = {.file = file("a.csv", content)};
    struct labels *l = read(&o);
    ck_assert_str_eq(l->question_column, "question");
    ck_assert_int_eq(l->comment[0].polarity, wordings[_i].polarity);
    ck_assert_str_eq(l->question[0].because, "by its wording");
    labels_free(l);
}
END_TEST

START_TEST(a_declared_polarity_is_not_second_guessed)
{
    const char *content = "staff,question,pol,text\n1,What was good?,improve,a b c d\n1,Other?,,e f g h\n";
    struct labels_options o = {.file = file("a.csv", content),
                               .polarity_map = file("p.csv", "question,polarity\nwhat was GOOD,open\n")};
    struct labels *l = read(&o);
    ck_assert_int_eq(l->comment[0].polarity, POLARITY_OPEN);
    labels_free(l);
    o.polarity = "pol";
    l = read(&o);
    ck_assert_int_eq(l->comment[0].polarity, POLARITY_IMPROVE);
    ck_assert_int_eq(l->comment[1].polarity, POLARITY_OPEN);
    labels_free(l);
    o.polarity = "good";
    l = read(&o);
    ck_assert_int_eq(l->comment[1].polarity, POLARITY_GOOD);
    labels_free(l);
}
END_TEST

START_TEST(rows_of_one_comment_by_several_coders_become_one_by_majority)
{
    struct labels_options o = {.file = file("a.csv", "id,coder,staff,wait,text\n"
                                                     "7,ann,1,,kind but slow\n"
                                                     "8,ann,1,1,other words here\n"
                                                     "7,bob,1,1,kind but slow\n"
                                                     "7,cat,,1,kind but slow\n"
                                                     ",ann,1,,no id is a comment of its own\n"
                                                     ",bob,1,,no id is a comment of its own\n"),
                               .coder = "coder"};
    struct labels *l = read(&o);
    ck_assert_uint_eq(l->count, 4);
    ck_assert_uint_eq(l->rows, 6);
    ck_assert_uint_eq(l->comment[0].coders, 3);
    ck_assert_str_eq(codes(l, 0), "wait staff ");
    ck_assert_uint_eq(l->comment[0].votes[1], 2);
    ck_assert_str_eq(codes(l, 1), "wait staff ");
    ck_assert_uint_eq(l->comment[1].coders, 1);
    labels_free(l);
}
END_TEST

static const struct {
    struct labels_options options; /* file and maps as content */
    const char *wrong;
} refused[] = {
    {{.file = "a,b\n1,2\n"}, "no column is called as a category of the ruleset t"},
    {{.file = "staff,text\n1,x\n", .text = "txet"}, "did you mean \"text\"?"},
    {{.file = "staff,text\n1,x\n", .map = "l,c\nfoo,Staff maner\n"}, "did you mean \"Staff manner\"?"},
    {{.file = "staff,text\n1,x\n", .map = "l,c\nfoo,staff\nFoo,wait\n"},
     ":3: the label \"Foo\" stands here twice"},
    {{.file = "staff,text\n1,x\n", .map = "l\nfoo\n"}, "a map has two columns"},
    {{.file = "staff,text\n1,x\n", .polarity_map = "q,p\nWhy?,nice\n"}, ":2: \"nice\" is no polarity"},
    {{.file = "staff,text,p\n1,x,bad\n", .polarity = "p"}, ":2: \"bad\" is no polarity"},
    {{.file = "staff,text,c\n1,x,ann\n", .coder = "c"}, "--coder needs --id"},
    {{.file = "staff,wait\n1,\n"}, "no column holds text"},
};

static const struct {
    const char *content, *wrong;
} empty[] = {
    {"", "a.csv: the file is empty; it needs a header row and a row for each comment"},
    {"\xEF\xBB\xBF", "a.csv: the file is empty"},
    {"\n\r\n\n", "a.csv: the file is empty"},
    {",,\n", "a.csv: the file is empty"},
    {"staff,text\n", "a.csv: the file has a header and no rows; it needs a row for each comment"},
    {"staff,text\n,\n\n", "a.csv: the file has a header and no rows"},
};

START_TEST(a_file_without_rows_is_called_so)
{
    struct labels_options o = {.file = file("a.csv", empty[_i].content)};
    for (int need_labels = 0; need_labels < 2; need_labels++) {
        struct labels *l = NULL;
        struct error err = {0};
        ck_assert_int_eq(labels_read(&o, ruleset, need_labels, &l, &err), -1);
        ck_assert_int_eq(err.kind, ERROR_DATA);
        ck_assert_msg(strstr(err.text, empty[_i].wrong) != NULL, "%s", err.text);
    }
}
END_TEST

START_TEST(what_cannot_be_read_says_what_to_do)
{
    struct labels_options o = refused[_i].options;
    struct labels *l = NULL;
    struct error err = {0};
    o.file = file("a.csv", o.file);
    o.map = o.map != NULL ? file("m.csv", o.map) : NULL;
    o.polarity_map = o.polarity_map != NULL ? file("p.csv", o.polarity_map) : NULL;
    ck_assert_int_eq(labels_read(&o, ruleset, true, &l, &err), -1);
    ck_assert_msg(strstr(err.text, refused[_i].wrong) != NULL, "%s", err.text);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("labels");
    TCase *t = tcase_create("labels");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, columns_called_as_categories_are_labels_and_the_longest_text_is_the_comment);
    tcase_add_test(t, comments_are_told_from_dates_services_and_what_stands_in_many_rows);
    tcase_add_loop_test(t, the_column_of_comments_is_found_by_its_words, 0,
                        sizeof guesses / sizeof guesses[0]);
    tcase_add_loop_test(t, a_cell_of_a_label_says_no_in_many_ways_and_else_yes, 0,
                        sizeof cells / sizeof cells[0]);
    tcase_add_test(t, a_map_leads_labels_to_categories_by_code_or_label_or_nowhere);
    tcase_add_loop_test(t, a_list_column_holds_one_label_or_several, 0, sizeof lists / sizeof lists[0]);
    tcase_add_loop_test(t, labels_stand_for_categories_in_either_case, 0, sizeof cases / sizeof cases[0]);
    tcase_add_loop_test(t, a_name_that_is_a_label_but_for_its_case_goes_before_such_a_code, 0,
                        sizeof foods / sizeof foods[0]);
    tcase_add_loop_test(t, polarity_comes_from_the_wording_of_the_question, 0,
                        sizeof wordings / sizeof wordings[0]);
    tcase_add_test(t, a_declared_polarity_is_not_second_guessed);
    tcase_add_test(t, rows_of_one_comment_by_several_coders_become_one_by_majority);
    tcase_add_loop_test(t, what_cannot_be_read_says_what_to_do, 0, sizeof refused / sizeof refused[0]);
    tcase_add_loop_test(t, a_file_without_rows_is_called_so, 0, sizeof empty / sizeof empty[0]);
    suite_add_tcase(s, t);
    return s;
}
