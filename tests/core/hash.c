/* hash.c: tests of core/hash.c. */
#include <check.h>
#include <string.h>
#include <yousaid/hash.h>

Suite *suite(void);

/* FIPS 180-4 example values (NIST, SHA256.pdf). */
static const struct {
    const char *text, *hex;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

START_TEST(blocks_hash_to_the_published_values)
{
    char hex[HASH_SIZE];
    hash_bytes(vectors[_i].text, strlen(vectors[_i].text), hex);
    ck_assert_str_eq(hex, vectors[_i].hex);
}
END_TEST

static void of_fields(const char *a, const char *b, char hex[HASH_SIZE])
{
    struct hash *h = hash_new();
    hash_field(h, a);
    hash_field(h, b);
    hash_end(h, hex);
}

static const struct {
    const char *a, *b, *c, *d;
} pairs[] = {
    {"ab", "c", "a", "bc"}, {NULL, "", "", NULL}, {NULL, "x", "", "x"},
    {"", "x", "x", ""},     {"a", "b", "b", "a"},
};

START_TEST(fields_that_differ_only_in_their_borders_hash_differently)
{
    char one[HASH_SIZE];
    char two[HASH_SIZE];
    of_fields(pairs[_i].a, pairs[_i].b, one);
    of_fields(pairs[_i].c, pairs[_i].d, two);
    ck_assert_str_ne(one, two);
    of_fields(pairs[_i].a, pairs[_i].b, two);
    ck_assert_str_eq(one, two);
}
END_TEST

START_TEST(numbers_and_bytes_with_nul_count_in_full)
{
    char hex[4][HASH_SIZE];
    for (int i = 0; i < 4; i++) {
        struct hash *h = hash_new();
        hash_number(h, i < 2 ? 1 : INT64_C(1) << 40);
        hash_field_bytes(h, i % 2 == 0 ? "a\0b" : "a\0c", 3);
        hash_end(h, hex[i]);
    }
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(hex[i], hex[j]);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("hash");
    TCase *t = tcase_create("hash");
    tcase_add_loop_test(t, blocks_hash_to_the_published_values, 0, sizeof vectors / sizeof vectors[0]);
    tcase_add_loop_test(t, fields_that_differ_only_in_their_borders_hash_differently, 0,
                        sizeof pairs / sizeof pairs[0]);
    tcase_add_test(t, numbers_and_bytes_with_nul_count_in_full);
    suite_add_tcase(s, t);
    return s;
}
