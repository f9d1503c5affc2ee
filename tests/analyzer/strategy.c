/* strategy.c: tests of analyzer/strategy*.c and engagement.c: what stands beside the store, and every mistake
 * in it. */
#include "strategy.h"

#include "engagement.h"

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
static struct strategy *strategy;
static struct engagement *engagement;
static struct error err;

static void setup(void)
{
    static const char *const names[] = {"themes", "groups", "tone"};
    scene = scene_new();
    err = (struct error){0};
    ck_assert_msg(workspace_open(scene.folder, &workspace, &err) == 0, "%s", err.text);
    ck_assert_msg(store_open(workspace->store, STORE_READ, &store, &err) == 0, "%s", err.text);
    ck_assert_msg(catalogue_load(store, names, 3, &book, &err) == 0, "%s", err.text);
}

static void teardown(void)
{
    engagement_free(engagement);
    strategy_free(strategy);
    catalogue_free(book);
    store_close(store);
    workspace_close(workspace);
    engagement = NULL;
    strategy = NULL;
    scene_free(&scene);
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", scene.folder, name);
    return path;
}

static int load(const char *name, const char *text)
{
    scene_file(&scene, name, text);
    return strategy_load(path_of(name), book, workspace, &strategy, &err);
}

static int load_beside(const char *activities, const char *population)
{
    char first[256], second[256];
    if (activities != NULL)
        scene_file(&scene, "activities.csv", activities);
    if (population != NULL)
        scene_file(&scene, "population.csv", population);
    snprintf(first, sizeof first, "%s", path_of("activities.csv"));
    snprintf(second, sizeof second, "%s", path_of("population.csv"));
    return engagement_load(activities != NULL ? first : NULL, population != NULL ? second : NULL, book,
                           workspace, &engagement, &err);
}

static const char *code(int category)
{
    return category < 0 ? "-" : book->categories[category].code;
}

static void expect_commitments(void)
{
    ck_assert_uint_eq(strategy->count, 2);
    const struct strategy_commitment *c = &strategy->commitments[0];
    ck_assert_str_eq(c->id, "phones");
    ck_assert_str_eq(c->title, "Getting through");
    ck_assert_str_eq(c->you_said, "Nobody answers.");
    ck_assert_str_eq(c->we_did, "We ring back.");
    ck_assert_int_eq(c->status, STRATEGY_UNDER_WAY);
    ck_assert_str_eq(c->by, "2026-03-31");
    ck_assert_str_eq(c->owner, "The alliance");
    ck_assert_str_eq(c->section, "Priority 2");
    ck_assert_uint_eq(c->answer_count, 3);
    ck_assert_str_eq(code(c->answers[0].theme), "phone");
    ck_assert_int_eq(c->answers[0].place, -1);
    ck_assert_str_eq(code(c->answers[1].theme), "waiting");
    ck_assert_str_eq(workspace->places[c->answers[1].place].name, "Ashdale");
    ck_assert_str_eq(code(c->answers[2].theme), "food");
    ck_assert_str_eq(code(c->answers[2].group), "carers");
    ck_assert_uint_eq(c->evidence_count, 2);
    ck_assert_str_eq(c->evidence[1], "Paper 7");
    ck_assert_uint_eq(c->where_count, 1);
    c = &strategy->commitments[1];
    ck_assert_int_eq(c->status, STRATEGY_CANNOT);
    ck_assert_str_eq(c->why, "No money.");
    ck_assert_str_eq(c->by, "");
    ck_assert_str_eq(c->by_text, "Spring 2027");
    ck_assert_str_eq(code(c->answers[0].group), "carers");
    ck_assert_int_eq(c->answers[0].theme, -1);
}

START_TEST(commitments_are_read_from_yaml)
{
    ck_assert_msg(
        load("strategy.yaml",
             "strategy: Our strategy\nlink: https://example.org\ncommitments:\n"
             "  - id: phones\n    title: Getting through\n"
             "    answers: [phone, {theme: waiting, place: Ashdale}, {theme: themes/food, group: carers}]\n"
             "    you_said: Nobody answers.\n    we_did: We ring back.\n    status: under way\n"
             "    owner: The alliance\n    by: 2026-03-31\n    strategy_section: Priority 2\n"
             "    evidence: [https://example.org/7, Paper 7]\n    where: Northport\n"
             "  - id: rest\n    title: A rest\n    answers: carers\n    status: cannot\n"
             "    why: No money.\n    date: Spring 2027\n") == 0,
        "%s", err.text);
    ck_assert_str_eq(strategy->title, "Our strategy");
    expect_commitments();
}
END_TEST

/* The shipped starter itself is read, so that text which changes there is not missed here. */
START_TEST(text_of_the_starter_is_noted_with_its_line)
{
    static const char *const begins[] = {"integrated care strategy", "An example", "What was done",
                                         "Who answers"};
    struct buf starter = buf_new(1 << 16);
    ck_assert_msg(buf_read_file(&starter, TEST_CONFIG "/../collector/init/strategy.yaml", &err) == 0, "%s",
                  err.text);
    char *code = strstr(buf_str(&starter), "[contacting-services]");
    ck_assert_ptr_nonnull(code);
    memcpy(code, "[waiting]            ", strlen("[contacting-services]"));
    ck_assert_msg(load("strategy.yaml", buf_str(&starter)) == 0, "%s", err.text);
    ck_assert_uint_eq(strategy->placeholder_count, sizeof begins / sizeof begins[0]);
    for (size_t i = 0; i < strategy->placeholder_count; i++) {
        const struct strategy_placeholder *p = &strategy->placeholders[i];
        ck_assert_msg(strncmp(p->text, begins[i], strlen(begins[i])) == 0, "%s", p->text);
        const char *line = buf_str(&starter);
        for (int n = 1; n < p->line; n++)
            line = strchr(line, '\n') + 1;
        ck_assert_ptr_nonnull(strstr(line, p->text));
        ck_assert_msg(strstr(line, p->text) < strchr(line, '\n'), "not in line %d: %s", p->line, p->text);
    }
    buf_free(&starter);
}
END_TEST

START_TEST(text_of_the_starter_is_noted_in_a_spreadsheet_too)
{
    ck_assert_msg(load("strategy.csv", "id,title,answers,we_did,status,owner\n"
                                       "a,Ours,waiting,Done.,done,Us\n"
                                       "b,Ours too,waiting,Done.,done,Who answers for it\n") == 0,
                  "%s", err.text);
    ck_assert_uint_eq(strategy->placeholder_count, 1);
    ck_assert_int_eq(strategy->placeholders[0].line, 3);
    ck_assert_str_eq(strategy->placeholders[0].text, "Who answers for it");
}
END_TEST

START_TEST(the_same_commitments_are_read_from_a_spreadsheet)
{
    ck_assert_msg(
        load("strategy.csv",
             "id,title,answers,you_said,we_did,status,why,owner,by,evidence,strategy_section,where,notes\r\n"
             "phones,Getting through,phone; waiting @ Ashdale;themes/food + carers,Nobody answers.,We ring "
             "back.,"
             "Under way,,The alliance,31/03/2026,https://example.org/7;Paper 7,Priority 2,Northport,x\r\n"
             "rest,A rest,carers,,,cannot,No money.,,Spring 2027,,,,\r\n") == 0,
        "%s", err.text);
    expect_commitments();
}
END_TEST

#define ONE "commitments:\n  - id: a\n    title: T\n    status: done\n    we_did: W\n    answers: food\n"
static const struct {
    const char *yaml, *message; /* %s: the path */
} mistakes[] = {
    {"commitments:\n  - {id: a, title: T, status: done, we_did: W, answers: [foot]}\n",
     "%s:2:58: there is no theme or group \"foot\"; did you mean \"food\"?"},
    {"commitments:\n  - {id: a, title: T, status: done, we_did: W, answers: [{theme: carers}]}\n",
     "%s:2:66: there is no theme \"carers\"; it must be a code of the rulesets that classify applied"},
    {"commitments:\n  - {id: a, title: T, status: done, we_did: W, answers: [{theme: food, place: "
     "Ashdal}]}\n",
     "%s:2:79: there is no place \"Ashdal\"; did you mean \"Ashdale\"?"},
    {"commitments:\n  - {id: a, title: T, status: done, we_did: W, answers: [{place: Ashdale}]}\n",
     "an answer needs a theme or a group; the place alone says too little"},
    {"commitments:\n  - {id: a, title: T, status: begun, we_did: W, answers: [food]}\n",
     "there is no status \"begun\""},
    {"commitments:\n  - {id: a, title: T, status: cannot, we_did: W, answers: [food]}\n",
     "%s:2:5: this commitment cannot be kept but does not say why; people who asked for it are owed a reason "
     "under 'why'"},
    {"commitments:\n  - {id: a, title: T, status: done, answers: [food]}\n",
     "%s:2:5: this commitment does not say what was or will be done; write it under 'we_did'"},
    {"commitments:\n  - {id: a, title: T, status: done, we_did: W, answers: []}\n",
     "this commitment answers nothing"},
    {"commitments:\n  - {id: A B, title: T, status: done, we_did: W, answers: [food]}\n",
     "%s:2:10: the id of a commitment must be lower-case letters, digits and hyphens, not \"A B\""},
    {ONE "  - id: a\n    title: T\n    status: done\n    we_did: W\n    answers: food\n",
     "%s:7:9: two commitments have the id \"a\"; rename one"},
    {ONE "    by: 2026-13-45\n", "there is no such day as \"2026-13-45\""},
    {ONE "    text: again\n", "this says again what another key of the commitment says"},
    {ONE "    onwer: me\n", "did you mean 'owner'"},
    {"commitments: food\n", "'commitments' must be a list"},
    {"commitments: []\nneeds_no_answer: [food, phon]\n",
     "%s:2:25: there is no theme \"phon\"; did you mean \"phone\"?"},
    {"commitments: []\nneeds_no_answer: [carers]\n", "%s:2:19: there is no theme \"carers\""},
    {"commitments: []\nneeds_no_anser: [food]\n", "did you mean 'needs_no_answer'"},
};

START_TEST(every_mistake_is_told_with_its_place)
{
    char expected[400];
    ck_assert_int_eq(load("strategy.yaml", mistakes[_i].yaml), -1);
    snprintf(expected, sizeof expected, "%s", mistakes[_i].message);
    if (strncmp(expected, "%s", 2) == 0)
        snprintf(expected, sizeof expected, "%s%s", path_of("strategy.yaml"), mistakes[_i].message + 2);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    ck_assert_msg(strstr(err.text, expected) != NULL, "\"%s\" is not in \"%s\"", expected, err.text);
}
END_TEST

START_TEST(a_code_that_two_rulesets_share_must_name_its_ruleset)
{
    fill_run(
        scene.db,
        "INSERT INTO category (id, ruleset_id, code, label, position) VALUES (50, 2, 'food', 'Cooks', 9)");
    catalogue_free(book);
    ck_assert_int_eq(catalogue_load_all(store, &book, &err), 0);
    ck_assert_int_eq(load("strategy.yaml", ONE), -1);
    ck_assert_ptr_nonnull(
        strstr(err.text, "several rulesets have \"food\"; write ruleset/code to say which"));
    ck_assert_int_eq(
        load("strategy.yaml",
             "commitments:\n  - {id: a, title: T, status: done, we_did: W, answers: [groups/food]}\n"),
        0);
    ck_assert_int_eq(book->categories[strategy->commitments[0].answers[0].group].id, 50);
}
END_TEST

START_TEST(without_a_file_there_are_no_commitments)
{
    ck_assert_int_eq(strategy_load(NULL, book, workspace, &strategy, &err), 0);
    ck_assert_uint_eq(strategy->count, 0);
}
END_TEST

START_TEST(themes_that_need_no_answer_are_a_choice_of_the_strategy)
{
    ck_assert_msg(load("strategy.yaml", "needs_no_answer: [food, themes/access]\ncommitments: []\n") == 0,
                  "%s", err.text);
    ck_assert_uint_eq(strategy->no_answer_count, 2);
    ck_assert_str_eq(code(strategy->no_answer[1]), "access");
    strategy_free(strategy);
    ck_assert_int_eq(load("strategy.yaml", "needs_no_answer: []\ncommitments: []\n"), 0);
    ck_assert(strategy->no_answer_given);
    ck_assert_uint_eq(strategy->no_answer_count, 0);
    strategy_free(strategy);
    ck_assert_int_eq(load("strategy.yaml", "commitments: []\n"), 0);
    ck_assert(!strategy->no_answer_given);
}
END_TEST

START_TEST(activities_come_in_the_order_of_their_days)
{
    ck_assert_msg(load_beside("date,to,organisation,kind,method,place,people,groups,about,link\n"
                              "2026-05-02,,B,,Stall,,,,,\n"
                              "11/02/2026,2026-02-12,Healthwatch Northport,local_healthwatch,Focus "
                              "group,Quay,\"1,014\",carers;old,Waiting,\n",
                              NULL) == 0,
                  "%s", err.text);
    ck_assert_uint_eq(engagement->activity_count, 2);
    const struct engagement_activity *a = &engagement->activities[0];
    ck_assert_str_eq(a->from, "2026-02-11");
    ck_assert_str_eq(a->to, "2026-02-12");
    ck_assert_int_eq(a->people, 1014);
    ck_assert_uint_eq(a->group_count, 2);
    ck_assert_str_eq(code(a->groups[1]), "old");
    ck_assert_int_eq(engagement->activities[1].people, -1);
    ck_assert_str_eq(engagement->activities[1].kind, "other");
}
END_TEST

START_TEST(population_is_shared_out_within_its_characteristic)
{
    int64_t people = 0, all = 0;
    ck_assert_msg(
        load_beside(
            NULL,
            "place,characteristic,category,people\nNorthmoor,age,young,300\nNorthmoor,age,Older people,200\n"
            "Northmoor,age,in between,500\nAshdale,age,young,9\nNorthmoor,care,carers,70\n") == 0,
        "%s", err.text);
    int young = catalogue_find(book, "young", CATALOGUE_GROUP);
    ck_assert(engagement_share(engagement, book, young, &people, &all));
    ck_assert_int_eq(people, 300);
    ck_assert_int_eq(all, 1000);
    ck_assert(
        engagement_share(engagement, book, catalogue_find(book, "age", CATALOGUE_GROUP), &people, &all));
    ck_assert_int_eq(people, 500);
    ck_assert(
        !engagement_share(engagement, book, catalogue_find(book, "food", CATALOGUE_THEME), &people, &all));
    ck_assert(!engagement_share(engagement, book, -1, &people, &all));
}
END_TEST

static const struct {
    const char *activities, *population, *message;
} slips[] = {
    {"date,organisation,method\n32/01/2026,A,Stall\n", NULL, ":2: column date: \"32/01/2026\" is not a date"},
    {"date,organisation,method\n,A,Stall\n", NULL, ":2: column date: \"\" must be filled in"},
    {"date,organisation,method,people\n2026-01-01,A,Stall,many\n", NULL,
     "column people: \"many\" is not a whole number"},
    {"date,organisation,method,groups\n2026-01-01,A,Stall,carer\n", NULL, "did you mean \"carers\"?"},
    {"date,organisation,method,kind\n2026-01-01,A,Stall,charity\n", NULL, "column kind: \"charity\" must be"},
    {"date,organisation,method,place\n2026-01-01,A,Stall,Mars\n", NULL,
     "\"Mars\" is none of the places in yousaid.yaml"},
    {"date,method\n2026-01-01,Stall\n", NULL, "organisation"},
    {NULL, "place,characteristic,category,people\nMars,age,young,3\n",
     "\"Mars\" is none of the places in yousaid.yaml"},
    {NULL, "place,characteristic,category,people\nNorthmoor,age,young,\n",
     "column people: \"\" must be filled in"},
};

START_TEST(slips_in_the_tables_are_told_with_their_line)
{
    ck_assert_int_eq(load_beside(slips[_i].activities, slips[_i].population), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    ck_assert_msg(strstr(err.text, slips[_i].message) != NULL, "\"%s\" is not in \"%s\"", slips[_i].message,
                  err.text);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("strategy");
    TCase *t = tcase_create("strategy");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, commitments_are_read_from_yaml);
    tcase_add_test(t, text_of_the_starter_is_noted_with_its_line);
    tcase_add_test(t, text_of_the_starter_is_noted_in_a_spreadsheet_too);
    tcase_add_test(t, the_same_commitments_are_read_from_a_spreadsheet);
    tcase_add_loop_test(t, every_mistake_is_told_with_its_place, 0,
                        (int)(sizeof mistakes / sizeof mistakes[0]));
    tcase_add_test(t, a_code_that_two_rulesets_share_must_name_its_ruleset);
    tcase_add_test(t, without_a_file_there_are_no_commitments);
    tcase_add_test(t, themes_that_need_no_answer_are_a_choice_of_the_strategy);
    tcase_add_test(t, activities_come_in_the_order_of_their_days);
    tcase_add_test(t, population_is_shared_out_within_its_characteristic);
    tcase_add_loop_test(t, slips_in_the_tables_are_told_with_their_line, 0,
                        (int)(sizeof slips / sizeof slips[0]));
    suite_add_tcase(s, t);
    return s;
}
