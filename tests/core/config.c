/* config.c: tests of core/config*.c. */
#include <check.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/config.h>

Suite *suite(void);

static struct config *parse(const char *yaml)
{
    struct config *c = NULL;
    struct error err = {0};
    int result = config_parse("t.yaml", yaml, strlen(yaml), &c, &err);
    ck_assert_msg(result == 0, "%s", err.text);
    return c;
}

/* What is refused, and the whole sentence. */
static const struct {
    const char *yaml, *text;
} refused[] = {
    {"a: 1\nb: 2\na: 3\n",
     "t.yaml:3:1: 'a' stands twice in the same map (first on line 1): keep one of them"},
    {"a: &x 1\n",
     "t.yaml:1:4: anchors (&name) are not used in these files: write the value out, or put it in 'quotes'"},
    {"a: [1]\nb: *x\n",
     "t.yaml:2:4: aliases (*name) are not used in these files: write the value out, or put it in 'quotes'"},
    {"a: !x 1\n",
     "t.yaml:1:4: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"a: ! 1\n",
     "t.yaml:1:4: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"a: !y!x 1\n",
     "t.yaml:1:4: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"a: !!str ~\n",
     "t.yaml:1:4: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"a: 1\nb: !!int 7\n",
     "t.yaml:2:4: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"a: !!seq [1]\n",
     "t.yaml:1:4: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"!!map {a: 1}\n",
     "t.yaml:1:1: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"!!str a: 1\n",
     "t.yaml:1:1: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"a: !<tag:yaml.org,2002:binary> aGk=\n",
     "t.yaml:1:4: tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"a: 1\n---\nb: 2\n",
     "t.yaml:2:1: a second document begins here: a file holds one; remove the '---', or the rest"},
    {"a: \"x\\0y\"\n", "t.yaml:1:4: this text holds a NUL character (\\0): remove it"},
    {"[a]: 1\n", "t.yaml:1:1: a key must be a plain name before the ':'"},
    {"? ~\n: 1\n", "t.yaml:1:3: a key must be a plain name before the ':'"},
    {"a: 1\n\tb: 2\n", "t.yaml:2:1: a tab stands where YAML wants spaces: indent with spaces"},
    {"a:\n\t- b\n", "t.yaml:2:1: a tab stands where YAML wants spaces: indent with spaces"},
    {"a: b: c\n", "t.yaml:1:5: a ':' cannot stand here: indent this line like its neighbours, or put a value "
                  "that holds ': ' in "
                  "'quotes'"},
    {"a: 1\nnonsense\nb: 2\n", "t.yaml:2:1: this line has no ':' after its key: write 'key: value', or "
                               "indent it under the line it continues"},
    {"a: \"\\bwait\\b \\d\"\n", "t.yaml:1:14: in \"double quotes\" a backslash has a meaning of its own: use "
                                "'single quotes', as patterns need"},
    {"a: 'open\nb: 2\n", "t.yaml:1:4: the quote that opens here is never closed"},
    {"a: [1, 2\nb: 3\n", "t.yaml:2:2: inside [ ] a ',' or the closing ] is missing here"},
    {"a: {x: 1\nb: 3}\n", "t.yaml:2:2: inside { } a ',' or the closing } is missing here"},
    {"a: @x\n", "t.yaml:1:4: a value cannot start with this character: put the value in 'quotes'"},
    {"a: %x\n", "t.yaml:1:4: a value cannot start with this character: put the value in 'quotes'"},
    {"a: `x`\n", "t.yaml:1:4: a value cannot start with this character: put the value in 'quotes'"},
    {"w: *delay\n",
     "t.yaml:1:4: aliases (*name) are not used in these files: write the value out, or put it in 'quotes'"},
    {"w: [**]\n", "t.yaml:1:5: a value cannot start with * or &: put the value in 'quotes'"},
    {"a: 1\n  b: 2\n", "t.yaml:2:4: a ':' cannot stand here: indent this line like its neighbours, or put a "
                       "value that holds ': ' in "
                       "'quotes'"},
    {"a:\n  b: 1\n c: 2\n", "t.yaml:3:2: this line does not fit the lines above: check its indentation, and "
                            "that quotes close where they "
                            "should"},
    {"a:\n  - b\n  c: 2\n", "t.yaml:3:3: a list item ('- ...') is expected here: check the indentation"},
    {"a: - b\n",
     "t.yaml:1:4: a list item ('- ...') cannot stand here: put it on a line of its own under its key"},
    {"a: | x\n  y\n", "t.yaml:1:6: nothing may follow | or > on its line: put the text on the lines below, "
                      "indented, or in 'quotes'"},
    {"a: caf\xE9\n", "t.yaml:1:7: the file is not UTF-8 text: save it as UTF-8"},
    {"\xC3\xA9: 1\nb: x\x01\n", "t.yaml:2:5: a control character (code 1) stands here: remove it"},
    {"%x\n", "t.yaml:1:1: a line cannot start with %: put the value in 'quotes'"},
};

START_TEST(what_is_refused_says_where_and_what_to_do)
{
    struct config *c = NULL;
    struct error err = {0};
    ck_assert_int_eq(config_parse("t.yaml", refused[_i].yaml, strlen(refused[_i].yaml), &c, &err), -1);
    ck_assert_ptr_null(c);
    ck_assert_str_eq(err.text, refused[_i].text);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
}
END_TEST

START_TEST(a_tree_knows_kinds_places_and_order)
{
    struct config *c =
        parse("\xC3\xA9t\xC3\xA9: x\n\nlist: [1, two]\nmap:\n  z: 1\n  a: ~\nempty:\nquoted: '~'\n");
    const struct config_node *root = config_root(c);
    ck_assert_int_eq(config_kind(root), CONFIG_MAP);
    ck_assert_uint_eq(config_size(root), 5);
    ck_assert_str_eq(config_key(root, 0), "\xC3\xA9t\xC3\xA9");
    ck_assert_int_eq(config_column(config_value(root, 0)), 6);
    const struct config_node *list = config_get(root, "list");
    ck_assert_int_eq(config_kind(list), CONFIG_LIST);
    ck_assert_ptr_null(config_text(list));
    ck_assert_str_eq(config_text(config_item(list, 1)), "two");
    ck_assert_int_eq(config_line(list), 3);
    ck_assert_int_eq(config_column(config_item(list, 1)), 11);
    const struct config_node *map = config_get(root, "map");
    ck_assert_str_eq(config_key(map, 0), "z");
    ck_assert_int_eq(config_kind(config_get(map, "a")), CONFIG_NULL);
    ck_assert_int_eq(config_kind(config_get(root, "empty")), CONFIG_NULL);
    ck_assert_str_eq(config_text(config_get(root, "empty")), "");
    ck_assert_int_eq(config_kind(config_get(root, "quoted")), CONFIG_SCALAR);
    ck_assert_ptr_null(config_get(root, "nothing"));
    ck_assert_ptr_null(config_get(list, "two"));
    ck_assert_str_eq(config_path(c), "t.yaml");
    config_free(c);
}
END_TEST

START_TEST(an_absent_node_is_empty)
{
    ck_assert_uint_eq(config_size(NULL), 0);
    ck_assert_int_eq(config_kind(NULL), CONFIG_NULL);
    ck_assert_ptr_null(config_item(NULL, 0));
    ck_assert_ptr_null(config_get(NULL, "x"));
    ck_assert_ptr_null(config_text(NULL));
    struct config *c = parse("# nothing but a comment\n");
    ck_assert_int_eq(config_kind(config_root(c)), CONFIG_NULL);
    config_free(c);
    config_free(NULL);
}
END_TEST

START_TEST(a_byte_order_mark_and_windows_line_ends_are_fine)
{
    struct config *c = parse("\xEF\xBB\xBF"
                             "a: 1\r\nb: two\r\n");
    ck_assert_str_eq(config_text(config_get(config_root(c), "a")), "1");
    ck_assert_str_eq(config_text(config_get(config_root(c), "b")), "two");
    config_free(c);
}
END_TEST

START_TEST(every_key_of_a_large_map_is_found)
{
    struct buf b = buf_new(1 << 20);
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "key%d: %d\n", i, i);
    struct config *c = parse(buf_str(&b));
    for (int i = 0; i < 5000; i++) {
        char key[32];
        snprintf(key, sizeof key, "key%d", i);
        ck_assert_str_eq(config_text(config_get(config_root(c), key)), key + 3);
    }
    config_free(c);
    buf_free(&b);
}
END_TEST

/* `open` repeated `n` times. */
static int parse_repeated(const char *part, size_t n, struct error *err)
{
    struct buf b = buf_new(CONFIG_MAX_FILE + 100);
    struct config *c = NULL;
    for (size_t i = 0; i < n; i++)
        buf_puts(&b, part);
    int result = config_parse("t.yaml", buf_str(&b), b.len, &c, err);
    config_free(c);
    buf_free(&b);
    return result;
}

START_TEST(limits_are_errors)
{
    struct error err = {0};
    ck_assert_int_eq(parse_repeated("[", CONFIG_MAX_DEPTH + 1, &err), -1);
    ck_assert_str_eq(err.text, "t.yaml:1:33: lists and maps stand more than 32 deep in each other");
    ck_assert_int_eq(parse_repeated("#", CONFIG_MAX_FILE + 1, &err), -1);
    ck_assert_str_eq(err.text, "t.yaml: the file is larger than the limit of 8388608 bytes: split it");
    ck_assert_int_eq(parse_repeated("- a\n", CONFIG_MAX_NODES, &err), -1);
    ck_assert_str_eq(err.text, "t.yaml:1000000: the file holds more than 1000000 values: split it");
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
}
END_TEST

START_TEST(a_missing_file_is_named)
{
    struct config *c = NULL;
    struct error err = {0};
    ck_assert_int_eq(config_load("/nonexistent/x.yaml", &c, &err), -1);
    ck_assert_str_eq(err.text, "/nonexistent/x.yaml: cannot be opened: No such file or directory");
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
}
END_TEST

static const char *const colours[] = {"red", "green", NULL};
struct thing {
    const char *name;
    bool on;
    int64_t number, every;
    int colour;
    struct config_texts words;
    const struct config_node *rest;
};
static const struct config_field thing_fields[] = {
    {"name", CONFIG_TEXT, offsetof(struct thing, name), true, NULL, 0, 0},
    {"on", CONFIG_BOOL, offsetof(struct thing, on), false, NULL, 0, 0},
    {"number", CONFIG_INT, offsetof(struct thing, number), false, NULL, 1, 10},
    {"every", CONFIG_DURATION, offsetof(struct thing, every), false, NULL, 0, 0},
    {"colour", CONFIG_ENUM, offsetof(struct thing, colour), false, colours, 0, 0},
    {"words", CONFIG_TEXTS, offsetof(struct thing, words), false, NULL, 0, 0},
    {"rest", CONFIG_NODE, offsetof(struct thing, rest), false, NULL, 0, 0},
};
enum { THING_FIELDS = sizeof thing_fields / sizeof thing_fields[0] };

START_TEST(a_table_fills_a_struct)
{
    struct config *c =
        parse("name: x\non: Yes\nnumber: 10\ncolour: green\nwords: [a, b]\nrest: {k: v}\nevery: 2d\n");
    struct thing t = {0};
    struct error err = {0};
    int result = config_read(c, config_root(c), "a thing", thing_fields, THING_FIELDS, &t, &err);
    ck_assert_msg(result == 0, "%s", err.text);
    ck_assert_str_eq(t.name, "x");
    ck_assert(t.on);
    ck_assert_int_eq(t.number, 10);
    ck_assert_int_eq(t.every, 2 * 86400);
    ck_assert_int_eq(t.colour, 1);
    ck_assert_uint_eq(t.words.count, 2);
    ck_assert_str_eq(t.words.text[1], "b");
    ck_assert_str_eq(config_text(config_get(t.rest, "k")), "v");
    config_free(c);
}
END_TEST

START_TEST(absent_and_empty_keys_leave_the_defaults)
{
    struct config *c = parse("name: x\nnumber:\nwords: one\n");
    struct thing t = {.number = 7, .colour = 1};
    struct error err = {0};
    ck_assert_int_eq(config_read(c, config_root(c), "a thing", thing_fields, THING_FIELDS, &t, &err), 0);
    ck_assert_int_eq(t.number, 7);
    ck_assert_int_eq(t.colour, 1);
    ck_assert_uint_eq(t.words.count, 1);
    ck_assert_str_eq(t.words.text[0], "one");
    ck_assert_ptr_null(t.rest);
    config_free(c);
}
END_TEST

static const struct {
    const char *yaml, *text;
} misread[] = {
    {"nmae: x\n", "t.yaml:1:1: a thing has no key 'nmae': did you mean 'name'?"},
    {"name: x\nelephant: 1\n",
     "t.yaml:2:1: a thing has no key 'elephant'; it may have: name, on, number, every, "
     "colour, words, rest"},
    {"on: yes\n", "t.yaml:1:1: a thing needs the key 'name'"},
    {"name:\n", "t.yaml:1:6: 'name' is empty: a thing needs it"},
    {"", "t.yaml:1:1: a thing needs the key 'name'"},
    {"- name: x\n", "t.yaml:1:1: a thing must be written as 'key: value' lines, not as a list"},
    {"name: [x]\n", "t.yaml:1:7: 'name' must be text, not a list"},
    {"name: x\non: maybe\n", "t.yaml:2:5: 'on' must be true or false, not 'maybe'"},
    {"name: x\nnumber: 1.5\n", "t.yaml:2:9: 'number' must be a whole number, not '1.5'"},
    {"name: x\nnumber: 11\n", "t.yaml:2:9: 'number' must be from 1 to 10, not 11"},
    {"name: x\nnumber: 99999999999999999999\n",
     "t.yaml:2:9: 'number' must be a whole number, not '99999999999999999999'"},
    {"name: x\ncolour: blue\n", "t.yaml:2:9: 'colour' must be one of red, green, not 'blue'"},
    {"name: x\nwords: {a: b}\n", "t.yaml:2:8: 'words' must be a text or a list of texts, not a map"},
    {"name: x\nwords:\n  - a\n  - [b]\n", "t.yaml:4:5: an item of 'words' must be text, not a list"},
};

START_TEST(a_mistake_is_told_where_it_stands)
{
    struct config *c = parse(misread[_i].yaml);
    struct thing t = {0};
    struct error err = {0};
    ck_assert_int_eq(config_read(c, config_root(c), "a thing", thing_fields, THING_FIELDS, &t, &err), -1);
    ck_assert_str_eq(err.text, misread[_i].text);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    config_free(c);
}
END_TEST

START_TEST(a_bad_duration_is_told_where_it_stands)
{
    struct config *c = parse("name: x\nevery: soon\n");
    struct thing t = {0};
    struct error err = {0};
    ck_assert_int_eq(config_read(c, config_root(c), "a thing", thing_fields, THING_FIELDS, &t, &err), -1);
    ck_assert_msg(strncmp(err.text, "t.yaml:2:8: 'every': ", 21) == 0, "%s", err.text);
    config_free(c);
}
END_TEST

static char secret_path[] = "/tmp/yousaid-secret-XXXXXX";

static int expand(const char *text, struct buf *out, bool *secret, struct error *err)
{
    struct config *c = parse("a: b\n");
    int result = config_secret(config_get(config_root(c), "a"), text, out, secret, err);
    config_free(c);
    return result;
}

START_TEST(secrets_come_from_the_environment_and_from_files)
{
    FILE *f = fdopen(mkstemp(secret_path), "w");
    fputs("from file\n", f);
    fclose(f);
    setenv("YOUSAID_TEST_KEY", "from env", 1);
    char text[128];
    snprintf(text, sizeof text, "a ${YOUSAID_TEST_KEY} b ${file:%s} $5 c", secret_path);
    struct buf out = buf_new(1000);
    struct error err = {0};
    bool secret = false;
    int result = expand(text, &out, &secret, &err);
    unlink(secret_path);
    ck_assert_msg(result == 0, "%s", err.text);
    ck_assert_str_eq(buf_str(&out), "a from env b from file $5 c");
    ck_assert(secret);
    buf_clear(&out);
    ck_assert_int_eq(expand("plain", &out, &secret, &err), 0);
    ck_assert(!secret);
    ck_assert_str_eq(buf_str(&out), "plain");
    buf_free(&out);
}
END_TEST

static const struct {
    const char *value, *text, *sentence;
} bad_secrets[] = {
    {NULL, "${YOUSAID_TEST_KEY}",
     "t.yaml:1:4: the environment variable YOUSAID_TEST_KEY is not set: set it where this program is "
     "started"},
    {"", "${YOUSAID_TEST_KEY}",
     "t.yaml:1:4: the environment variable YOUSAID_TEST_KEY is empty: put the secret there"},
    {"hush\nx", "${YOUSAID_TEST_KEY}",
     "t.yaml:1:4: the environment variable YOUSAID_TEST_KEY holds more than one line, or a control "
     "character: it must "
     "be one line"},
    {"hush", "x ${YOUSAID_TEST_KEY", "t.yaml:1:4: a '${' is never closed: write ${NAME} or ${file:/path}"},
    {"hush", "${a b}", "t.yaml:1:4: '${a b}' is neither ${NAME} nor ${file:/path}"},
    {"hush", "${file:key}", "t.yaml:1:4: '${file:key}' needs a path from the root: ${file:/path}"},
    {"hush", "${file:/nonexistent}",
     "t.yaml:1:4: the secret file /nonexistent: cannot be opened: No such file or directory"},
    {"a value longer than the buffer", "${YOUSAID_TEST_KEY}",
     "t.yaml:1:4: this value is larger than 20 bytes"},
};

START_TEST(a_secret_that_fails_is_named_but_never_shown)
{
    unsetenv("YOUSAID_TEST_KEY");
    if (bad_secrets[_i].value != NULL)
        setenv("YOUSAID_TEST_KEY", bad_secrets[_i].value, 1);
    struct buf out = buf_new(20);
    struct error err = {0};
    ck_assert_int_eq(expand(bad_secrets[_i].text, &out, NULL, &err), -1);
    ck_assert_str_eq(err.text, bad_secrets[_i].sentence);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    buf_free(&out);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("config");
    TCase *t = tcase_create("config");
    tcase_add_loop_test(t, what_is_refused_says_where_and_what_to_do, 0, sizeof refused / sizeof refused[0]);
    tcase_add_test(t, a_tree_knows_kinds_places_and_order);
    tcase_add_test(t, an_absent_node_is_empty);
    tcase_add_test(t, a_byte_order_mark_and_windows_line_ends_are_fine);
    tcase_add_test(t, every_key_of_a_large_map_is_found);
    tcase_add_test(t, limits_are_errors);
    tcase_add_test(t, a_missing_file_is_named);
    tcase_add_test(t, a_table_fills_a_struct);
    tcase_add_test(t, absent_and_empty_keys_leave_the_defaults);
    tcase_add_loop_test(t, a_mistake_is_told_where_it_stands, 0, sizeof misread / sizeof misread[0]);
    tcase_add_test(t, a_bad_duration_is_told_where_it_stands);
    tcase_add_test(t, secrets_come_from_the_environment_and_from_files);
    tcase_add_loop_test(t, a_secret_that_fails_is_named_but_never_shown, 0,
                        sizeof bad_secrets / sizeof bad_secrets[0]);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    return s;
}
