/* coder.c: tests of analyzer/coder.c, row by row of the tables in coder.h. */
#include "coder.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

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

#define HEAD   "ruleset: t\ndimension: theme\nversion: 1\ncategories:\n"
#define A      "  - code: a\n    label: A\n    rules:\n"
#define B      "  - code: b\n    label: B\n    rules:\n"
#define C      "  - code: c\n    label: C\n    rules:\n"
#define BOMB   "'(x+x+)+[qj]'"
#define BOMBED "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Writes codes as "a1:wait b2:late"; undecided rules as "a1?". */
static void describe(const struct codebook *b, const struct coder_codes *codes, const char *text,
                     struct buf *out)
{
    for (size_t i = 0; i < codes->firing_count; i++) {
        const struct coder_firing *f = &codes->firings[i];
        buf_printf(out, "%s%s%u:%.*s", out->len > 0 ? " " : "",
                   codebook_ruleset(b, f->by.ruleset)->categories[f->by.category].code, f->by.rule,
                   (int)(f->end - f->start), text + f->start);
    }
    for (size_t i = 0; i < codes->undecided_count; i++) {
        const struct coder_undecided *u = &codes->undecided[i];
        buf_printf(out, "%s%s%u?", out->len > 0 ? " " : "",
                   codebook_ruleset(b, u->by.ruleset)->categories[u->by.category].code, u->by.rule);
    }
}

static struct codebook *open_book(const char *const *names, size_t count, enum matcher_engine engine)
{
    struct codebook *b = NULL;
    struct error err = {0};
    ck_assert_msg(codebook_open(folder, names, count, engine, &b, &err) == 0, "%s", err.text);
    return b;
}

static void expect(const char *const *names, size_t count, struct coder_comment *comment, const char *codes)
{
    const enum matcher_engine engines[] = {MATCHER_NAIVE, MATCHER_INDEX};
    comment->len = strlen(comment->text);
    for (size_t e = 0; e < 2; e++) {
        struct codebook *b = open_book(names, count, engines[e]);
        struct coder *c = coder_new(b);
        for (int explain = 0; explain < 2; explain++) {
            struct buf out = buf_new(10000);
            coder_explain(c, explain == 1);
            describe(b, coder_run(c, comment, CODEBOOK_ALL), comment->text, &out);
            ck_assert_str_eq(buf_str(&out), codes);
            buf_free(&out);
        }
        coder_free(c);
        codebook_free(b);
    }
}

static const char *const only[] = {"t"};

/* rules | text | codes; the comment answers an "improve" question about "Ward 3" in "Northport". */
static const struct {
    const char *rules, *text, *codes;
} cases[] = {
    /* a list: leftmost, then longest, whatever the order */
    {A "      - match: [room, wait, waiting]\n", "The waiting room", "a1:waiting"},
    {A "      - match: [waiting, wait]\n        words: [The waiting]\n", "The waiting room",
     "a1:The waiting"},
    {A "      - match: [nothing, here]\n", "The waiting room", ""},
    {A "      - match: [" BOMB ", late]\n", BOMBED " late", "a1:late"},
    {A "      - match: [" BOMB ", late]\n", BOMBED " early", "a1?"},
    /* a scope: match, also, unless */
    {A "      - {match: wait, also: hour}\n", "I had to wait an hour", "a1:wait"},
    {A "      - {match: wait, also: hour}\n", "I had to wait", ""},
    {A "      - {match: wait, unless: room}\n", "I had to wait", "a1:wait"},
    {A "      - {match: wait, unless: room}\n", "Clean waiting room", ""},
    {A "      - {match: wait, also: hour, unless: room}\n", "wait an hour in a room", ""},
    {A "      - {match: nope, also: " BOMB "}\n", BOMBED, ""},
    {A "      - {match: x, also: " BOMB "}\n", BOMBED, "a1?"},
    {A "      - {match: x, unless: " BOMB "}\n", BOMBED, "a1?"},
    {A "      - {match: " BOMB ", also: nope}\n", BOMBED, ""},
    {A "      - {match: " BOMB ", unless: x}\n", BOMBED, ""},
    {A "      - {match: x, also: " BOMB ", unless: late}\n", BOMBED " late", ""},
    {A "      - {match: x, also: [" BOMB ", x]}\n", BOMBED, "a1:x"},
    /* within: sentence */
    {A "      - {match: wait, also: hour, within: sentence}\n", "I did wait. One hour of sun.", ""},
    {A "      - {match: wait, also: hour, within: sentence}\n", "I did wait. Then wait an hour.", "a1:wait"},
    {A "      - {match: wait, unless: room, within: sentence}\n", "Nice waiting room. A long waiting time.",
     "a1:wait"},
    {A "      - {match: '^the \\w+$', within: sentence}\n", "Mind the food\n\nThe beds", "a1:The beds"},
    {A "      - {match: '^the'}\n", "Mind it. The beds", ""},
    {A "      - {match: " BOMB ", within: sentence}\n", BOMBED ". xxq", "a1?"},
    {A "      - {match: " BOMB ", within: sentence}\n", "xxq. " BOMBED, "a1:xxq"},
    /* when */
    {A "      - {match: wait, when: {polarity: improve}}\n", "wait", "a1:wait"},
    {A "      - {match: wait, when: {polarity: [good, open]}}\n", "wait", ""},
    {A "      - {match: wait, when: {service: [Ward 2, ' ward  3 ']}}\n", "wait", "a1:wait"},
    {A "      - {match: wait, when: {service: Ward 2}}\n", "wait", ""},
    {A "      - {match: wait, when: {place: NORTHPORT, source: survey}}\n", "wait", ""},
    {A "      - {match: wait, when: {place: NORTHPORT}}\n", "wait", "a1:wait"},
    {A "      - {match: wait, when: {service: ['*3', x]}}\n", "wait", "a1:wait"},
    {A "      - {match: wait, when: {service: 'ward*', not_service: '*3'}}\n", "wait", ""},
    {A "      - {match: wait, when: {not_service: [Ward, '*4']}}\n", "wait", "a1:wait"},
    {A "      - {match: wait, when: {not_place: [Southport, north*]}}\n", "wait", ""},
    /* a comment without a source is of none, so it is not of any that is named */
    {A "      - {match: wait, when: {source: '*'}}\n", "wait", ""},
    {A "      - {match: wait, when: {not_source: '*'}}\n", "wait", "a1:wait"},
    /* the category's `when` holds for all its rules; a rule's own key stands in its place */
    {A "      - match: wait\n      - {match: long, when: {max_words: 2}}\n    when: {not_service: ward*}\n",
     "long wait", ""},
    {A "      - match: wait\n      - {match: long, when: {not_service: x}}\n    when: {not_service: ward*}\n",
     "long wait", "a2:long"},
    {A "      - {match: long, when: {not_service: []}}\n    when: {not_service: ward*}\n", "long wait",
     "a1:long"},
    {A "      - {match: long, when: {max_words: 1}}\n    when: {service: ward*, max_words: 9}\n", "long wait",
     ""},
    {A "      - {match: wait, when: {min_words: 2}}\n", "wait", ""},
    {A "      - {match: wait, when: {min_words: 2, max_words: 2}}\n", "wait here", "a1:wait"},
    {A "      - {match: wait, when: {max_words: 2}}\n", "wait here now", ""},
    {A "      - {match: " BOMB ", when: {polarity: good}}\n", BOMBED, ""},
    /* residual */
    {A "      - match: wait\n" B "      - {match: long, residual: true}\n", "long wait", "a1:wait"},
    {A "      - match: wait\n" B "      - {match: long, residual: true}\n", "long walk", "b1:long"},
    {B "      - {match: long, residual: true}\n" A "      - match: wait\n", "long wait", "a1:wait"},
    {A "      - {match: long, residual: true}\n" B "      - {match: walk, residual: true}\n", "long walk",
     "a1:long b1:walk"},
    {A "      - match: " BOMB "\n" B "      - {match: x, residual: true}\n", BOMBED, "a1? b1?"},
    {A "      - match: " BOMB "\n      - match: late\n" B "      - {match: x, residual: true}\n",
     BOMBED " late", "a2:late a1?"},
    {A "      - match: " BOMB "\n" B "      - {match: z, residual: true}\n", BOMBED, "a1?"},
    {A "      - {match: wait}\n      - {match: long, residual: parent}\n" B "      - match: walk\n",
     "long walk", "a2:long b1:walk"},
    {A "      - {match: wait}\n      - {match: long, residual: parent}\n" B "      - match: walk\n",
     "long wait", "a1:wait"},
    {A "      - match: wait\n    parent: p\n" B "      - {match: long, residual: parent}\n    parent: p\n" C
       "      - match: walk\n  - code: p\n    label: P\n",
     "long wait", "a1:wait"},
    {A "      - match: wait\n    parent: p\n" B "      - {match: long, residual: parent}\n    parent: p\n" C
       "      - match: walk\n  - code: p\n    label: P\n",
     "long walk", "b1:long c1:walk"},
    {A "      - match: wait\n" B "      - {match: long, residual: [a]}\n" C "      - match: walk\n",
     "long walk", "b1:long c1:walk"},
    {A "      - match: wait\n" B "      - {match: long, residual: [a]}\n" C "      - match: walk\n",
     "long wait", "a1:wait"},
    {A "      - match: wait\n    parent: p\n" B
       "      - {match: long, residual: [p]}\n  - code: p\n    label: P\n",
     "long wait", "a1:wait"},
    /* several rules a category, all kept */
    {A "      - match: wait\n      - match: long\n", "a long wait", "a1:wait a2:long"},
    /* combines */
    {A "      - match: kind\n      - match: nice\n" B
       "      - match: rude\n  - code: m\n    label: M\n    combines: [a, b]\n",
     "nice but rude", "m2:nice m3:rude"},
    {A "      - match: kind\n" B "      - match: rude\n  - code: m\n    label: M\n    combines: [a, b]\n",
     "rude", "b1:rude"},
    {"  - code: m\n    label: M\n    combines: [b, a]\n" A "      - match: kind\n" B
     "      - {match: rude, residual: [c]}\n" C "      - match: late\n",
     "kind, rude", "m1:rude m2:kind"},
    /* the text is matched folded; spans are of the text as stored */
    {A "      - words: [didn't ring]\n", "They didn\xE2\x80\x99t\xC2\xA0ring me",
     "a1:didn\xE2\x80\x99t\xC2\xA0ring"},
    {A "      - match: 'wait\\.\\.\\.'\n", "Wait\xE2\x80\xA6", "a1:Wait\xE2\x80\xA6"},
    {A "      - match: 'it\\.'\n", "Wait\xE2\x80\xA6 ok", "a1:it\xE2\x80\xA6"},
    {A "      - match: '\\.$'\n", "Wait\xE2\x80\xA6", "a1:\xE2\x80\xA6"},
    {A "      - match: 'caf.'\n", "un CAF\xC3\x89 noir", "a1:CAF\xC3\x89"},
    /* a token is no words of the writer's */
    {A "      - words: [postcode, phone*]\n", "I live at [postcode], [Phone Number]", ""},
    {A "      - words: [postcode]\n", "My postcode is [postcode]", "a1:postcode"},
    {A "      - words: [postcode]\n", "[my postcode]", "a1:postcode"},
    {A "      - match: 'live at.*never'\n", "I live at [postcode] and\xE2\x80\xA6 never",
     "a1:live at [postcode] and\xE2\x80\xA6 never"},
    {A "      - match: '^[\\W_]*$'\n", "[name]", "a1:[name]"},
    {A "      - {match: wait, unless: name}\n", "wait, [name]", "a1:wait"},
    {A "      - {match: wait, when: {max_words: 2}}\n", "wait, [date of birth] [name] thanks", "a1:wait"},
    {A "      - {match: wait, when: {min_words: 2}}\n", "wait [name]", ""},
    {A "      - {match: late, also: name, within: sentence}\n", "Late. [name] rang", ""},
};

START_TEST(a_rule_means_what_the_tables_say)
{
    char yaml[2000];
    snprintf(yaml, sizeof yaml, HEAD "%s", cases[_i].rules);
    rules_write(folder, "t", yaml);
    struct coder_comment comment = {
        .text = cases[_i].text, .polarity = POLARITY_IMPROVE, .service = "Ward 3", .place = "Northport"};
    expect(only, 1, &comment, cases[_i].codes);
}
END_TEST

static const char non_answers[] =
    "ruleset: n\ndimension: answer\nversion: 1\ncategories:\n"
    "  - code: none\n    label: None\n    rules:\n      - match: '^n/a$'\n      - match: " BOMB "\n";
static const char *const both[] = {"t", "n"};

START_TEST(a_non_answer_gets_no_other_coding)
{
    struct coder_comment comment = {.text = "N/A", .polarity = POLARITY_OPEN};
    rules_write(folder, "n", non_answers);
    rules_write(folder, "t", HEAD A "      - match: a\n");
    expect(both, 2, &comment, "none1:N/A");
    comment.text = "aha";
    expect(both, 2, &comment, "a1:a");
    comment.text = BOMBED " a";
    expect(both, 2, &comment, "a1:a none2?");
}
END_TEST

START_TEST(only_the_rulesets_that_are_asked_for_answer)
{
    struct coder_comment comment = {.text = "n/a", .len = 3, .polarity = POLARITY_OPEN};
    rules_write(folder, "n", non_answers);
    rules_write(folder, "t", HEAD A "      - match: a\n");
    struct codebook *b = open_book(both, 2, MATCHER_INDEX);
    struct coder *c = coder_new(b);
    const struct coder_codes *codes = coder_run(c, &comment, 1);
    ck_assert_uint_eq(codes->firing_count, 0);
    ck_assert(codes->non_answer);
    codes = coder_run(c, &comment, 2);
    ck_assert_uint_eq(codes->firing_count, 1);
    coder_free(c);
    codebook_free(b);
}
END_TEST

/* rules | text | remarks as "kind:code rule:words" */
static const struct {
    const char *rules, *text, *notes;
} remarks[] = {
    {A "      - {match: wait, unless: [room, waiting room]}\n", "The waiting room",
     "veto a1 wait/waiting room"},
    {A "      - {match: wait, unless: room, within: sentence}\n", "Hm. The waiting room",
     "veto a1 wait/room"},
    {A "      - {match: wait, also: hour, unless: room}\n", "The waiting room", ""},
    {A "      - {match: wait, unless: room, within: sentence}\n", "A waiting room. I wait.", ""},
    {A "      - match: wait\n" B "      - {match: long, residual: true}\n", "long wait",
     "held b1 long by a1"},
    {A "      - {match: wait, when: {polarity: good}}\n", "long wait", "when a1 wait"},
    {A "      - match: nice\n" B "      - match: rude\n  - code: m\n    label: M\n    combines: [a, b]\n",
     "nice, rude", "replaced a1 nice by m0 replaced b1 rude by m0"},
    {"  - code: z\n    label: Z\n", "n/a", ""},
    {A "      - match: a\n", "n/a", "unasked a1 a"},
};

START_TEST(what_came_near_is_explained)
{
    static const char *const kinds[] = {"veto", "held", "replaced", "when", "unasked"};
    char yaml[2000];
    snprintf(yaml, sizeof yaml, HEAD "%s", remarks[_i].rules);
    rules_write(folder, "t", yaml);
    rules_write(folder, "n", non_answers);
    struct codebook *b = open_book(both, 2, MATCHER_INDEX);
    struct coder *c = coder_new(b);
    struct buf out = buf_new(1000);
    const char *text = remarks[_i].text;
    struct coder_comment comment = {.text = text, .len = strlen(text), .polarity = POLARITY_OPEN};
    coder_explain(c, true);
    const struct coder_codes *codes = coder_run(c, &comment, CODEBOOK_ALL);
    for (size_t i = 0; i < codes->note_count; i++) {
        const struct coder_note *n = &codes->notes[i];
        const struct ruleset *r = codebook_ruleset(b, n->by.ruleset);
        buf_printf(&out, "%s%s %s%u %.*s", i > 0 ? " " : "", kinds[n->kind],
                   r->categories[n->by.category].code, n->by.rule, (int)(n->end - n->start), text + n->start);
        if (n->kind == CODER_VETO)
            buf_printf(&out, "/%.*s", (int)(n->other_end - n->other_start), text + n->other_start);
        if (n->kind == CODER_HELD || n->kind == CODER_REPLACED)
            buf_printf(&out, " by %s%u", r->categories[n->holder.category].code, n->holder.rule);
    }
    ck_assert_str_eq(buf_str(&out), remarks[_i].notes);
    buf_free(&out);
    coder_free(c);
    codebook_free(b);
}
END_TEST

START_TEST(a_theme_is_known_by_the_non_answers_before_it_too)
{
    rules_write(folder, "n", non_answers);
    rules_write(folder, "t", HEAD A "      - match: a\n");
    struct codebook *alone = open_book(only, 1, MATCHER_INDEX);
    struct codebook *with = open_book(both, 2, MATCHER_INDEX);
    ck_assert_str_ne(codebook_hash(alone, 0), codebook_hash(with, 0));
    ck_assert_str_eq(codebook_ruleset(alone, 0)->sha256, codebook_ruleset(with, 0)->sha256);
    ck_assert_int_eq(codebook_find(with, "n"), 1);
    ck_assert_int_eq(codebook_find(with, "x"), -1);
    codebook_free(alone);
    codebook_free(with);
}
END_TEST

START_TEST(a_ruleset_cannot_be_in_use_twice)
{
    static const char *const twice[] = {"n", "n"};
    struct codebook *b = NULL;
    struct error err = {0};
    rules_write(folder, "n", non_answers);
    ck_assert_int_eq(codebook_read(folder, twice, 2, &b, &err), -1);
    ck_assert_str_eq(err.text, "the ruleset n is named twice: remove one");
}
END_TEST

START_TEST(a_hostile_comment_of_a_mebibyte_costs_bounded_time)
{
    enum { SIZE = 1 << 20 };
    static const char *const pieces[] = {"x", "xxxxxxxxxxxxxxxxxxxxxxxxxxx. ", "a "};
    rules_write(folder, "t",
                HEAD A "      - {match: " BOMB ", within: sentence}\n      - match: '(\\w+\\s?)+$Z'\n"
                       "      - match: '(?=.*\\bnurse)(?=.*\\bdoctor)'\n      - match: '(a|aa)+b'\n");
    struct codebook *b = open_book(only, 1, MATCHER_NAIVE);
    struct coder *c = coder_new(b);
    char *text = mem_new(SIZE, 1);
    size_t len = 0;
    for (size_t step = strlen(pieces[_i]); len + step < SIZE; len += step)
        memcpy(text + len, pieces[_i], step);
    struct coder_comment comment = {.text = text, .len = len, .polarity = POLARITY_OPEN};
    const struct coder_codes *codes =
        coder_run(c, &comment, CODEBOOK_ALL); /* Check's time limit is the assertion */
    ck_assert_uint_gt(codes->undecided_count, 0);
    coder_free(c);
    codebook_free(b);
    free(text);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("coder");
    TCase *t = tcase_create("coder");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_rule_means_what_the_tables_say, 0, sizeof cases / sizeof cases[0]);
    tcase_add_test(t, a_non_answer_gets_no_other_coding);
    tcase_add_test(t, only_the_rulesets_that_are_asked_for_answer);
    tcase_add_loop_test(t, what_came_near_is_explained, 0, sizeof remarks / sizeof remarks[0]);
    tcase_add_test(t, a_theme_is_known_by_the_non_answers_before_it_too);
    tcase_add_test(t, a_ruleset_cannot_be_in_use_twice);
    tcase_add_loop_test(t, a_hostile_comment_of_a_mebibyte_costs_bounded_time, 0, 3);
    suite_add_tcase(s, t);
    return s;
}
