/* mem.c: tests of core/mem.c. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/error.h>
#include <yousaid/mem.h>

Suite *suite(void);

START_TEST(new_memory_is_zeroed_even_when_nothing_is_asked_for)
{
    unsigned char *p = mem_new(100, 3);
    for (int i = 0; i < 300; i++)
        ck_assert_uint_eq(p[i], 0);
    free(p);
    p = mem_new(0, 8);
    ck_assert_ptr_nonnull(p);
    free(p);
}
END_TEST

START_TEST(a_growing_array_keeps_its_items)
{
    int *numbers = NULL;
    size_t cap = 0;
    for (int i = 0; i < 1000; i++) {
        numbers = mem_grow(numbers, &cap, (size_t)i + 1, sizeof *numbers);
        ck_assert_uint_gt(cap, (size_t)i);
        numbers[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(numbers[i], i);
    free(numbers);
}
END_TEST

/* The child process must end with the code for "this machine". */
START_TEST(a_size_that_overflows_ends_the_program)
{
    size_t cap = SIZE_MAX / 8;
    mem_grow(NULL, &cap, SIZE_MAX / 4, 16);
}
END_TEST

START_TEST(an_arena_size_that_overflows_ends_the_program)
{
    struct arena a = {0};
    arena_new(&a, SIZE_MAX / 2, 4);
}
END_TEST

START_TEST(copies_end_in_nul_and_null_stays_null)
{
    char *s = mem_strndup("abcdef", 3);
    ck_assert_str_eq(s, "abc");
    free(s);
    s = mem_strdup("x");
    ck_assert_str_eq(s, "x");
    free(s);
    ck_assert_ptr_null(mem_strdup(NULL));
}
END_TEST

START_TEST(what_an_arena_gives_is_aligned_zeroed_and_apart)
{
    struct arena a = {0};
    char *held[2000];
    for (size_t i = 0; i < 2000; i++) {
        held[i] = arena_new(&a, i % 61 + 1, 1);
        ck_assert_uint_eq((uintptr_t)held[i] % 16, 0);
        for (size_t b = 0; b < i % 61 + 1; b++)
            ck_assert_int_eq(held[i][b], 0);
        memset(held[i], (int)(i % 100) + 1, i % 61 + 1);
    }
    char *large = arena_new(&a, 1 << 20, 1);
    memset(large, 0x7F, 1 << 20);
    for (size_t i = 0; i < 2000; i++)
        for (size_t b = 0; b < i % 61 + 1; b++)
            ck_assert_int_eq(held[i][b], (int)(i % 100) + 1);
    ck_assert_str_eq(arena_strdup(&a, "kept"), "kept");
    ck_assert_str_eq(arena_strndup(&a, "kept", 2), "ke");
    ck_assert_ptr_null(arena_strdup(&a, NULL));
    arena_free(&a);
    ck_assert_ptr_null(a.blocks);
    arena_free(&a);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("mem");
    TCase *t = tcase_create("mem");
    tcase_add_test(t, new_memory_is_zeroed_even_when_nothing_is_asked_for);
    tcase_add_test(t, a_growing_array_keeps_its_items);
    tcase_add_exit_test(t, a_size_that_overflows_ends_the_program, ERROR_SYSTEM);
    tcase_add_exit_test(t, an_arena_size_that_overflows_ends_the_program, ERROR_SYSTEM);
    tcase_add_test(t, copies_end_in_nul_and_null_stays_null);
    tcase_add_test(t, what_an_arena_gives_is_aligned_zeroed_and_apart);
    suite_add_tcase(s, t);
    return s;
}
