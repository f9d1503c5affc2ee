/* id_table.c: tests of collector/id_table.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <yousaid/mem.h>

#include "id_table.h"

Suite *suite(void);

enum { MANY = 5000 };

START_TEST(every_id_is_found_again_however_many_there_are)
{
    struct id_table t = {0};
    static char ids[MANY][16];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "id-%zu", i);
        struct id_entry *entry = id_table_get(&t, ids[i]);
        ck_assert_int_eq(entry->count, 0);
        entry->count = 1;
        entry->value = i;
    }
    for (size_t i = 0; i < MANY; i++) {
        char again[16];
        snprintf(again, sizeof again, "id-%zu", i);
        struct id_entry *entry = id_table_get(&t, again);
        ck_assert_int_eq(entry->count, 1);
        ck_assert_uint_eq(entry->value, i);
    }
    ck_assert_uint_eq(t.used, MANY);
    id_table_free(&t);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("id_table");
    TCase *t = tcase_create("id_table");
    tcase_add_test(t, every_id_is_found_again_however_many_there_are);
    suite_add_tcase(s, t);
    return s;
}
