/* rules_check.c: tests of analyzer/rules_check.c, rules_check_slow.c, rules_known.c and rules_test.c. */
#include "rules_check.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "rules_known.h"
#include "rules_test.h"

Suite *suite(void);

static char *folder;

static void setup(void)
{
    folder = rules_folder();
}

static void teardown(void)
{
    rules_remove(folder);
}

#define HEAD "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
#define A    "  - code: a\n    label: A\n    rules:\n"
#define B    "  - code: b\n    label: B\n    rules:\n"

#define HARD                                                                                                 \
    ":8:16: warning: a rule 1: this pattern gives up on a hard text of 3000 bytes: avoid repeats inside "    \
    "repeats, such as (\\w+\\s?)+, and begin with a word"

/* rules | the only warning, after the file's name; "" = none */
static const struct {
    const char *rules, *warning;
} cases[] = {
    {A "      - words: [wait*, delay]\n      - match: '\\bqueue'\n", ""},
    {A "      - words: [wait*, delay, waiting room]\n",
     ":8:31: warning: a rule 1: 'waiting room' adds nothing: 'wait*' finds it"},
    {A "      - words: [delay, DELAY]\n", ":8:24: warning: a rule 1: 'DELAY' adds nothing: 'delay' finds it"},
    {A "      - words: [tv, \"tv's\"]\n", ""},
    {A "      - words: [\"didn't\", didnt]\n",
     ":8:27: warning: a rule 1: 'didnt' adds nothing: 'didn't' finds it"},
    {A "      - match: 'x*'\n", ":8:16: warning: a rule 1: this pattern finds an empty text, so it matches "
                                "every comment and shows no words"},
    {A "      - match: '.'\n", ":8:16: warning: a rule 1: this pattern matches every comment"},
    {A "      - match: '.'\n    when: {not_service: x}\n",
     ":8:16: warning: a rule 1: this pattern matches every comment"},
    {A "      - words: [lib*]\n      - words: [library]\n    when: {not_service: x}\n",
     ":9:9: warning: a rule 2 adds nothing: rule 1 finds all that it looks for"},
    {A "      - {words: [lib*], when: {not_service: x}}\n      - words: [library]\n", ""},
    {A "      - match: '\\w'\n        residual: true\n", ""},
    {A "      - match: '^\\W*$'\n", ""},
    {A "      - {match: wait, unless: '\\w'}\n",
     ":8:31: warning: a rule 1 can never fire: its 'unless' matches every comment"},
    {A "      - {match: [wait, queue], unless: queue}\n",
     ":8:24: warning: a rule 1: this pattern can never fire: 'unless' has it too"},
    {A "      - {words: [slow, waiting room], unless: room}\n",
     ":8:24: warning: a rule 1: 'waiting room' can never fire: 'unless' finds something in it"},
    {A "      - {words: [waiting room], unless: '^\\W*waiting room\\W*$'}\n", ""},
    {A "      - words: [wait*, delay]\n      - words: [waiting, waiter]\n",
     ":9:9: warning: a rule 2 adds nothing: rule 1 finds all that it looks for"},
    {A "      - words: [waiting]\n      - words: [wait*]\n",
     ":8:9: warning: a rule 1 adds nothing: rule 2 finds all that it looks for"},
    {A "      - match: 'wait'\n      - match: 'wait'\n",
     ":9:9: warning: a rule 2 adds nothing: rule 1 finds all that it looks for"},
    {A "      - {match: wait, unless: room}\n      - {match: wait, when: {polarity: good}}\n", ""},
    {A "      - words: [wait*]\n" B "      - words: [waiting]\n", ""},
    {A "      - words: [wait*]\n" B "      - {words: [waiting], residual: true}\n",
     ":12:9: warning: b rule 1 can never fire: it is residual, and a rule 1 finds all that it looks for"},
    {A "      - match: '(x+x+)+[qj]'\n", HARD},
    {A "      - match: '(\\w+\\s?)+$'\n", HARD},
    {A "      - match: '(\\w+\\s?)+x'\n", HARD},
    {A "      - match: '(a+)+b'\n", HARD},
    {A "      - match: '(\\s*\\w+\\s*)*!'\n", HARD},
    {A "      - match: '(wait *)+ing late'\n", ""},
    {A "      - match: 'wait(ed|ing)?\\W+(?:\\w+\\W+){0,5}?hours?'\n", ""},
    {A "      - match: '\\b(?:(?:very|so) )*(?:late|slow)+\\b'\n", ""},
};

START_TEST(a_rule_that_is_not_what_it_seems_is_named)
{
    char yaml[2000];
    struct ruleset *r = NULL;
    struct error err = {0};
    struct buf out = buf_new(10000);
    struct rules_findings f = {.out = &out};
    snprintf(yaml, sizeof yaml, HEAD "%s", cases[_i].rules);
    rules_write(folder, "t", yaml);
    ck_assert_msg(ruleset_load(folder, "t", &r, &err) == 0, "%s", err.text);
    rules_check(r, &f);
    const char *got = out.len > 0 ? strstr(buf_str(&out), "t.yaml") + strlen("t.yaml") : "";
    size_t len = strlen(got) - (out.len > 0);
    ck_assert_msg(len == strlen(cases[_i].warning) && memcmp(got, cases[_i].warning, len) == 0, "got %s",
                  buf_str(&out));
    ck_assert_uint_eq(f.warnings, out.len > 0);
    buf_free(&out);
    ruleset_free(r);
}
END_TEST

/* condition | the only warning, after the file's name; "" = none */
static const struct {
    const char *when, *warning;
} conditions[] = {
    {"source: gp-access", ""},
    {"source: [GP-Access, fft]", ""},
    {"source: gp-acess",
     ":8:38: warning: a rule 1: there is no source 'gp-acess' in this workspace: did you mean 'gp-access'?"},
    {"source: [fft, maternity]", ":8:44: warning: a rule 1: there is no source 'maternity' in this "
                                 "workspace, so the rule never fires for "
                                 "it: mend the name, or take it out"},
    {"place: northport", ""},
    {"place: Northprt",
     ":8:37: warning: a rule 1: there is no place 'Northprt' in this workspace: did you mean 'Northport'?"},
    {"source: 'gp*'", ""},
    {"source: 'hospital*'",
     ":8:38: warning: a rule 1: there is no source 'hospital*' in this workspace, so the "
     "rule never fires for it: mend the name, or take it out"},
    {"not_source: hospital", ""},
    {"not_source: [hospital, gp-acces]",
     ":8:53: warning: a rule 1: there is no source 'gp-acces' in this workspace: did you mean 'gp-access'?"},
    /* no service is known: any may come */
    {"service: anything", ""},
    {"polarity: good", ""},
};

START_TEST(a_condition_that_no_comment_can_meet_is_named)
{
    static const char *sources[] = {"fft", "gp-access"};
    static const char *places[] = {"Northport"};
    const struct rules_known known = {
        .names = {[RULE_SOURCE] = {sources, 2, 0}, [RULE_PLACE] = {places, 1, 0}}};
    const struct rules_known nothing = {0};
    char yaml[2000];
    struct ruleset *r = NULL;
    struct error err = {0};
    struct buf out = buf_new(10000);
    struct rules_findings f = {.out = &out};
    snprintf(yaml, sizeof yaml, HEAD A "      - {match: wait, when: {%s}}\n", conditions[_i].when);
    rules_write(folder, "t", yaml);
    ck_assert_msg(ruleset_load(folder, "t", &r, &err) == 0, "%s", err.text);
    rules_known_check(&nothing, r, &f);
    ck_assert_uint_eq(out.len, 0);
    rules_known_check(&known, r, &f);
    const char *got = out.len > 0 ? strstr(buf_str(&out), "t.yaml") + strlen("t.yaml") : "";
    size_t len = strlen(got) - (out.len > 0);
    ck_assert_msg(len == strlen(conditions[_i].warning) && memcmp(got, conditions[_i].warning, len) == 0,
                  "got %s", buf_str(&out));
    buf_free(&out);
    ruleset_free(r);
}
END_TEST

#define EXAMPLES  "    examples:\n"
#define NEXT_RULE "      - {match: late, unless: not late}\n"

/* rules | examples that fail | what is said, after the file's name; "" = nothing */
static const struct {
    const char *rules;
    size_t failed;
    const char *said;
} examples[] = {
    {A "      - match: wait\n" EXAMPLES "      match: [wait]\n      no_match: [fine]\n", 0, ""},
    {A "      - match: wait\n" EXAMPLES "      match: [wait, queue]\n", 1,
     ":10:21: a should code \"queue\" and does not; no rule of it finds anything"},
    {A NEXT_RULE EXAMPLES "      match: [late, not late]\n", 1,
     ":10:21: a should code \"not late\" and does not; rule 1 found 'late', but 'unless' found 'not late'"},
    {A "      - {match: wait, when: {polarity: good}}\n" EXAMPLES
       "      match: [wait, {text: wait, polarity: good}]\n",
     1,
     ":10:15: a should code \"wait\" and does not; rule 1 found 'wait', but its 'when' does not hold "
     "(polarity)"},
    {A "      - match: wait\n" EXAMPLES "      match: [wait]\n      no_match: [no wait]\n", 1,
     ":11:18: a should not code \"no wait\" and does; rule 1 found 'wait'"},
    {A "      - match: wait\n      - match: late\n" EXAMPLES "      match: [wait]\n", 0,
     ":9:9: warning: a rule 2 fires on no example: add one that it should find"},
    {A "      - match: wait\n" B "      - {match: late, residual: true}\n" EXAMPLES
       "      match: [late, late wait]\n",
     1, ":14:21: b should code \"late wait\" and does not; rule 1 found 'late', but a holds it back"},
    {A "      - match: '(x+x+)+[qj]'\n" EXAMPLES
       "      match: [xxq, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]\n",
     1,
     ":10:20: a should code \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" and does not; rule 1 "
     "gave up: looking "
     "for it in this text takes more work than the limit allows"},
};

START_TEST(examples_say_what_their_author_means)
{
    static const char *const names[] = {"t"};
    char yaml[2000];
    struct codebook *book = NULL;
    struct error err = {0};
    struct buf out = buf_new(10000);
    struct rules_test result;
    snprintf(yaml, sizeof yaml, HEAD "%s", examples[_i].rules);
    rules_write(folder, "t", yaml);
    ck_assert_msg(codebook_open(folder, names, 1, MATCHER_INDEX, &book, &err) == 0, "%s", err.text);
    ck_assert_int_eq(rules_test_run(book, NULL, false, &out, &result, &err), 0);
    const char *got = out.len > 0 ? strstr(buf_str(&out), "t.yaml") + strlen("t.yaml") : "";
    size_t len = strlen(got) - (out.len > 0);
    ck_assert_msg(len == strlen(examples[_i].said) && memcmp(got, examples[_i].said, len) == 0, "got %s",
                  buf_str(&out));
    ck_assert_uint_eq(result.failed, examples[_i].failed);
    buf_free(&out);
    codebook_free(book);
}
END_TEST

START_TEST(an_example_cannot_say_both)
{
    static const char *const names[] = {"t"};
    struct codebook *book = NULL;
    struct error err = {0};
    struct buf out = buf_new(10000);
    struct rules_test result;
    rules_write(folder, "t",
                HEAD A "      - match: wait\n" EXAMPLES "      match: [wait]\n      no_match: [wait]\n");
    ck_assert_int_eq(codebook_open(folder, names, 1, MATCHER_INDEX, &book, &err), 0);
    ck_assert_int_eq(rules_test_run(book, NULL, false, &out, &result, &err), 0);
    ck_assert_uint_eq(result.failed, 1);
    ck_assert_ptr_nonnull(
        strstr(buf_str(&out), ":11:18: a: this example is also in line 10, where it says the opposite"));
    buf_free(&out);
    codebook_free(book);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("rules_check");
    TCase *t = tcase_create("rules_check");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 30);
    tcase_add_loop_test(t, a_rule_that_is_not_what_it_seems_is_named, 0, sizeof cases / sizeof cases[0]);
    tcase_add_loop_test(t, a_condition_that_no_comment_can_meet_is_named, 0,
                        sizeof conditions / sizeof conditions[0]);
    tcase_add_loop_test(t, examples_say_what_their_author_means, 0, sizeof examples / sizeof examples[0]);
    tcase_add_test(t, an_example_cannot_say_both);
    suite_add_tcase(s, t);
    return s;
}
