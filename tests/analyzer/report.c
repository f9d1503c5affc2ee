/* report.c: tests of evidence, composition and writers together: what a report says, and what it never says.
 */
#include "compose.h"

#include <check.h>
#include <scene.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite(void);

static struct scene scene;
static struct workspace *workspace;
static struct store *store;
static struct evidence *evidence;
static struct report *report;
static struct buf out;
static struct error err;

static void setup(void)
{
    scene = scene_new();
    out = buf_new(1 << 22);
    err = (struct error){0};
}

/* So that another can be made. */
static void teardown_report(void)
{
    report_free(report);
    evidence_free(evidence);
    store_close(store);
    workspace_close(workspace);
    report = NULL;
    evidence = NULL;
    store = NULL;
    workspace = NULL;
}

static void teardown(void)
{
    teardown_report();
    buf_free(&out);
    scene_free(&scene);
}

static int gather(void)
{
    ck_assert_msg(workspace_open(scene.folder, &workspace, &err) == 0, "%s", err.text);
    ck_assert_msg(store_open(workspace->store, STORE_READ, &store, &err) == 0, "%s", err.text);
    return evidence_gather(store, workspace, &evidence, &err);
}

static void compose(const char *dated)
{
    ck_assert_msg(gather() == 0, "%s", err.text);
    report = compose_report(evidence, dated);
}

static const char *written(const struct report_writer *w)
{
    buf_clear(&out);
    w->write(report, &out);
    return buf_str(&out);
}

static const char *table_of(const char *file)
{
    for (size_t i = 0; i < report->block_count; i++)
        if (report->blocks[i].table != NULL && report->blocks[i].table->file != NULL &&
            strcmp(report->blocks[i].table->file, file) == 0) {
            buf_clear(&out);
            report_writer_csv.write_table(report->blocks[i].table, &out);
            return buf_str(&out);
        }
    ck_abort_msg("there is no table %s", file);
}

static void says(const char *text, const char *words)
{
    ck_assert_msg(strstr(text, words) != NULL, "\"%s\" is not in:\n%.4000s", words, text);
}

static void silent(const char *text, const char *words)
{
    const char *found = strstr(text, words);
    ck_assert_msg(found == NULL, "\"%s\" is in it: %.200s", words, found);
}

/* `count` comments on one theme in one place, from the id `from` on. */
static void say(int64_t from, int count, const char *place, int category, int tone)
{
    for (int i = 0; i < count; i++)
        scene_comment(&scene, from + i, place, (const int[]){category, tone, 0});
}

static void commit_to(const char *answers)
{
    char text[1000];
    snprintf(text, sizeof text,
             "commitments:\n  - id: a\n    title: Call <back>\n    status: done\n    we_did: We ring back.\n"
             "    answers: %s\n",
             answers);
    scene_file(&scene, "strategy.yaml", text);
}

START_TEST(a_report_is_refused_while_comments_wait)
{
    say(1, 3, NULL, FOOD, PRAISE);
    fill_run(scene.db, "UPDATE ruleset SET mark = 1 WHERE name = 'tone'");
    ck_assert_int_eq(gather(), -1);
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
    ck_assert_str_eq(
        err.text,
        "2 comments are not coded yet by ruleset tone: run yousaid-analyzer classify, then report again");
}
END_TEST

START_TEST(a_ruleset_that_never_coded_is_refused_as_well)
{
    fill_run(scene.db, "UPDATE ruleset SET current = 0 WHERE name = 'tone'");
    ck_assert_int_eq(gather(), -1);
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
    says(err.text, "ruleset tone has not coded the comments yet");
}
END_TEST

START_TEST(an_empty_store_gives_a_report_of_nothing)
{
    compose(NULL);
    const char *text = written(&report_writer_md);
    says(text, "- **Responses:** 0");
    says(text, "No commitments are recorded yet.");
    says(text, "No comments have come in for this time yet.");
    ck_assert_ptr_null(strstr(text, "Every theme that people raised"));
    says(text, "| Healthwatch Ashdale | Ashdale | Not heard from |");
    says(written(&report_writer_html), "</html>");
}
END_TEST

START_TEST(themes_come_by_size_and_small_ones_are_named_without_their_number)
{
    say(1, 6, "Northport", WAITING, CONCERN);
    say(10, 9, "Ashdale", PHONE, CONCERN);
    say(20, 2, "Ashdale", FOOD, PRAISE);
    compose(NULL);
    ck_assert_str_eq(table_of("themes"),
                     "\xEF\xBB\xBFtheme,code,ruleset,part_of,comments,percent,answered\r\n"
                     "Getting care,access,themes,,15,88,Not yet\r\n"
                     "Telephone,phone,themes,access,9,53,Not yet\r\n"
                     "Waiting,waiting,themes,access,6,35,Not yet\r\n"
                     "Food,food,themes,,fewer than 5,,Needs none\r\n");
    says(written(&report_writer_md), "| Food | fewer than 5 |  | Needs none |");
    says(written(&report_writer_html), "<span class=\"withheld\">fewer than 5</span>");
}
END_TEST

START_TEST(a_small_cell_cannot_be_had_by_subtraction)
{
    say(1, 6, "Northport", WAITING, CONCERN);
    say(10, 2, "Ashdale", WAITING, CONCERN);
    say(20, 10, "Ashdale", PHONE, CONCERN);
    compose(NULL);
    says(table_of("themes-by-place"), "Waiting,waiting,themes,access,not shown,not shown,0,8\r\n");
    says(table_of("themes-by-place"), "Telephone,phone,themes,access,0,10,0,10\r\n");
}
END_TEST

START_TEST(answers_are_whole_or_for_a_place_only)
{
    say(1, 6, "Northport", WAITING, CONCERN);
    say(10, 9, "Ashdale", PHONE, CONCERN);
    commit_to("[phone, {theme: waiting, place: Northport}]");
    compose(NULL);
    ck_assert_str_eq(table_of("no-answer-yet"),
                     "\xEF\xBB\xBFtheme,code,part_of,comments,only_praise,answer\r\n"
                     "Waiting,waiting,Getting care,6,0,Answered only in Northport\r\n");
    says(table_of("themes"), "Getting care,access,themes,,15,100,In part\r\n");
    const char *text = written(&report_writer_md);
    says(text, "#### Call \\<back\\> (Done)");
    says(text, "- **Answers:** Telephone (9 comments, of these 9 concerns)");
    says(text, "- **Answers:** Waiting, in Northport (6 comments)");
    says(written(&report_writer_html), "Call &lt;back&gt;");
}
END_TEST

START_TEST(an_answer_without_a_number_says_why)
{
    say(1, 6, "Northport", WAITING, CONCERN);
    say(10, 2, "Ashdale", WAITING, CONCERN);
    commit_to(
        "[{theme: waiting, group: carers}, {theme: waiting, place: Quay}, {group: carers, place: Ashdale}, "
        "{theme: waiting, place: Ashdale}, {theme: waiting, place: Northport}]");
    compose(NULL);
    const char *text = written(&report_writer_md);
    says(text, "- **Answers:** Waiting, for Carers (not counted by group)\n");
    says(text, "- **Answers:** Waiting, in Quay (not counted for this place)\n");
    says(text, "- **Answers:** Carers, in Ashdale (not counted for this place)\n");
    says(text, "- **Answers:** Waiting, in Northport (number not shown: it is small, or would give a small "
               "one away)\n");
    says(table_of("commitments"), "Waiting, for Carers (not counted by group)");
}
END_TEST

START_TEST(praise_is_no_evidence_for_what_was_asked)
{
    say(1, 6, "Northport", PHONE, CONCERN);
    say(10, 9, "Northport", PHONE, PRAISE);
    say(20, 5, "Northport", FOOD, PRAISE);
    fill_run(scene.db,
             "INSERT INTO category (id, ruleset_id, code, label, about, position)"
             " SELECT 90, ruleset_id, 'suggestion', 'Suggestion', '', 90 FROM category WHERE id = 9");
    say(30, 7, "Northport", PHONE, 90);
    commit_to("[phone, food, {theme: phone, place: Northport}]");
    compose(NULL);
    const char *text = written(&report_writer_md);
    says(text, "- **Answers:** Telephone (22 comments, of these 6 concerns and 7 suggestions)\n");
    says(text, "- **Answers:** Food (5 comments)\n");
    says(text, "- **Answers:** Telephone, in Northport (22 comments)\n");
    says(table_of("themes-by-tone"), "Telephone,phone,themes,access,9,6,7,0,22\r\n");
}
END_TEST

START_TEST(a_count_that_the_tones_hide_is_not_beside_an_answer_either)
{
    say(1, 2, "Northport", PHONE, CONCERN);
    say(10, 9, "Northport", PHONE, PRAISE);
    commit_to("phone");
    compose(NULL);
    says(written(&report_writer_md), "- **Answers:** Telephone (11 comments)\n");
    says(table_of("themes-by-tone"), "Telephone,phone,themes,access,not shown,not shown,0,11\r\n");
}
END_TEST

START_TEST(what_stands_below_an_answered_theme_is_answered)
{
    say(1, 6, "Northport", WAITING, CONCERN);
    commit_to("access");
    compose(NULL);
    says(written(&report_writer_md),
         "Every theme that people raised and that needs an answer has one above.");
}
END_TEST

static size_t lines_of(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += *text == '\n';
    return n;
}

START_TEST(a_theme_that_is_only_praised_needs_no_answer)
{
    say(1, 6, NULL, FOOD, PRAISE);
    say(10, 6, NULL, PHONE, PRAISE);
    scene_comment(&scene, 20, NULL, (const int[]){PHONE, 0});
    compose(NULL);
    says(table_of("themes"), "Food,food,themes,,6,46,Needs none\r\n");
    says(table_of("themes"), "Telephone,phone,themes,access,7,54,Not yet\r\n");
    const char *open = table_of("no-answer-yet");
    silent(open, "Food");
    ck_assert_uint_eq(lines_of(open), 2);
    const char *text = written(&report_writer_md);
    says(text, "- **Themes with no answer yet:** 1\n");
    says(text, "Left out, because all that was said is praise: Food.");
}
END_TEST

START_TEST(the_strategy_says_which_themes_need_no_answer)
{
    say(1, 6, NULL, FOOD, PRAISE);
    say(10, 6, NULL, PHONE, CONCERN);
    scene_file(&scene, "strategy.yaml", "needs_no_answer: [access]\ncommitments: []\n");
    compose(NULL);
    says(table_of("themes"), "Getting care,access,themes,,6,50,Needs none\r\n");
    says(table_of("themes"), "Telephone,phone,themes,access,6,50,Needs none\r\n");
    says(table_of("themes"), "Food,food,themes,,6,50,Not yet\r\n");
    const char *open = table_of("no-answer-yet");
    says(open, "Food,food,");
    ck_assert_uint_eq(lines_of(open), 2);
    const char *text = written(&report_writer_md);
    says(text, "- **Themes with no answer yet:** 1\n");
    says(text, "Left out, because the strategy says that no answer is needed: Telephone.");
}
END_TEST

START_TEST(a_theme_that_needs_no_answer_is_not_missed_when_nobody_speaks_of_it)
{
    say(1, 6, NULL, PHONE, CONCERN);
    scene_file(&scene, "strategy.yaml", "needs_no_answer: [food]\ncommitments: []\n");
    compose(NULL);
    const char *text = written(&report_writer_md);
    says(text, "No comment was found to speak of: Waiting.\n");
    says(table_of("themes"), "Food,food,themes,,0,");
}
END_TEST

START_TEST(a_ruleset_without_title_is_headed_by_its_name_in_words)
{
    say(1, 6, NULL, FOOD, CONCERN);
    fill_run(scene.db, "UPDATE ruleset SET title = '' WHERE name = 'themes'");
    compose(NULL);
    says(written(&report_writer_md), "\n### Themes of themes\n");
    says(table_of("no-answer-yet"), "Food,food,Themes of themes,6,0,No answer yet\r\n");
}
END_TEST

START_TEST(a_theme_that_needs_no_answer_may_have_one)
{
    say(1, 6, NULL, FOOD, PRAISE);
    say(10, 6, NULL, PHONE, PRAISE);
    commit_to("phone");
    compose(NULL);
    says(table_of("themes"), "Telephone,phone,themes,access,6,50,Yes\r\n");
    const char *text = written(&report_writer_md);
    says(text, "Every theme that people raised and that needs an answer has one above.");
    says(text, "all that was said is praise: Food.");
}
END_TEST

START_TEST(declared_and_mentioned_groups_stand_in_columns_of_their_own)
{
    say(1, 7, NULL, OLD, CONCERN);
    fill_run(scene.db, "INSERT INTO attribute SELECT id, 'group', 'young', '' FROM response");
    scene_file(&scene, "activities.csv",
               "date,organisation,method,people,groups\n2026-05-01,Club,Tea,3,carers\n");
    compose(NULL);
    const char *voices = table_of("voices");
    says(voices, "Young people,young,Heard from,7,0,0\r\n");
    says(voices, "Older people,old,\"Spoken of, not heard from\",0,0,7\r\n");
    says(voices, "Carers,carers,Heard from,not asked,1,0\r\n");
    says(table_of("activities"), "fewer than 5");
}
END_TEST

START_TEST(only_approved_quotes_that_still_fit_are_printed)
{
    say(1, 6, NULL, FOOD, PRAISE);
    fill_run(scene.db, "INSERT INTO quote (comment_id, text, attribution, approved_by, approved_at) VALUES"
                       " (1, 'The food was good.', 'Patient', 'A', '2026-01-01'), (2, 'The food was bad.', "
                       "'', 'A', '2026-01-01'),"
                       " (3, 'nobody called', '', 'A', '2026-01-01');"
                       "UPDATE response SET withdrawn_run_id = 1 WHERE id = 3");
    compose(NULL);
    const char *text = written(&report_writer_md);
    says(text, "> “The food was good.”\n>\n> Patient\n");
    silent(text, "bad");
    silent(text, "nobody called");
    says(text, "Some approved quotes are not printed");
    silent(text, "six weeks");
}
END_TEST

/* "I waited six weeks and nobody called." is 37 bytes of the comment; "food" stands at 42. */
static void quoted_comment(int64_t id, const char *quote)
{
    char sql[512];
    scene_comment(&scene, id, NULL, (const int[]){0});
    fill_coding(scene.db, id, WAITING, 1, 2, 18);
    fill_coding(scene.db, id, PHONE, 1, 23, 36);
    fill_coding(scene.db, id, FOOD, 1, 42, 46);
    snprintf(sql, sizeof sql,
             "INSERT INTO quote (comment_id, text, approved_by, approved_at) VALUES (%d, '%s', 'A', "
             "'2026-01-01')",
             (int)id, quote);
    fill_run(scene.db, sql);
}

static const struct {
    const char *quote, *sql, *theme; /* `sql`: done before the report is made; may be NULL */
} filings[] = {
    {"The food was good.", NULL, "Food"},
    {"I waited six weeks", NULL, "Waiting"},
    {"I waited six weeks [...] The food was good.", NULL, "Food"},
    /* Two themes in the words, of which a commitment answers one. */
    {"I waited six weeks and nobody called.", NULL, "Telephone"},
    /* A span that is only begun in the quote. */
    {"nobody called. The food was good.", "UPDATE coded SET codings = replace(codings, '23013', '18018')",
     "Food"},
    {"was good.", NULL, "Telephone"}, /* no theme in the words: those of the comment */
    {"was good.",
     "INSERT INTO verdict (comment_id, ruleset, category, verdict, who, at) VALUES (1, "
     "'themes', "
     "'access', 'add', 'A', '2026-01-01')",
     "Getting care"},
};

START_TEST(a_quote_stands_under_a_theme_of_its_own_words)
{
    say(10, 9, NULL, WAITING, CONCERN);
    say(20, 8, NULL, FOOD, CONCERN);
    quoted_comment(1, filings[_i].quote);
    if (filings[_i].sql != NULL)
        fill_run(scene.db, filings[_i].sql);
    commit_to(_i == 2 ? "food" : "phone");
    compose(NULL);
    char expected[200];
    snprintf(expected, sizeof expected, "#### %s\n\n> ", filings[_i].theme);
    says(written(&report_writer_md), expected);
}
END_TEST

START_TEST(quotes_per_theme_are_limited)
{
    say(1, 6, NULL, FOOD, PRAISE);
    scene_settings(&scene, "quotes: {max_per_theme: 2}\n");
    fill_run(scene.db, "INSERT INTO quote (comment_id, text, approved_by, approved_at)"
                       " SELECT id, 'The food was good.', 'A', '2026-01-01' FROM comment");
    compose(NULL);
    const char *text = written(&report_writer_md);
    const char *first = strstr(text, "> “");
    ck_assert_ptr_nonnull(first);
    const char *second = strstr(first + 1, "> “");
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_null(strstr(second + 1, "> “"));
}
END_TEST

START_TEST(a_report_without_disclosure_control_says_so_first)
{
    say(1, 2, NULL, FOOD, PRAISE);
    scene_settings(&scene, "disclosure: {scheme: none}\n");
    compose(NULL);
    says(written(&report_writer_md),
         "\n> **Please note:** Not for publication: small numbers are not hidden");
    says(table_of("themes"), "Food,food,themes,,2,100,Needs none\r\n");
}
END_TEST

START_TEST(rounded_reports_round_and_say_so)
{
    say(1, 12, NULL, FOOD, PRAISE);
    scene_settings(&scene, "disclosure: {scheme: round5}\n");
    compose(NULL);
    says(table_of("themes"), "Food,food,themes,,10,100,Needs none\r\n");
    says(written(&report_writer_md), "rounded to the nearest 5");
}
END_TEST

/* A rule gives up on the first `count` comments. */
static void give_up(int rule, int count)
{
    char sql[200];
    snprintf(sql, sizeof sql, "INSERT INTO rule_error SELECT id, %d, %d, 'limit' FROM comment WHERE id <= %d",
             FOOD, rule, count);
    fill_run(scene.db, sql);
}

START_TEST(comments_that_a_rule_gave_up_on_are_told_and_protected)
{
    say(1, 20, NULL, FOOD, PRAISE);
    compose(NULL);
    silent(written(&report_writer_md), "not decided by every rule");
    teardown_report();
    give_up(2, 3);
    compose(NULL);
    says(written(&report_writer_md), "Fewer than 5 comments were not decided by every rule: 1 rule meant too "
                                     "much work there and gave up, and what it would have found is in no "
                                     "number above.");
    teardown_report();
    give_up(1, 12);
    compose(NULL);
    says(written(&report_writer_md),
         "12 comments were not decided by every rule: 2 rules meant too much work "
         "there and gave up, and what they would have found is in no number above.");
}
END_TEST

START_TEST(no_clock_is_in_a_report_unless_asked)
{
    say(1, 6, NULL, FOOD, PRAISE);
    compose(NULL);
    silent(written(&report_writer_md), "This report was made on");
    report_free(report);
    report = compose_report(evidence, "2026-11-22");
    says(written(&report_writer_md), "This report was made on 22 November 2026.");
}
END_TEST

START_TEST(what_people_and_files_say_never_becomes_markup)
{
    scene_comment(&scene, 1, NULL, (const int[]){FOOD, 0});
    fill_run(scene.db, "UPDATE source SET title = '<img src=x>|=1+1', organisation = '\"><script>';"
                       "UPDATE category SET label = '=cmd|<b>' WHERE id = 4;"
                       "UPDATE comment SET text = 'Bad <script>alert(1)</script> *day*';"
                       "INSERT INTO quote (comment_id, text, attribution, approved_by, approved_at) VALUES"
                       " (1, 'Bad <script>alert(1)</script> *day*', '<i>', 'A', '2026-01-01')");
    compose(NULL);
    const char *html = written(&report_writer_html);
    silent(html, "<script");
    silent(html, "<img");
    silent(html, "<i>");
    const char *md = written(&report_writer_md);
    says(md, "Bad \\<script\\>alert(1)\\</script\\> \\*day\\*");
    says(table_of("themes"), "\"'=cmd|<b>\",food");
    says(written(&report_writer_json), "{\"theme\":\"=cmd|<b>\",");
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("report");
    TCase *t = tcase_create("report");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_report_is_refused_while_comments_wait);
    tcase_add_test(t, a_ruleset_that_never_coded_is_refused_as_well);
    tcase_add_test(t, an_empty_store_gives_a_report_of_nothing);
    tcase_add_test(t, themes_come_by_size_and_small_ones_are_named_without_their_number);
    tcase_add_test(t, a_small_cell_cannot_be_had_by_subtraction);
    tcase_add_test(t, answers_are_whole_or_for_a_place_only);
    tcase_add_test(t, an_answer_without_a_number_says_why);
    tcase_add_test(t, praise_is_no_evidence_for_what_was_asked);
    tcase_add_test(t, a_count_that_the_tones_hide_is_not_beside_an_answer_either);
    tcase_add_test(t, what_stands_below_an_answered_theme_is_answered);
    tcase_add_test(t, a_theme_that_is_only_praised_needs_no_answer);
    tcase_add_test(t, the_strategy_says_which_themes_need_no_answer);
    tcase_add_test(t, a_theme_that_needs_no_answer_is_not_missed_when_nobody_speaks_of_it);
    tcase_add_test(t, a_ruleset_without_title_is_headed_by_its_name_in_words);
    tcase_add_test(t, a_theme_that_needs_no_answer_may_have_one);
    tcase_add_test(t, declared_and_mentioned_groups_stand_in_columns_of_their_own);
    tcase_add_test(t, only_approved_quotes_that_still_fit_are_printed);
    tcase_add_loop_test(t, a_quote_stands_under_a_theme_of_its_own_words, 0,
                        (int)(sizeof filings / sizeof filings[0]));
    tcase_add_test(t, quotes_per_theme_are_limited);
    tcase_add_test(t, a_report_without_disclosure_control_says_so_first);
    tcase_add_test(t, rounded_reports_round_and_say_so);
    tcase_add_test(t, comments_that_a_rule_gave_up_on_are_told_and_protected);
    tcase_add_test(t, no_clock_is_in_a_report_unless_asked);
    tcase_add_test(t, what_people_and_files_say_never_becomes_markup);
    suite_add_tcase(s, t);
    return s;
}
