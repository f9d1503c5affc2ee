/* value_map.c: tests of collector/value_map.c and collector/value_band.c. */
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "sources.h"
#include "value_band.h"

Suite *suite(void);

static const struct {
    const char *value;
    bool known;
    int64_t from, to;
} bands[] = {
    {"17", true, 17, 17},
    {"16-24", true, 16, 24},
    {"16 \xe2\x80\x93 24", true, 16, 24},
    {"16 to 24", true, 16, 24},
    {"Aged 16 to 24 years", true, 16, 24},
    {"between 16 and 24", true, 16, 24},
    {"65+", true, 65, INT64_MAX},
    {"65 plus", true, 65, INT64_MAX},
    {"65 and over", true, 65, INT64_MAX},
    {"65 or older", true, 65, INT64_MAX},
    {"65 years and above", true, 65, INT64_MAX},
    {"over 65", true, 66, INT64_MAX},
    {"more than 65", true, 66, INT64_MAX},
    {"Under 16", true, 0, 15},
    {"less than 16", true, 0, 15},
    {"<16", true, 0, 15},
    {"15 and under", true, 0, 15},
    {"15 or younger", true, 0, 15},
    {"I have 3 children", false, 0, 0},
    {"24-16", false, 0, 0},
    {"16-24-32", false, 0, 0},
    {"16-24 and over", false, 0, 0},
    {"1,000", false, 0, 0},
    {"twenty", false, 0, 0},
    {"", false, 0, 0},
    {"99999999999999999999", false, 0, 0},
};

START_TEST(bands_are_read_as_people_write_them)
{
    int64_t from = 0;
    int64_t to = 0;
    ck_assert_msg(value_band(bands[_i].value, &from, &to) == bands[_i].known, "%s", bands[_i].value);
    ck_assert_msg(from == bands[_i].from && to == bands[_i].to, "%s: %lld to %lld", bands[_i].value,
                  (long long)from, (long long)to);
}
END_TEST

static struct config *config;
static char hex[HASH_SIZE];

static struct value_map *load(const char *yaml)
{
    struct value_map *m = NULL;
    struct error err = {0};
    struct hash *mapping = hash_new();
    ck_assert_msg(config_parse("x.yaml", yaml, strlen(yaml), &config, &err) == 0, "%s", err.text);
    ck_assert_msg(value_map_load(sources_workspace()->directory, config_get(config_root(config), "map"),
                                 mapping, &m, &err) == 0,
                  "%s", err.text);
    hash_end(mapping, hex);
    return m;
}

/* The codes of a value: "a b", "" for one that says nothing, "?" for one the map does not know. */
static void expect_codes(struct value_map *m, const char *value, const char *wanted)
{
    struct value_meaning meaning = value_map_find(m, value);
    struct buf codes = buf_new(1000);
    for (size_t i = 0; i < meaning.count; i++)
        buf_printf(&codes, "%s%s", i > 0 ? " " : "", meaning.codes[i]);
    ck_assert_msg(strcmp(meaning.known ? buf_str(&codes) : "?", wanted) == 0, "%s: %s", value,
                  buf_str(&codes));
    buf_free(&codes);
}

START_TEST(values_are_compared_as_names)
{
    struct value_map *m =
        load("map: {\"Yes\": carer, \"Yes, a lot\": [carer, disabled], \"Prefer not to say\": ~}\n");
    expect_codes(m, "YES.", "carer");
    expect_codes(m, " yes ", "carer");
    expect_codes(m,
                 "Yes,\xc2\xa0"
                 "a  lot",
                 "carer disabled");
    expect_codes(m, "prefer not to say", "");
    expect_codes(m, "Yess", "?");
    ck_assert_uint_eq(value_map_codes(m), 2);
    value_map_free(m);
    config_free(config);
}
END_TEST

START_TEST(a_band_has_the_code_of_the_range_that_holds_all_of_it)
{
    sources_write("maps/bands.yaml", "map: bands\nvalues: {\"65+\": exact}\n"
                                     "ranges: [{from: 0, to: 15, code: child}, {from: 16, to: 64, code: "
                                     "adult}, {from: 65, code: older}]\n");
    struct value_map *m = load("map: bands\n");
    expect_codes(m, "65+", "exact");
    expect_codes(m, "65 and over", "older");
    expect_codes(m, "under 16", "child");
    expect_codes(m, "20 to 29", "adult");
    expect_codes(m, "60-70", "?");
    expect_codes(m, "15 or more", "?");
    value_map_free(m);
    config_free(config);
}
END_TEST

START_TEST(a_map_may_keep_what_it_does_not_know)
{
    sources_write("maps/keep.yaml", "map: keep\nkeep_unknown: true\nvalues: {a: b}\n");
    struct value_map *m = load("map: keep\n");
    expect_codes(m, "a", "b");
    expect_codes(m, "Other", "Other");
    value_map_free(m);
    config_free(config);
}
END_TEST

START_TEST(a_map_goes_by_the_name_of_its_file)
{
    struct value_map *m = NULL;
    struct error err = {0};
    struct hash *mapping = hash_new();
    sources_write("maps/one.yaml", "map: two\nvalues: {a: b}\n");
    ck_assert_int_eq(config_parse("x.yaml", "map: one\n", 9, &config, &err), 0);
    ck_assert_int_eq(value_map_load(sources_workspace()->directory, config_get(config_root(config), "map"),
                                    mapping, &m, &err),
                     -1);
    ck_assert_ptr_nonnull(strstr(err.text, "give them one name"));
    hash_end(mapping, hex);
    config_free(config);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("value_map");
    TCase *t = tcase_create("value_map");
    tcase_add_checked_fixture(t, sources_set_up, sources_tear_down);
    tcase_add_loop_test(t, bands_are_read_as_people_write_them, 0, (int)(sizeof bands / sizeof bands[0]));
    tcase_add_test(t, values_are_compared_as_names);
    tcase_add_test(t, a_band_has_the_code_of_the_range_that_holds_all_of_it);
    tcase_add_test(t, a_map_may_keep_what_it_does_not_know);
    tcase_add_test(t, a_map_goes_by_the_name_of_its_file);
    suite_add_tcase(s, t);
    return s;
}
