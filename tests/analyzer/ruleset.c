/* ruleset.c: tests of analyzer/ruleset.c, ruleset_rules.c and ruleset_hash.c. */
#include "ruleset.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>

#include "rules.h"

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

static struct ruleset *load(const char *name, const char *yaml)
{
    struct ruleset *r = NULL;
    struct error err = {0};
    rules_write(folder, name, yaml);
    ck_assert_msg(ruleset_load(folder, name, &r, &err) == 0, "%s", err.text);
    return r;
}

START_TEST(a_ruleset_is_read_with_rules_examples_and_places)
{
    struct ruleset *r =
        load("t", HEAD "  - code: access\n"
                       "    label: Access\n"
                       "  - code: timeliness\n"
                       "    label: Timeliness\n"
                       "    parent: access\n"
                       "    about: How long.\n"
                       "    rules:\n"
                       "      - match: ['\\bwait', queue]\n"
                       "        words: [delay*, late]\n"
                       "        also_words: [hour*]\n"
                       "        unless: waiting room\n"
                       "        within: sentence\n"
                       "        residual: parent\n"
                       "        when: {polarity: [good, open], service: Ward 3, max_words: 9}\n"
                       "    examples:\n"
                       "      match: [\"I waited.\", {text: Nothing, polarity: improve}]\n"
                       "      no_match: [Fine]\n");
    ck_assert_uint_eq(r->category_count, 2);
    const struct ruleset_category *c = &r->categories[1];
    ck_assert_int_eq(c->parent, 0);
    ck_assert_str_eq(c->about, "How long.");
    ck_assert_uint_eq(c->rule_count, 1);
    const struct rule *rule = &c->rules[0];
    ck_assert_uint_eq(rule->match.count, 3);
    ck_assert_str_eq(rule->match.any[2].text, "\\b(?:delay\\w*|late)\\b");
    ck_assert(rule->match.any[2].words);
    ck_assert_uint_eq(rule->also.count, 1);
    ck_assert_uint_eq(rule->unless.count, 1);
    ck_assert(rule->sentence);
    ck_assert_int_eq(rule->residual, RULE_RESIDUAL_PARENT);
    ck_assert_uint_eq(rule->held_by_count, 1);
    ck_assert_int_eq(rule->held_by[0], 1);
    ck_assert_uint_eq(rule->when.polarities, 1U << POLARITY_GOOD | 1U << POLARITY_OPEN);
    ck_assert_int_eq(rule->when.min_words, -1);
    ck_assert_int_eq(rule->when.max_words, 9);
    ck_assert_int_eq(config_line(rule->node), 12);
    ck_assert_uint_eq(c->example_count, 3);
    ck_assert_int_eq(c->examples[1].polarity, POLARITY_IMPROVE);
    ck_assert(c->examples[1].match && !c->examples[2].match);
    ruleset_free(r);
}
END_TEST

#define ONE   "  - code: a\n    label: A\n"
#define RULES ONE "    rules:\n"

/* What is wrong, and how the error must end: the place in the file, and the sentence. */
static const struct {
    const char *yaml, *error;
} wrong[] = {
    {HEAD ONE "  - code: a\n    label: B\n", ":7:11: the code 'a' is used twice: the first is in line 5"},
    {HEAD "  - code: A b\n    label: B\n", ":5:11: the code 'A b' must be 1 to 64 of a-z, 0-9 and -"},
    {HEAD "  - code: a\n", ":5:5: the category 'a' needs a label: its name in the report"},
    {HEAD ONE "    parent: zebra\n", ":7:13: no category has the code 'zebra'"},
    {HEAD ONE "    parent: a\n", ":5:5: the category 'a' is its own parent, by way of 'a'"},
    {HEAD RULES "      - unless: x\n", ":8:9: a rule needs 'match' or 'words': what it looks for"},
    {HEAD RULES "      - mach: x\n", ":8:9: a rule has no key 'mach': did you mean 'match'?"},
    {HEAD RULES "      - match: 'a(b'\n", ":8:16: pattern 'a(b': column 4: missing closing parenthesis"},
    {HEAD RULES "      - match: [a, 'b[']\n",
     ":8:20: pattern 'b[': column 3: missing terminating ] for character class"},
    {HEAD RULES "      - match: ''\n", ":8:16: an item of 'match' must be a text that is not empty"},
    {HEAD RULES "      - match: 'a\\Kb'\n",
     ":8:16: a pattern cannot use \\K: write what comes before as (?<=...)"},
    {HEAD RULES "      - match: '(*UCP)b'\n",
     ":8:16: a pattern cannot begin with '(*...)' settings: they are the same for all patterns"},
    {HEAD RULES "      - words: [ok, 'wa*it']\n",
     ":8:21: 'wa*it': a '*' can only end a word: for anything else write a `match` pattern"},
    {HEAD RULES "      - words: [ok, '-']\n",
     ":8:21: '-': a word needs a letter or a digit: for anything else write a `match` pattern"},
    {HEAD RULES "      - match: a\n        when: {polarity: bad}\n",
     ":9:26: 'polarity' must be good, improve or open, not 'bad'"},
    {HEAD RULES "      - match: a\n        when: {min_words: 5, max_words: 4}\n",
     ":9:15: 'min_words' is larger than 'max_words': the rule could never fire"},
    {HEAD RULES "      - {match: a, when: {min_words: 5}}\n    when: {max_words: 4}\n",
     ":8:26: 'min_words' is larger than 'max_words', by what 'when' says of the category: the rule "
     "could never fire"},
    {HEAD RULES "      - {match: a, when: {polarity: good}}\n    when: {polarity: zebra}\n",
     ":9:22: 'polarity' must be good, improve or open, not 'zebra'"},
    {HEAD RULES "      - {match: a, when: {service: [[x]]}}\n",
     ":8:37: an item of 'service' must be text, not a list"},
    {HEAD RULES "      - {match: a, when: {not_place: }}\n",
     ":8:38: 'not_place' is empty: remove it or give it a value"},
    {HEAD RULES "      - {match: a, when: {service: [Ward 6, ward*]}}\n    when: {not_service: '*WARD*'}\n",
     ":8:26: 'not_service' leaves nothing of 'service', by what 'when' says of the category: the rule "
     "could never fire"},
    {HEAD RULES "      - {match: a, when: {place: 'a*', not_place: [b, '*']}}\n",
     ":8:26: 'not_place' leaves nothing of 'place': the rule could never fire"},
    {HEAD ONE "    when: {polarity: good}\n", ":7:11: 'when' is for rules, and this category has none"},
    {HEAD RULES "      - match: a\n    when: {not_servce: x}\n",
     ":9:12: 'when' has no key 'not_servce': did you mean 'not_service'?"},
    {HEAD RULES "      - match: a\n        residual: maybe\n",
     ":9:19: 'residual' must be true, parent or a list of category codes"},
    {HEAD RULES "      - match: a\n        residual: [zebra]\n", ":9:20: no category has the code 'zebra'"},
    {HEAD RULES "      - match: a\n        person: first\n",
     ":9:17: 'person' is only for rulesets of dimension group"},
    {HEAD RULES "      - match: a\n    combines: [a, b]\n",
     ":9:15: a category has either 'rules' or 'combines', not both"},
    {HEAD ONE "    combines: [a]\n", ":7:15: 'combines' needs at least two codes"},
    {HEAD RULES "      - match: a\n    examples: {mach: [x]}\n",
     ":9:16: 'examples' has no key 'mach'; it may have: match, no_match"},
    {HEAD RULES "      - match: a\n    examples: {match: x}\n",
     ":9:23: 'match' must be a list of texts: begin each with '- '"},
    {"ruleset: u\ndimension: theme\nversion: 1\ncategories:\n" ONE,
     ":1:10: the ruleset is named 'u' but its file is t.yaml: name the file u.yaml"},
    {"ruleset: t\ndimension: topic\nversion: 1\ncategories:\n" ONE,
     ":2:12: 'dimension' must be one of theme, group, tone, answer, not 'topic'"},
};

START_TEST(a_mistake_is_told_with_its_place)
{
    struct ruleset *r = NULL;
    struct error err = {0};
    rules_write(folder, "t", wrong[_i].yaml);
    ck_assert_int_eq(ruleset_load(folder, "t", &r, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    const char *place = strstr(err.text, "t.yaml");
    ck_assert_ptr_nonnull(place);
    ck_assert_str_eq(place + strlen("t.yaml"), wrong[_i].error);
}
END_TEST

START_TEST(a_local_ruleset_adds_to_the_one_it_extends)
{
    rules_write(folder, "base",
                "ruleset: base\ndimension: theme\nversion: 7\ncategories:\n" RULES
                "      - match: one\n    examples: {match: [one]}\n");
    struct ruleset *r =
        load("ours", "ruleset: ours\ndimension: theme\nversion: 2\nextends: base\ncategories:\n"
                     "  - code: b\n    label: B\n    parent: a\n"
                     "  - code: a\n    rules:\n      - words: [two]\n    examples: {no_match: [three]}\n");
    ck_assert_str_eq(r->name, "ours");
    ck_assert_uint_eq(r->category_count, 2);
    ck_assert_str_eq(r->categories[0].label, "A");
    ck_assert_uint_eq(r->categories[0].rule_count, 2);
    ck_assert_str_eq(r->categories[0].rules[0].match.any[0].text, "one");
    ck_assert_uint_eq(r->categories[0].example_count, 2);
    ck_assert_int_eq(r->categories[1].parent, 0);
    ruleset_free(r);
}
END_TEST

START_TEST(a_when_of_a_category_holds_for_its_rules_of_both_files)
{
    rules_write(folder, "base",
                "ruleset: base\ndimension: theme\nversion: 7\ncategories:\n" RULES
                "      - match: one\n      - {match: two, when: {place: north*}}\n"
                "    when: {not_service: ward, max_words: 9}\n");
    struct ruleset *r =
        load("ours",
             "ruleset: ours\ndimension: theme\nversion: 2\nextends: base\ncategories:\n"
             "  - code: a\n    when: {not_service: bus, place: south}\n    rules:\n      - words: [three]\n");
    static const char *const places[] = {"south", "north*", "south"};
    ck_assert_uint_eq(r->categories[0].rule_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct rule_when *when = &r->categories[0].rules[i].when;
        ck_assert_uint_eq(when->names[RULE_SERVICE].none.count, 1);
        ck_assert_str_eq(when->names[RULE_SERVICE].none.text[0], "bus");
        ck_assert_str_eq(when->names[RULE_PLACE].any.text[0], places[i]);
        ck_assert_int_eq(when->max_words, 9);
    }
    ruleset_free(r);
    /* what one file says of the other's category may leave its rules nothing: no error, since neither is wrong */
    r = load("ours", "ruleset: ours\ndimension: theme\nversion: 2\nextends: base\ncategories:\n"
                     "  - code: a\n    rules:\n      - {words: [three], when: {service: ward}}\n");
    ck_assert_str_eq(ruleset_never(&r->categories[0].rules[2].when), "'not_service' leaves nothing of 'service'");
    ruleset_free(r);
    r = load("ours", "ruleset: ours\ndimension: theme\nversion: 2\nextends: base\ncategories:\n"
                     "  - {code: a, when: {min_words: 10}}\n");
    ck_assert_str_eq(ruleset_never(&r->categories[0].rules[0].when), "'min_words' is larger than 'max_words'");
    ruleset_free(r);
}
END_TEST

static const struct {
    const char *when;
    bool never;
} nevers[] = {
    {"{service: Ward 3, not_service: Ward 3}", true},
    {"{service: Ward 3, not_service: 'ward*'}", true},
    /* "Ward 3." is Ward 3 too */
    {"{service: Ward 3, not_service: '*3'}", false},
    {"{service: 'ward*', not_service: '*ar*'}", true},
    {"{service: 'ward*', not_service: 'ward 3*'}", false},
    {"{service: '*3', not_service: '*3'}", true},
    {"{service: [Ward 3, Ward 4], not_service: Ward 3}", false},
    {"{service: Ward 3, not_place: Ward 3}", false},
};

START_TEST(a_when_that_can_never_hold_is_refused)
{
    struct ruleset *r = NULL;
    struct error err = {0};
    char yaml[1000];
    snprintf(yaml, sizeof yaml, HEAD RULES "      - match: a\n        when: %s\n", nevers[_i].when);
    rules_write(folder, "t", yaml);
    ck_assert_int_eq(ruleset_read(folder, "t", &r, &err) == -1, nevers[_i].never);
    ruleset_free(r);
}
END_TEST

/* Two files; whether their codings could differ. */
static const struct {
    const char *one, *two;
    bool same;
} pairs[] = {
    {RULES "      - match: a\n", RULES "      - match: b\n", false},
    {RULES "      - match: a\n", RULES "      - match: a\n        unless: b\n", false},
    {RULES "      - match: a\n", RULES "      - match: a\n        also: b\n", false},
    {RULES "      - {match: a, also: b}\n", RULES "      - {match: a, unless: b}\n", false},
    {RULES "      - match: a\n", RULES "      - match: a\n        residual: true\n", false},
    {RULES "      - match: a\n", RULES "      - match: a\n        within: sentence\n", false},
    {RULES "      - match: a\n", RULES "      - match: a\n        when: {polarity: good}\n", false},
    {RULES "      - match: a\n", RULES "      - match: a\n        when: {min_words: 0}\n", false},
    {RULES "      - match: [a, b]\n", RULES "      - match: a\n      - match: b\n", false},
    {RULES "      - match: a\n", RULES "      - match: a\n        note: Because.\n", true},
    {RULES "      - words: [x, yy]\n", RULES "      - words: [yy, x]\n", true},
    {RULES "      - match: a\n", RULES "      - match: a\n    about: Other words.\n", true},
    {RULES "      - match: a\n", RULES "      - match: a\n    examples: {match: [a]}\n", true},
    {ONE "  - code: b\n    label: B\n", "  - code: b\n    label: B\n" ONE, true},
    {ONE, ONE "  - code: b\n    label: B\n", false},
    {RULES "      - {match: a, when: {service: x}}\n", RULES "      - {match: a, when: {not_service: x}}\n",
     false},
    /* one name taken away leaves the others */
    {RULES "      - {match: a, when: {service: [x, y], not_service: x}}\n",
     RULES "      - {match: a, when: {service: [x, y]}}\n", false},
    {RULES "      - {match: a, when: {not_service: x}}\n",
     RULES "      - match: a\n    when: {not_service: x}\n", true},
};

START_TEST(the_hash_changes_when_codings_could_and_only_then)
{
    char yaml[1000];
    snprintf(yaml, sizeof yaml, HEAD "%s", pairs[_i].one);
    struct ruleset *one = load("t", yaml);
    snprintf(yaml, sizeof yaml, "ruleset: t\ndimension: theme\nversion: 2\ntitle: X\ncategories:\n%s",
             pairs[_i].two);
    struct ruleset *two = load("t", yaml);
    ck_assert_int_eq(strcmp(one->sha256, two->sha256) == 0, pairs[_i].same);
    ruleset_free(one);
    ruleset_free(two);
}
END_TEST

START_TEST(a_combination_of_more_rules_than_can_be_numbered_is_refused)
{
    struct ruleset *r = NULL;
    struct error err = {0};
    struct buf yaml = buf_new(1 << 20);
    buf_puts(&yaml, HEAD);
    for (int c = 0; c < 10; c++) {
        buf_printf(&yaml, "  - code: c%d\n    label: C\n    rules:\n", c);
        for (int i = 0; i < RULESET_MAX_RULES; i++)
            buf_puts(&yaml, "      - match: a\n");
    }
    buf_puts(&yaml,
             "  - code: all\n    label: All\n    combines: [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9]\n");
    rules_write(folder, "t", buf_str(&yaml));
    ck_assert_int_eq(ruleset_read(folder, "t", &r, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, ": 'combines' brings together 10000 rules: the limit is 9999"));
    buf_free(&yaml);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("ruleset");
    TCase *t = tcase_create("ruleset");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_ruleset_is_read_with_rules_examples_and_places);
    tcase_add_loop_test(t, a_mistake_is_told_with_its_place, 0, sizeof wrong / sizeof wrong[0]);
    tcase_add_test(t, a_combination_of_more_rules_than_can_be_numbered_is_refused);
    tcase_add_test(t, a_local_ruleset_adds_to_the_one_it_extends);
    tcase_add_test(t, a_when_of_a_category_holds_for_its_rules_of_both_files);
    tcase_add_loop_test(t, a_when_that_can_never_hold_is_refused, 0, sizeof nevers / sizeof nevers[0]);
    tcase_add_loop_test(t, the_hash_changes_when_codings_could_and_only_then, 0,
                        sizeof pairs / sizeof pairs[0]);
    suite_add_tcase(s, t);
    return s;
}
