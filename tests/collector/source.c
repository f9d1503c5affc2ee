/* source.c: tests of collector/source.c, source_fields.c, source_questions.c and source_list.c. */
#include <check.h>
#include <string.h>

#include "sources.h"

Suite *suite(void);

#define QUESTIONS "questions: [{column: Comment}]\n"

static const struct {
    const char *body, *words;
} mistakes[] = {
    {"", "a source needs questions"},
    {QUESTIONS "qestions: 1\n", "did you mean 'questions'"},
    {QUESTIONS "place: Nowhere\n", "'Nowhere' is not in the tree of places"},
    {QUESTIONS "organisation_kind: charity\n", "organisation_kind"},
    {QUESTIONS "profile: smartsurvey\n", "there is no 'smartsurvey' among the profiles"},
    {QUESTIONS "every: often\n", "every"},
    {QUESTIONS "fetch: {headers: {A: b}}\n", "fetch needs a url"},
    {QUESTIONS "fetch: {url: \"ftp://x/\"}\n", "must begin with https://"},
    {QUESTIONS "fetch: {url: \"https://x/\", size: 0}\n", "size"},
    {QUESTIONS "fetch: {url: \"https://x/\", headers: {A: \"b\\nc\"}}\n", "one line of text"},
    {QUESTIONS "format: {type: xml}\n", "csv, json, ndjson"},
    {QUESTIONS "format: {delimiter: \":\"}\n", "delimiter"},
    {QUESTIONS "format: {encoding: utf-9}\n", "encoding 'utf-9' is not known"},
    {QUESTIONS "format: {header_rows: 4}\n", "from 1 to 3"},
    {QUESTIONS "format: {items: data}\n", "JSON pointer"},
    {QUESTIONS "fields: {identity: A}\n", "identity"},
    {QUESTIONS "fields: {id: {hash: true}}\n", "id needs a column"},
    {QUESTIONS "fields: {id: {column: A, columns: [B]}}\n", "id needs a column"},
    {QUESTIONS "fields: {id: Email}\n", "identifies a person"},
    {QUESTIONS "fields: {submitted: {column: D, format: \"%Q\"}}\n", "%Q"},
    {QUESTIONS "fields: {area: D}\n", "area needs a map"},
    {QUESTIONS "fields: {area: {column: D, map: {\"Yes\": lives}}}\n", "not 'lives'"},
    {QUESTIONS "fields: {place: {column: D, map: {\"X\": Nowhere}}}\n", "'Nowhere' is not in the tree"},
    {QUESTIONS "groups: [{column: G}]\n", "map"},
    {QUESTIONS "groups: [{column: G, map: no-such-map}]\n", "no-such-map"},
    {QUESTIONS "groups: [{column: G, map: {\"Yes\": a, \" YES \": b}}]\n", "twice"},
    {QUESTIONS "groups: {column: G}\n", "groups must be a list"},
    {QUESTIONS "attributes: [{column: G}]\n", "name"},
    {QUESTIONS "skip: [{column: S}]\n", "is"},
    {QUESTIONS "drop: [Comment]\n", "identifies a person"},
    {"questions: [{column: A, polarity: bad}]\n", "good, improve, open"},
    {"questions: [{column: A}, {column: \"a:\"}]\n", "twice"},
    {"questions: {column: Q}\n", "text"},
    {"questions: {column: Q, text: T, polarity: {\"What?\": bad}}\n", "good, improve or open"},
    {"questions: [{column: IP Address}]\n", "identifies a person"},
};

START_TEST(each_mistake_is_told_with_its_place)
{
    struct source *s = NULL;
    struct error err = {0};
    ck_assert_int_eq(sources_try(mistakes[_i].body, &s, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    ck_assert_msg(strstr(err.text, mistakes[_i].words) != NULL, "'%s' is not in: %s", mistakes[_i].words,
                  err.text);
    ck_assert_msg(strstr(err.text, "sources/test.yaml:") != NULL, "no place: %s", err.text);
}
END_TEST

START_TEST(a_source_file_goes_before_its_profile)
{
    sources_write("profiles/tool.yaml",
                  "profile: tool\n"
                  "format: {delimiter: \";\", header_rows: 2}\n"
                  "fields: {id: Number, submitted: {column: Date, format: \"%d/%m/%Y\"}}\n"
                  "blank: [\"-\"]\nskip: [{column: Status, is: [test], optional: true}]\n"
                  "drop: [Reviewer]\nquestions: [{column: Words}]\n");
    struct source *s =
        sources_load("profile: tool\nformat: {header_rows: 1}\nfields: {id: Key}\nblank: [none]\n");
    ck_assert_int_eq(s->delimiter, ';');
    ck_assert_int_eq(s->header_rows, 1);
    ck_assert_str_eq(s->columns[s->id_columns[0]].name, "Key");
    ck_assert_str_eq(s->columns[s->submitted].name, "Date");
    ck_assert(source_blank(s, "-"));
    ck_assert(source_blank(s, "None."));
    ck_assert(!source_blank(s, "no"));
    ck_assert_uint_eq(s->skip_count, 1);
    ck_assert_uint_eq(s->question_count, 1);
    source_free(s);
    struct error err = {0};
    ck_assert_int_eq(sources_try("profile: tool\nquestions: [{column: Reviewer}]\n", &s, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "identifies a person"));
}
END_TEST

START_TEST(an_identifier_can_be_an_id_as_a_hash)
{
    struct source *s = sources_load("fields: {id: {column: Email, hash: true}}\n" QUESTIONS);
    ck_assert(s->id_hash);
    source_free(s);
}
END_TEST

START_TEST(the_identity_depends_on_the_id_columns_and_on_nothing_else)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"fields: {id: A}\n" QUESTIONS, "fields: {id: \" a: \"}\ntitle: T\n" QUESTIONS, true},
        {"fields: {id: A}\n" QUESTIONS, "fields: {id: B}\n" QUESTIONS, false},
        {"fields: {id: A}\n" QUESTIONS, "fields: {id: {column: A, hash: true}}\n" QUESTIONS, false},
        {"fields: {id: A}\n" QUESTIONS, QUESTIONS, false},
        {"questions: [{column: A}, {column: B}]\n", "questions: [{column: B, polarity: good}, {column: A}]\n",
         true},
        {"questions: [{column: A}, {column: B}]\n", "questions: [{column: A}]\n", false},
        {QUESTIONS, QUESTIONS "attributes: [{column: X, name: x}]\n", true},
        {"fields: {id: {columns: [A, B]}}\n" QUESTIONS, "fields: {id: {columns: [B, A]}}\n" QUESTIONS, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct source *a = sources_load(cases[i].a);
        struct source *b = sources_load(cases[i].b);
        ck_assert_msg((strcmp(a->identity_sha256, b->identity_sha256) == 0) == cases[i].same, "case %zu", i);
        source_free(a);
        source_free(b);
    }
}
END_TEST

START_TEST(the_mapping_changes_with_a_map_it_names)
{
    static const char body[] = QUESTIONS "groups: [{column: G, map: mine}]\n";
    sources_write("maps/mine.yaml", "map: mine\nvalues: {\"Yes\": a}\n");
    struct source *a = sources_load(body);
    sources_write("maps/mine.yaml", "map: mine\nvalues: {\"Yes\": b}\n");
    struct source *b = sources_load(body);
    ck_assert_str_ne(a->mapping_sha256, b->mapping_sha256);
    ck_assert_str_eq(a->identity_sha256, b->identity_sha256);
    source_free(a);
    source_free(b);
}
END_TEST

START_TEST(sources_are_listed_by_name_and_picked_with_a_hint)
{
    struct source_list list;
    struct error err = {0};
    static const char *const wanted[] = {"second"};
    static const char *const wrong[] = {"secnd"};
    sources_write("sources/second.yaml", "");
    sources_write("sources/first.yaml", "");
    sources_write("sources/first.yaml~", "");
    sources_write("sources/.hidden.yaml", "");
    ck_assert_int_eq(source_list(sources_workspace(), NULL, 0, &list, &err), 0);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_str_eq(list.name[0], "first");
    source_list_free(&list);
    ck_assert_int_eq(source_list(sources_workspace(), wanted, 1, &list, &err), 0);
    ck_assert_str_eq(list.name[0], "second");
    source_list_free(&list);
    ck_assert_int_eq(source_list(sources_workspace(), wrong, 1, &list, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "did you mean 'second'"));
}
END_TEST

START_TEST(every_shipped_profile_makes_a_source)
{
    static const char *const names[] = {
        "citizenspace-csv",          "google-forms-csv", "limesurvey-csv", "healthwatch-feedback-csv",
        "healthwatch-feedback-json", "ms-forms-csv",     "nhs-fft",        "qualtrics-csv",
        "smartsurvey-csv",           "surveymonkey-csv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buf body = buf_new(1000);
        buf_printf(&body, "profile: %s\n" QUESTIONS, names[i]);
        source_free(sources_load(buf_str(&body)));
        buf_free(&body);
    }
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("source");
    TCase *t = tcase_create("source");
    tcase_add_checked_fixture(t, sources_set_up, sources_tear_down);
    tcase_add_loop_test(t, each_mistake_is_told_with_its_place, 0,
                        (int)(sizeof mistakes / sizeof mistakes[0]));
    tcase_add_test(t, a_source_file_goes_before_its_profile);
    tcase_add_test(t, an_identifier_can_be_an_id_as_a_hash);
    tcase_add_test(t, the_identity_depends_on_the_id_columns_and_on_nothing_else);
    tcase_add_test(t, the_mapping_changes_with_a_map_it_names);
    tcase_add_test(t, sources_are_listed_by_name_and_picked_with_a_hint);
    tcase_add_test(t, every_shipped_profile_makes_a_source);
    suite_add_tcase(s, t);
    return s;
}
