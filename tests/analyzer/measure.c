/* measure.c: tests of analyzer/measure.c against values worked out elsewhere. */
#include "measure.h"
#include <check.h>
#include <math.h>

Suite *suite(void);

START_TEST(precision_recall_and_f1_are_shares_of_counts)
{
    struct measure_counts c = {30, 10, 20, 40};
    ck_assert_double_eq_tol(measure_precision(&c), 0.75, 1e-12);
    ck_assert_double_eq_tol(measure_recall(&c), 0.6, 1e-12);
    ck_assert_double_eq_tol(measure_f1(&c), 2 * 0.75 * 0.6 / 1.35, 1e-12);
}
END_TEST

START_TEST(measures_without_a_base_are_not_defined)
{
    struct measure_counts none = {0, 0, 0, 10};
    ck_assert(isnan(measure_precision(&none)));
    ck_assert(isnan(measure_recall(&none)));
    ck_assert(isnan(measure_f1(&none)));
    ck_assert(isnan(measure_kappa(&none)));
    ck_assert(isnan(measure_wilson(0, 0).low));
    struct measure_agreement nothing = {0};
    ck_assert(isnan(measure_alpha(&nothing)));
    measure_unit(&nothing, 2, 2);
    ck_assert(isnan(measure_alpha(&nothing)));
    double same[] = {1, 1, 1};
    ck_assert(isnan(measure_spearman(same, same, 3)));
}
END_TEST

/* Cohen's worked example as in many textbooks: 20 yes/yes, 5, 10, 15 no/no -> kappa 0.4. */
START_TEST(kappa_corrects_agreement_for_chance)
{
    struct measure_counts c = {20, 10, 5, 15};
    ck_assert_double_eq_tol(measure_kappa(&c), 0.4, 1e-12);
}
END_TEST

/* Newcombe (1998), table I: 81/263 -> 0.2553 to 0.3662; 15/148 -> 0.0624 to 0.1605; 0/20 -> 0 to 0.1611; 1/29
 * -> 0.0061 to 0.1718 */
static const struct {
    size_t hits, of;
    double low, high;
} wilson[] = {{81, 263, 0.2553, 0.3662},
              {15, 148, 0.0624, 0.1605},
              {0, 20, 0, 0.1611},
              {1, 29, 0.0061, 0.1718},
              {20, 20, 0.8389, 1}};

START_TEST(wilson_intervals_are_the_published_ones)
{
    struct measure_interval i = measure_wilson(wilson[_i].hits, wilson[_i].of);
    ck_assert_double_eq_tol(i.low, wilson[_i].low, 6e-5);
    ck_assert_double_eq_tol(i.high, wilson[_i].high, 6e-5);
}
END_TEST

/* Krippendorff (2011), section A: binary data, two observers, ten units -> alpha 0.095. */
START_TEST(alpha_is_the_published_one_for_two_coders)
{
    static const int a[] = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
    static const int b[] = {1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
    struct measure_agreement agreement = {0};
    for (int i = 0; i < 10; i++)
        measure_unit(&agreement, (size_t)(a[i] + b[i]), 2);
    ck_assert_double_eq_tol(measure_alpha(&agreement), 0.095, 5e-4);
}
END_TEST

START_TEST(alpha_is_one_in_full_agreement_and_leaves_single_ratings_out)
{
    struct measure_agreement agreement = {0};
    measure_unit(&agreement, 3, 3);
    measure_unit(&agreement, 0, 2);
    measure_unit(&agreement, 1, 1);
    ck_assert_double_eq_tol(measure_alpha(&agreement), 1, 1e-12);
    measure_unit(&agreement, 1, 2);
    ck_assert_double_lt(measure_alpha(&agreement), 1);
}
END_TEST

START_TEST(spearman_ranks_with_ties_shared)
{
    double a[] = {1, 2, 3, 4, 5};
    double up[] = {10, 20, 30, 40, 500};
    double down[] = {5, 4, 3, 2, 1};
    double tied[] = {1, 2, 2, 4, 5}; /* scipy.stats.spearmanr: 0.97468 */
    ck_assert_double_eq_tol(measure_spearman(a, up, 5), 1, 1e-12);
    ck_assert_double_eq_tol(measure_spearman(a, down, 5), -1, 1e-12);
    ck_assert_double_eq_tol(measure_spearman(a, tied, 5), 0.974679, 1e-6);
}
END_TEST

START_TEST(g2_grows_with_surprise_and_is_nothing_without)
{
    ck_assert_double_eq_tol(measure_g2(10, 100, 20, 200), 0, 1e-9);
    ck_assert_double_eq_tol(measure_g2(10, 10, 0, 10), 4 * 10 * log(2), 1e-9);
    ck_assert_double_gt(measure_g2(9, 100, 1, 200), measure_g2(8, 100, 2, 200));
    ck_assert_double_eq_tol(measure_g2(0, 0, 5, 10), 0, 1e-9);
}
END_TEST

START_TEST(percentiles_leave_out_what_is_not_defined)
{
    double values[1002];
    for (int i = 0; i < 1001; i++)
        values[i] = (double)(1000 - i) / 1000;
    values[1001] = NAN;
    struct measure_interval i = measure_percentiles(values, 1002);
    ck_assert_double_eq_tol(i.low, 0.025, 1e-9);
    ck_assert_double_eq_tol(i.high, 0.975, 1e-9);
    double none[] = {NAN};
    ck_assert(isnan(measure_percentiles(none, 1).low));
}
END_TEST

START_TEST(random_numbers_repeat_stay_below_the_limit_and_reach_all_of_it)
{
    uint64_t one = 7;
    uint64_t two = 7;
    unsigned seen = 0;
    for (int i = 0; i < 1000; i++) {
        size_t n = measure_random(&one, 10);
        ck_assert_uint_lt(n, 10);
        ck_assert_uint_eq(n, measure_random(&two, 10));
        seen |= 1u << n;
    }
    ck_assert_uint_eq(seen, 0x3FF);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("measure");
    TCase *t = tcase_create("measure");
    tcase_add_test(t, precision_recall_and_f1_are_shares_of_counts);
    tcase_add_test(t, measures_without_a_base_are_not_defined);
    tcase_add_test(t, kappa_corrects_agreement_for_chance);
    tcase_add_loop_test(t, wilson_intervals_are_the_published_ones, 0, sizeof wilson / sizeof wilson[0]);
    tcase_add_test(t, alpha_is_the_published_one_for_two_coders);
    tcase_add_test(t, alpha_is_one_in_full_agreement_and_leaves_single_ratings_out);
    tcase_add_test(t, spearman_ranks_with_ties_shared);
    tcase_add_test(t, g2_grows_with_surprise_and_is_nothing_without);
    tcase_add_test(t, percentiles_leave_out_what_is_not_defined);
    tcase_add_test(t, random_numbers_repeat_stay_below_the_limit_and_reach_all_of_it);
    suite_add_tcase(s, t);
    return s;
}
