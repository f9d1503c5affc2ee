/* parallel.c: tests of analyzer/match/parallel.c. */
#include "parallel.h"

#include <check.h>
#include <stdlib.h>

Suite *suite(void);

static void count_up(void *calls, size_t i)
{
    ((unsigned char *)calls)[i]++;
}

static const size_t counts[] = {0, 1, 15, 16, 17, 1000, 100003};

START_TEST(every_job_is_done_once)
{
    unsigned char *calls = calloc(counts[_i] + 1, 1);
    parallel_for(counts[_i], count_up, calls);
    for (size_t i = 0; i < counts[_i]; i++)
        ck_assert_uint_eq(calls[i], 1);
    ck_assert_uint_eq(calls[counts[_i]], 0);
    free(calls);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("parallel");
    TCase *t = tcase_create("parallel");
    tcase_add_loop_test(t, every_job_is_done_once, 0, (int)(sizeof counts / sizeof counts[0]));
    suite_add_tcase(s, t);
    return s;
}
