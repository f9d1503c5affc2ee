/* verdict.c: tests of analyzer/verdict.c and verdict_notes.c: what a person means, and what they should know.
 */
#include "verdict.h"

#include <check.h>
#include <string.h>

Suite *suite(void);

/* Two rulesets of themes and groups that share a code, and one of non-answers. */
static struct catalogue_ruleset rulesets[] = {{.name = "themes", .dimension = CATALOGUE_THEME},
                                              {.name = "groups", .dimension = CATALOGUE_GROUP},
                                              {.name = "none", .dimension = CATALOGUE_ANSWER}};
static struct catalogue_category categories[] = {{.code = "access", .ruleset = 0, .parent = -1},
                                                 {.code = "waiting", .ruleset = 0, .parent = 0, .depth = 1},
                                                 {.code = "carers", .ruleset = 0, .parent = -1},
                                                 {.code = "carers", .ruleset = 1, .parent = -1},
                                                 {.code = "non-answer", .ruleset = 2, .parent = -1}};
static const struct catalogue book = {
    .rulesets = rulesets, .ruleset_count = 3, .categories = categories, .category_count = 5};
enum { ACCESS, WAITING, THEMES_CARERS, GROUPS_CARERS, NON_ANSWER };

static const struct {
    const char *typed;
    int index; /* -1: refused with these words */
    const char *words;
} codes[] = {
    {"access", ACCESS, NULL},
    {"themes/waiting", WAITING, NULL},
    {"groups/carers", GROUPS_CARERS, NULL},
    {"themes/carers", THEMES_CARERS, NULL},
    {"none/non-answer", NON_ANSWER, NULL},
    {"carers", -1, "write themes/carers or groups/carers"},
    {"wating", -1, "did you mean \"waiting\"?"},
    {"theme/waiting", -1, "did you mean \"themes/waiting\"?"},
    {"groups/waiting", -1, "no ruleset in use has the code \"groups/waiting\""},
    {"themes/", -1, "no ruleset in use has the code"},
    {"", -1, "no ruleset in use has the code \"\""},
};

START_TEST(a_code_is_found_by_its_name_alone_or_with_its_ruleset)
{
    struct error err = {0};
    int found = verdict_code(&book, codes[_i].typed, &err);
    ck_assert_int_eq(found, codes[_i].index);
    if (found < 0) {
        ck_assert_int_eq(err.kind, ERROR_USAGE);
        ck_assert_msg(strstr(err.text, codes[_i].words) != NULL, "%s", err.text);
    }
}
END_TEST

START_TEST(before_anything_is_coded_no_code_is_known)
{
    const struct catalogue empty = {0};
    struct error err = {0};
    ck_assert_int_eq(verdict_code(&empty, "access", &err), -1);
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
}
END_TEST

static struct store_why_comment comments[] = {{.comment = {.id = 4}, .question = "What was good?"},
                                              {.comment = {.id = 12}, .question = "What could be better?"}};

static const struct {
    const char *which, *question;
    size_t count;
    int64_t id; /* 0: refused with these words */
    const char *words;
} choices[] = {
    {"c4", NULL, 2, 4, NULL},
    {"c12", "", 2, 12, NULL},
    {"a/1", "what was good", 2, 4, NULL},
    {"a/1", NULL, 1, 4, NULL},
    {"1", "What could be better?", 2, 12, NULL},
    {"c12", "What was good?", 2, 0, "c12 has no comment on the question \"What was good?\""},
    {"a/1", "Why?", 2, 0, "; it has c4 (What was good?), c12 (What could be better?)"},
    {"a/1", NULL, 2, 0, "response a/1 has 2 comments: name one of them: c4"},
    {"c/4", NULL, 2, 0, "response c/4 has 2 comments"},
    {"a/1", NULL, 0, 0, "has no comment"},
};

START_TEST(a_comment_is_named_by_number_or_question)
{
    const struct store_origin o = {.comments = comments, .comment_count = choices[_i].count};
    struct error err = {0};
    const struct store_why_comment *c = verdict_comment(&o, choices[_i].which, choices[_i].question, &err);
    ck_assert_int_eq(c != NULL ? c->comment.id : 0, choices[_i].id);
    if (c == NULL)
        ck_assert_msg(strstr(err.text, choices[_i].words) != NULL, "%s", err.text);
}
END_TEST

START_TEST(a_verdict_is_found_also_when_no_ruleset_has_its_code)
{
    struct store_verdict made[] = {{.ruleset = "groups", .category = "carers"},
                                   {.ruleset = "old", .category = "gone"},
                                   {.ruleset = "themes", .category = "carers"}};
    const struct store_why_comment c = {.verdicts = made, .verdict_count = 3};
    struct error err = {0};
    ck_assert_ptr_eq(verdict_of(&c, "gone", &err), &made[1]);
    ck_assert_ptr_eq(verdict_of(&c, "themes/carers", &err), &made[2]);
    ck_assert_ptr_null(verdict_of(&c, "carers", &err));
    ck_assert_ptr_nonnull(strstr(err.text, "write groups/carers or themes/carers"));
    ck_assert_ptr_null(verdict_of(&c, "groups/gone", &err));
    ck_assert_ptr_nonnull(strstr(err.text, "has no verdict on"));
}
END_TEST

static const struct {
    const char *typed;
    const char *kept; /* NULL: refused */
} words[] = {
    {"A. Reader", "A. Reader"},   {"  A\n B ", "A  B"},  {"", ""},
    {"1234567890", "1234567890"}, {"12345678901", NULL}, {"\xff", NULL},
};

START_TEST(words_become_one_line_and_are_never_cut)
{
    struct buf out = buf_new(100);
    struct error err = {0};
    int result = verdict_words(words[_i].typed, "the reason", 10, &out, &err);
    ck_assert_int_eq(result, words[_i].kept != NULL ? 0 : -1);
    ck_assert_str_eq(buf_str(&out), words[_i].kept != NULL ? words[_i].kept : "");
    buf_free(&out);
}
END_TEST

START_TEST(verdicts_are_known_by_their_names)
{
    ck_assert_str_eq(verdict_name("Add"), "add");
    ck_assert_str_eq(verdict_name(" remove "), "remove");
    ck_assert_str_eq(verdict_name("confirm"), "confirm");
    ck_assert_ptr_null(verdict_name("adds"));
    ck_assert_ptr_null(verdict_name(""));
    ck_assert_str_eq(verdict_done("remove"), "removed");
}
END_TEST

static const struct {
    const char *coded[2];               /* ruleset and code that a rule gave */
    const char *ruleset, *code, *prior; /* an earlier verdict; NULL: none */
    int category;
    const char *verdict;
    bool withdrawn;
    const char *said; /* NULL: nothing */
} notes[] = {
    {{"themes", "waiting"}, NULL, NULL, NULL, WAITING, "remove", false, NULL},
    {{"themes", "waiting"}, NULL, NULL, NULL, THEMES_CARERS, "add", false, NULL},
    {{"themes", "waiting"}, NULL, NULL, NULL, WAITING, "add", false, "rules code themes/waiting already"},
    {{"themes", "access"}, NULL, NULL, NULL, WAITING, "remove", false, "no rule codes themes/waiting now"},
    {{"themes", "waiting"}, NULL, NULL, NULL, ACCESS, "remove", false, "themes/waiting below it is still"},
    {{"themes", "access"}, "themes", "waiting", "add", ACCESS, "remove", false, "themes/waiting below it is"},
    {{"themes", "access"}, "themes", "waiting", "remove", ACCESS, "remove", false, NULL},
    {{"none", "non-answer"}, NULL, NULL, NULL, NON_ANSWER, "remove", false, "it counts as an answer now"},
    {{"themes", "access"}, NULL, NULL, NULL, NON_ANSWER, "add", false, "under none of its other codes"},
    {{"none", "non-answer"}, NULL, NULL, NULL, ACCESS, "add", false, "is a non-answer (none/non-answer)"},
    {{"none", "non-answer"}, "none", "non-answer", "remove", ACCESS, "add", false, NULL},
    {{"themes", "access"}, NULL, NULL, NULL, ACCESS, "confirm", true, "the response was withdrawn"},
};

START_TEST(what_a_decision_does_not_do_is_said)
{
    struct store_why_coding coding = {.ruleset = notes[_i].coded[0], .category = notes[_i].coded[1]};
    struct store_verdict prior = {
        .ruleset = notes[_i].ruleset, .category = notes[_i].code, .verdict = notes[_i].prior};
    const struct store_why_comment c = {
        .codings = &coding, .coding_count = 1, .verdicts = &prior, .verdict_count = notes[_i].prior != NULL};
    const struct store_origin o = {.withdrawn = notes[_i].withdrawn};
    struct buf out = buf_new(VERDICT_MAX_NOTES);
    verdict_notes(&book, &o, &c, notes[_i].category, notes[_i].verdict, &out);
    if (notes[_i].said == NULL)
        ck_assert_str_eq(buf_str(&out), "");
    else
        ck_assert_msg(strstr(buf_str(&out), notes[_i].said) != NULL, "%s", buf_str(&out));
    buf_free(&out);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(t, test, 0, (int)(sizeof(table) / sizeof(table)[0]))

Suite *suite(void)
{
    Suite *s = suite_create("verdict");
    TCase *t = tcase_create("verdict");
    LOOP(a_code_is_found_by_its_name_alone_or_with_its_ruleset, codes);
    tcase_add_test(t, before_anything_is_coded_no_code_is_known);
    LOOP(a_comment_is_named_by_number_or_question, choices);
    tcase_add_test(t, a_verdict_is_found_also_when_no_ruleset_has_its_code);
    LOOP(words_become_one_line_and_are_never_cut, words);
    tcase_add_test(t, verdicts_are_known_by_their_names);
    LOOP(what_a_decision_does_not_do_is_said, notes);
    suite_add_tcase(s, t);
    return s;
}
