/* workspace.c: tests of core/workspace*.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/workspace.h>

Suite *suite(void);

static char folder[64];

static void setup(void)
{
    snprintf(folder, sizeof folder, "/tmp/yousaid-workspace-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void teardown(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static void write_file(const char *name, const char *text)
{
    char path[256];
    struct error err = {0};
    struct buf b = buf_new(1 << 20);
    buf_puts(&b, text);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    ck_assert_msg(buf_write_file(&b, path, &err) == 0, "%s", err.text);
    buf_free(&b);
}

static void make_folder(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    ck_assert_int_eq(mkdir(path, 0777), 0);
}

static struct workspace *open_workspace(const char *yaml)
{
    struct workspace *w = NULL;
    struct error err = {0};
    write_file("yousaid.yaml", yaml);
    int result = workspace_open(folder, &w, &err);
    ck_assert_msg(result == 0, "%s", err.text);
    return w;
}

/* A path of the workspace, as messages show it. */
static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

START_TEST(a_missing_workspace_says_how_to_make_one)
{
    struct workspace *w = NULL;
    struct error err = {0};
    ck_assert_int_eq(workspace_open("/nonexistent", &w, &err), -1);
    ck_assert_str_eq(err.text,
                     "there is no yousaid.yaml in /nonexistent: run yousaid-collector init /nonexistent");
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
}
END_TEST

START_TEST(the_partnership_alone_is_enough)
{
    struct workspace *w = open_workspace("partnership: Vale ICP\n");
    ck_assert_str_eq(w->partnership, "Vale ICP");
    ck_assert_str_eq(w->title, "You said, we did");
    ck_assert_ptr_null(w->decision);
    ck_assert_ptr_null(w->period_from);
    ck_assert_str_eq(w->store, in_folder("yousaid.db"));
    ck_assert_uint_eq(w->place_count, 0);
    ck_assert_uint_eq(w->rulesets.count, 5);
    ck_assert_str_eq(w->rulesets.text[1], "themes");
    ck_assert_int_eq(w->disclosure, DISCLOSURE_FFT);
    ck_assert_int_eq(w->disclosure_threshold, 5);
    ck_assert_int_eq(w->retention_seconds, 0);
    ck_assert_int_eq(w->quotes_per_theme, 3);
    ck_assert_ptr_null(w->strategy);
    ck_assert_int_eq(workspace_find_place(w, "Vale"), -1);
    ck_assert_int_eq(workspace_find_postcode(w, "NP1 1AA"), -1);
    workspace_close(w);
    workspace_close(NULL);
}
END_TEST

static const char full[] = "partnership: Vale ICP\n"
                           "title: What changed\n"
                           "decision: The strategy\n"
                           "contact: us@example.org\n"
                           "period: {from: 2026-01-01, to: 2026-03-31}\n"
                           "store: data/feedback.db\n"
                           "places:\n"
                           "  - name: Northport and Vale\n"
                           "    places:\n"
                           "      - name: Northport\n"
                           "        level: place\n"
                           "        postcodes: [NP1, np14]\n"
                           "        places:\n"
                           "          - {name: Old Docks, postcodes: NP2}\n"
                           "      - {name: Vale of Ash, level: area, postcodes: [EC1, EC1A, W1]}\n"
                           "healthwatch:\n"
                           "  - {name: Healthwatch Northport, place: northport}\n"
                           "rulesets: [themes, rulesets/ours.yaml]\n"
                           "disclosure: {scheme: round5}\n"
                           "retention: {keep: 52w}\n"
                           "quotes: {max_per_theme: 0}\n"
                           "strategy: plans/strategy.csv\n"
                           "population: /data/people.csv\n";

START_TEST(every_key_is_read)
{
    struct workspace *w = open_workspace(full);
    ck_assert_str_eq(w->title, "What changed");
    ck_assert_str_eq(w->decision, "The strategy");
    ck_assert_str_eq(w->contact, "us@example.org");
    ck_assert_str_eq(w->period_from, "2026-01-01");
    ck_assert_str_eq(w->period_to, "2026-03-31");
    ck_assert_str_eq(w->store, in_folder("data/feedback.db"));
    ck_assert_uint_eq(w->healthwatch_count, 1);
    ck_assert_str_eq(w->healthwatch[0].name, "Healthwatch Northport");
    ck_assert_uint_eq(w->rulesets.count, 2);
    ck_assert_int_eq(w->disclosure, DISCLOSURE_ROUND5);
    ck_assert_int_eq(w->disclosure_threshold, 8);
    ck_assert_int_eq(w->retention_seconds, 364 * 86400);
    ck_assert_int_eq(w->quotes_per_theme, 0);
    ck_assert_str_eq(w->strategy, in_folder("plans/strategy.csv"));
    ck_assert_str_eq(w->population, "/data/people.csv");
    ck_assert_ptr_null(w->activities);
    workspace_close(w);
}
END_TEST

START_TEST(places_form_a_tree_with_parents_before_children)
{
    struct workspace *w = open_workspace(full);
    ck_assert_uint_eq(w->place_count, 4);
    static const struct {
        const char *name;
        enum workspace_level level;
        int parent;
    } expected[] = {{"Northport and Vale", WORKSPACE_SYSTEM, -1},
                    {"Northport", WORKSPACE_PLACE, 0},
                    {"Old Docks", WORKSPACE_NEIGHBOURHOOD, 1},
                    {"Vale of Ash", WORKSPACE_AREA, 0}};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(w->places[i].name, expected[i].name);
        ck_assert_int_eq((int)w->places[i].level, (int)expected[i].level);
        ck_assert_int_eq(w->places[i].parent, expected[i].parent);
    }
    ck_assert_str_eq(w->places[1].postcodes[1], "NP14");
    ck_assert_int_eq(workspace_find_place(w, "  VALE of  ash. "), 3);
    ck_assert_int_eq(workspace_find_place(w, "Vale"), -1);
    workspace_close(w);
}
END_TEST

static const struct {
    const char *postcode;
    int place;
} postcodes[] = {{"NP1 4AB", 1},    {"np1 4ab", 1},  {"NP14AB", 1},  {"NP1", 1},         {"NP1 4", 1},
                 {"NP14 1AA", 1},   {"NP141AA", 1},  {"NP14", 1},    {" NP2 1AA", 2},    {"NP3 1AA", -1},
                 {"EC1A 1BB", 3},   {"EC1V 9AA", 3}, {"W1A 0AX", 3}, {"W11 2BQ", -1},    {"", -1},
                 {"Northport", -1}, {"NP", -1},      {"1234", -1},   {"NP1 4AB NP2", -1}};

START_TEST(a_postcode_finds_its_place_by_district)
{
    struct workspace *w = open_workspace(full);
    ck_assert_int_eq(workspace_find_postcode(w, postcodes[_i].postcode), postcodes[_i].place);
    workspace_close(w);
}
END_TEST

START_TEST(usual_files_are_used_when_they_are_there)
{
    write_file("strategy.csv", "x\n");
    write_file("population.csv", "x\n");
    write_file("activities.csv", "x\n");
    struct workspace *w = open_workspace("partnership: V\n");
    ck_assert_str_eq(w->strategy, in_folder("strategy.csv"));
    ck_assert_str_eq(w->population, in_folder("population.csv"));
    ck_assert_str_eq(w->activities, in_folder("activities.csv"));
    workspace_close(w);
    write_file("strategy.yaml", "x: 1\n");
    w = open_workspace("partnership: V\n");
    ck_assert_str_eq(w->strategy, in_folder("strategy.yaml"));
    workspace_close(w);
}
END_TEST

START_TEST(paths_in_this_folder_have_no_dot)
{
    write_file("yousaid.yaml", "partnership: V\n");
    ck_assert_int_eq(chdir(folder), 0);
    struct workspace *w = NULL;
    struct error err = {0};
    ck_assert_int_eq(workspace_open(".", &w, &err), 0);
    ck_assert_str_eq(w->store, "yousaid.db");
    workspace_close(w);
}
END_TEST

#define SYSTEM "partnership: V\nplaces:\n  - name: S\n"

/* Sentences begin with the path of the file: it is left out here. */
static const struct {
    const char *yaml, *text;
} mistakes[] = {
    {"title: x\n", ":1:1: yousaid.yaml needs the key 'partnership'"},
    {"partnership: V\nplcaes: []\n", ":2:1: yousaid.yaml has no key 'plcaes': did you mean 'places'?"},
    {"partnership: V\nperiod: {from: 1/4/2026}\n",
     ":2:16: 'from' must be a date written YYYY-MM-DD, not '1/4/2026'"},
    {"partnership: V\nperiod: {from: 2026-04-02, to: 2026-04-01}\n",
     ":2:9: the period ends (2026-04-01) before it begins (2026-04-02)"},
    {"partnership: V\nplaces: x\n", ":2:9: 'places' must be a list of '- name: ...'"},
    {SYSTEM "  - name: T\n",
     ":4:5: places begin with one: the whole system; put the others under its own 'places:'"},
    {SYSTEM "    places:\n      - {name: T, levle: place}\n",
     ":5:19: a place has no key 'levle': did you mean 'level'?"},
    {SYSTEM "    places:\n      - {name: T, level: system}\n",
     ":5:26: 'T' lies in S, which is a system already: give it a lower level"},
    {SYSTEM "    level: neighbourhood\n    places:\n      - {name: T}\n",
     ":6:9: a neighbourhood (S) cannot hold further places"},
    {SYSTEM "    places:\n      - {name: s.}\n",
     ":3:3: two places are named 's.': give each a name of its own"},
    {SYSTEM "    postcodes: [NP1, NP1 4AB]\n", ":4:22: 'NP1 4AB' is not a postcode district such as NP1"},
    {SYSTEM "    postcodes: Northport\n", ":4:16: 'Northport' is not a postcode district such as NP1"},
    {SYSTEM "    postcodes: [NP1]\n    places:\n      - {name: T, postcodes: [NP1]}\n",
     ":3:3: the postcode district NP1 stands under S and under T: keep one"},
    {SYSTEM "healthwatch:\n  - {name: H, place: Sx}\n",
     ":5:22: there is no place 'Sx' under places: did you mean 'S'?"},
    {"partnership: V\nhealthwatch:\n  - {name: H, place: Sx}\n",
     ":3:22: there is no place 'Sx' under places: add it there, or mend the name"},
    {"partnership: V\nhealthwatch: H\n",
     ":2:14: 'healthwatch' must be a list of '- {name: ..., place: ...}'"},
    {"partnership: V\ndisclosure: {scheme: fff}\n",
     ":2:22: 'scheme' must be one of fft, round5, none, not 'fff'"},
    {"partnership: V\ndisclosure: {threshold: 0}\n", ":2:25: 'threshold' must be from 1 to 1000, not 0"},
    {"partnership: V\nquotes: {max_per_theme: 51}\n", ":2:25: 'max_per_theme' must be from 0 to 50, not 51"},
};

START_TEST(a_mistake_is_told_where_it_stands)
{
    struct workspace *w = NULL;
    struct error err = {0};
    write_file("yousaid.yaml", mistakes[_i].yaml);
    ck_assert_int_eq(workspace_open(folder, &w, &err), -1);
    const char *path = in_folder("yousaid.yaml");
    ck_assert_msg(strncmp(err.text, path, strlen(path)) == 0, "%s", err.text);
    ck_assert_str_eq(err.text + strlen(path), mistakes[_i].text);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
}
END_TEST

START_TEST(the_example_workspace_opens)
{
    struct workspace *w = NULL;
    struct error err = {0};
    int result = workspace_open(TEST_CONFIG "/example", &w, &err);
    ck_assert_msg(result == 0, "%s", err.text);
    ck_assert_uint_gt(w->place_count, 1);
    workspace_close(w);
}
END_TEST

START_TEST(too_many_places_are_an_error)
{
    struct buf b = buf_new(1 << 20);
    buf_puts(&b, SYSTEM "    places:\n");
    for (int i = 0; i < WORKSPACE_MAX_PLACES; i++)
        buf_printf(&b, "      - {name: T%d}\n", i);
    write_file("yousaid.yaml", buf_str(&b));
    buf_free(&b);
    struct workspace *w = NULL;
    struct error err = {0};
    ck_assert_int_eq(workspace_open(folder, &w, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "there are more than 2000 places"));
}
END_TEST

static char *find(const char *directory, const char *name, bool *local)
{
    char *path = NULL;
    struct error err = {0};
    int result = workspace_find(directory, "rulesets", name, &path, local, &err);
    ck_assert_msg(result == 0, "%s", err.text);
    return path;
}

START_TEST(a_file_is_found_in_the_workspace_first_then_in_what_is_shipped)
{
    bool local = true;
    char *path = find(folder, "themes", &local);
    ck_assert_msg(!local, "%s", path);
    free(path);
    make_folder("rulesets");
    write_file("rulesets/themes.yaml", "x: 1\n");
    path = find(folder, "themes", &local);
    ck_assert_str_eq(path, in_folder("rulesets/themes.yaml"));
    ck_assert(local);
    free(path);
    path = find(NULL, "themes", &local);
    ck_assert(!local);
    free(path);
    path = find(folder, "rulesets/themes.yaml", &local);
    ck_assert_str_eq(path, in_folder("rulesets/themes.yaml"));
    ck_assert(local);
    free(path);
}
END_TEST

START_TEST(yousaid_config_names_another_folder)
{
    make_folder("rulesets");
    write_file("rulesets/special.yaml", "x: 1\n");
    setenv("YOUSAID_CONFIG", folder, 1);
    bool local = true;
    char *path = find("/nonexistent", "special", &local);
    unsetenv("YOUSAID_CONFIG");
    ck_assert_str_eq(path, in_folder("rulesets/special.yaml"));
    ck_assert(!local);
    free(path);
}
END_TEST

START_TEST(a_file_that_is_not_there_gets_a_did_you_mean)
{
    char *path = NULL;
    struct error err = {0};
    ck_assert_int_eq(workspace_find(folder, "rulesets", "thmes", &path, NULL, &err), -1);
    ck_assert_str_eq(err.text, "there is no 'thmes' in rulesets/: did you mean 'themes'?");
    ck_assert_int_eq(workspace_find(folder, "rulesets", "xxxxxxxx", &path, NULL, &err), -1);
    ck_assert_str_eq(err.text, "there is no 'xxxxxxxx' among the rulesets: put xxxxxxxx.yaml into the folder "
                               "rulesets/ of the workspace");
    ck_assert_int_eq(workspace_find("/nonexistent", "rulesets", "a/b.yaml", &path, NULL, &err), -1);
    ck_assert_str_eq(err.text, "there is no file /nonexistent/a/b.yaml: mend the path");
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("workspace");
    TCase *t = tcase_create("workspace");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_missing_workspace_says_how_to_make_one);
    tcase_add_test(t, the_partnership_alone_is_enough);
    tcase_add_test(t, every_key_is_read);
    tcase_add_test(t, places_form_a_tree_with_parents_before_children);
    tcase_add_loop_test(t, a_postcode_finds_its_place_by_district, 0, sizeof postcodes / sizeof postcodes[0]);
    tcase_add_test(t, usual_files_are_used_when_they_are_there);
    tcase_add_test(t, paths_in_this_folder_have_no_dot);
    tcase_add_loop_test(t, a_mistake_is_told_where_it_stands, 0, sizeof mistakes / sizeof mistakes[0]);
    tcase_add_test(t, the_example_workspace_opens);
    tcase_add_test(t, too_many_places_are_an_error);
    tcase_add_test(t, a_file_is_found_in_the_workspace_first_then_in_what_is_shipped);
    tcase_add_test(t, yousaid_config_names_another_folder);
    tcase_add_test(t, a_file_that_is_not_there_gets_a_did_you_mean);
    suite_add_tcase(s, t);
    return s;
}
