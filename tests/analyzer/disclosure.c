/* disclosure.c: tests of analyzer/disclosure.c and figure.c. */
#include "disclosure.h"
#include "tally_internal.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite(void);

static const struct disclosure fft = {DISCLOSURE_FFT, 5};
static const struct disclosure rounding = {DISCLOSURE_ROUND5, 8};
static const struct disclosure open_data = {DISCLOSURE_NONE, 5};

/* A table of cells whose totals are their sums; as many people as counts. */
static struct tally_table *make(size_t rows, size_t cols, const int64_t *n)
{
    struct tally_table *t = tally_table_new(rows, cols);
    t->adds_across = cols > 0;
    t->adds_down = true;
    for (size_t row = 0; row < rows; row++)
        for (size_t col = 0; col < (cols > 0 ? cols : 1); col++) {
            int64_t value = *n++;
            size_t at[] = {row * (cols + 1) + col, row * (cols + 1) + cols, rows * (cols + 1) + col,
                           rows * (cols + 1) + cols};
            for (size_t i = 0; i < 4; i++) {
                bool again = false;
                for (size_t k = 0; k < i; k++)
                    again = again || at[k] == at[i];
                if (!again) {
                    t->cell[at[i]].n += value;
                    t->cell[at[i]].people += value;
                }
            }
        }
    return t;
}

/* The table as text: rows by '/', "." for hidden, "<" for few. */
static void expect(struct tally_table *t, const struct disclosure *rule, const char *expected)
{
    struct figures *f = disclosure_protect(t, rule);
    struct buf text = buf_new(10000);
    for (size_t row = 0; row <= t->rows; row++)
        for (size_t col = 0; col <= t->cols; col++) {
            struct figure cell = figure_at(f, row, col);
            buf_puts(&text, row + col == 0 ? "" : col == 0 ? " / " : " ");
            if (cell.state == FIGURE_SHOWN)
                figure_data(&text, cell);
            else
                buf_puts(&text, cell.state == FIGURE_FEW ? "<" : cell.state == FIGURE_HIDDEN ? "." : "-");
        }
    ck_assert_str_eq(buf_str(&text), expected);
    buf_free(&text);
    figures_free(f);
    tally_table_free(t);
}

static const struct {
    size_t rows, cols;
    int64_t n[16];
    const char *expected;
} tables[] = {
    /* nothing small: nothing hidden; zeros are shown */
    {3, 0, {10, 0, 20}, "10 / 0 / 20 / 30"},
    /* one small number: the next smallest goes with it */
    {3, 0, {3, 10, 20}, ". / . / 20 / 33"},
    /* two small numbers of 5 people together are enough */
    {3, 0, {3, 2, 20}, ". / . / 20 / 25"},
    /* two small numbers that add up to less than 5: 1 + 1 would be plain */
    {3, 0, {1, 1, 20}, ". / . / . / 22"},
    {4, 0, {1, 1, 20, 30}, ". / . / . / 30 / 52"},
    /* ties are broken by position */
    {4, 0, {4, 9, 9, 9}, ". / . / 9 / 9 / 31"},
    /* zeros do not protect */
    {4, 0, {4, 0, 9, 12}, ". / 0 / . / 12 / 25"},
    /* a total that is small itself */
    {2, 0, {3, 0}, ". / 0 / <"},
    {2, 0, {0, 0}, "0 / 0 / 0"},
    /* both directions at once */
    {2, 2, {3, 20, 30, 40}, ". . 23 / . . 70 / 33 60 93"},
    {3, 3, {3, 20, 30, 40, 50, 60, 70, 80, 90}, ". . 30 53 / . . 60 150 / 70 80 90 240 / 113 150 180 443"},
    /* a single row with people in it: its totals go too */
    {2, 2, {3, 47, 0, 0}, ". . 50 / 0 0 0 / . . 50"},
};

START_TEST(small_numbers_cannot_be_worked_out_from_totals)
{
    expect(make(tables[_i].rows, tables[_i].cols, tables[_i].n), &fft, tables[_i].expected);
}
END_TEST

START_TEST(many_comments_by_few_people_are_hidden)
{
    struct tally_table *t = tally_table_new(2, 0);
    t->cell[0] = (struct tally_count){12, 1};
    t->cell[1] = (struct tally_count){12, 5};
    expect(t, &fft, "< / 12 / 0");
}
END_TEST

START_TEST(rows_without_relation_hide_only_what_is_small)
{
    struct tally_table *t = tally_list((const int64_t[]){3, 10, 0}, 3);
    expect(t, &fft, "< / 10 / 0 / 0");
}
END_TEST

START_TEST(rounding_hides_below_eight_and_rounds_the_rest)
{
    struct tally_table *t = tally_list((const int64_t[]){0, 1, 7, 8, 12, 13, 1003}, 7);
    expect(t, &rounding, "0 / < / < / 10 / 10 / 15 / 1005 / 0");
}
END_TEST

START_TEST(without_a_scheme_all_is_shown)
{
    expect(make(2, 2, (const int64_t[]){1, 2, 3, 4}), &open_data, "1 2 3 / 3 4 7 / 4 6 10");
}
END_TEST

START_TEST(parts_of_a_row_are_protected_against_their_parent)
{
    static const int parent[] = {-1, 0, 0, -1};
    struct tally_table *t = tally_table_new(4, 2);
    t->adds_across = t->adds_down = true;
    t->parent = parent;
    static const int64_t n[] = {20, 30, 50, 0, 0, 3, 0, 0, 47, 10, 40, 50, 30, 70, 100};
    for (size_t i = 0; i < 15; i++)
        t->cell[i] = (struct tally_count){n[i], n[i]};
    expect(t, &fft, "20 30 50 / - - . / - - . / 10 40 50 / 30 70 100");
}
END_TEST

START_TEST(sums_that_other_tables_publish_give_no_row_away)
{
    /* 3 would be hidden with 10; 3 + 20 is published elsewhere, so 20 goes in its place. */
    struct tally_table *t = make(4, 0, (const int64_t[]){3, 10, 20, 40});
    tally_add_subset(t, (const bool[]){true, false, true, false});
    expect(t, &fft, ". / 10 / . / 40 / 73");
    /* 10 alone is published elsewhere, so it does not protect the 3. */
    t = make(4, 0, (const int64_t[]){3, 10, 20, 40});
    tally_add_subset(t, (const bool[]){false, true, false, false});
    expect(t, &fft, ". / . / . / 40 / 73");
    /* A sum without the small row takes nothing. */
    t = make(4, 0, (const int64_t[]){3, 10, 20, 40});
    tally_add_subset(t, (const bool[]){false, false, true, true});
    expect(t, &fft, ". / . / 20 / 40 / 73");
}
END_TEST

/* An attacker's view of a 2 x 2 table: every way to fill its cells with numbers from 0 to 14 that agrees with
 * all that is published. */
enum { MOST = 14, CELLS = 9 };
struct attack {
    const struct figures *f;
    int64_t low[CELLS], high[CELLS];
    size_t ways;
};

static bool agrees(const struct figures *f, const int64_t all[CELLS])
{
    bool same = true;
    for (size_t i = 0; i < CELLS; i++) {
        struct figure shown = figure_at(f, i / 3, i % 3);
        same = same && (shown.state != FIGURE_SHOWN || shown.published == all[i]);
    }
    return same;
}

static void consider(struct attack *a, const int64_t n[4])
{
    const int64_t all[CELLS] = {n[0],        n[1],        n[0] + n[1],
                                n[2],        n[3],        n[2] + n[3],
                                n[0] + n[2], n[1] + n[3], n[0] + n[1] + n[2] + n[3]};
    if (!agrees(a->f, all))
        return;
    for (size_t i = 0; i < CELLS; i++) {
        a->low[i] = a->ways == 0 || all[i] < a->low[i] ? all[i] : a->low[i];
        a->high[i] = a->ways == 0 || all[i] > a->high[i] ? all[i] : a->high[i];
    }
    a->ways++;
}

START_TEST(no_small_cell_of_a_random_table_has_only_one_solution)
{
    unsigned seed = (unsigned)_i + 1;
    int64_t n[4], guess[4];
    for (size_t i = 0; i < 4; i++)
        n[i] = rand_r(&seed) % 12;
    struct tally_table *t = make(2, 2, n);
    struct figures *f = disclosure_protect(t, &fft);
    struct attack a = {.f = f};
    for (size_t way = 0; way < (MOST + 1) * (MOST + 1) * (MOST + 1) * (MOST + 1); way++) {
        size_t rest = way;
        for (size_t i = 0; i < 4; i++, rest /= MOST + 1)
            guess[i] = (int64_t)(rest % (MOST + 1));
        consider(&a, guess);
    }
    ck_assert_uint_gt(a.ways, 0);
    for (size_t i = 0; i < CELLS; i++) {
        int64_t real = t->cell[i].n;
        ck_assert_msg(real == 0 || real >= 5 || a.low[i] < a.high[i],
                      "%d %d / %d %d: the %d can be worked out", (int)n[0], (int)n[1], (int)n[2], (int)n[3],
                      (int)real);
    }
    figures_free(f);
    tally_table_free(t);
}
END_TEST

static struct figure shown(int64_t n)
{
    return figure_public(n);
}

START_TEST(percentages_come_from_published_figures_only)
{
    struct buf b = buf_new(100);
    struct figure few = {FIGURE_FEW, 5};
    figure_percent_words(&b, shown(1), shown(3));
    buf_puts(&b, ",");
    figure_percent_words(&b, few, shown(3));
    buf_puts(&b, ",");
    figure_percent_words(&b, shown(1), shown(1000));
    buf_puts(&b, ",");
    figure_percent_words(&b, shown(0), shown(1000));
    buf_puts(&b, ",");
    figure_percent_words(&b, shown(0), shown(0));
    buf_puts(&b, ",");
    figure_percent_words(&b, shown(10), shown(5));
    ck_assert_str_eq(buf_str(&b), "33%,,less than 1%,0%,,100%");
    buf_free(&b);
}
END_TEST

START_TEST(figures_are_worded_for_readers)
{
    struct buf b = buf_new(1000);
    figure_noun(&b, shown(1), "comment", "comments");
    buf_puts(&b, "; ");
    figure_noun(&b, shown(1234567), "comment", "comments");
    buf_puts(&b, "; ");
    figure_noun(&b, (struct figure){FIGURE_FEW, 5}, "comment", "comments");
    buf_puts(&b, "; ");
    figure_noun(&b, (struct figure){FIGURE_HIDDEN, 0}, "comment", "comments");
    ck_assert_str_eq(buf_str(&b), "1 comment; 1,234,567 comments; fewer than 5 comments; "
                                  "a number of comments that is not shown");
    buf_free(&b);
}
END_TEST

START_TEST(hidden_figures_do_not_give_their_order_away)
{
    struct figure few = {FIGURE_FEW, 5}, hidden = {FIGURE_HIDDEN, 0};
    ck_assert_int_eq(figure_compare(few, hidden), 0);
    ck_assert_int_gt(figure_compare(few, shown(1)), 0);
    ck_assert_int_lt(figure_compare(few, shown(0)), 0);
    ck_assert_int_lt(figure_compare(shown(9), shown(8)), 0);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("disclosure");
    TCase *t = tcase_create("disclosure");
    tcase_add_loop_test(t, small_numbers_cannot_be_worked_out_from_totals, 0,
                        (int)(sizeof tables / sizeof tables[0]));
    tcase_add_test(t, many_comments_by_few_people_are_hidden);
    tcase_add_test(t, rows_without_relation_hide_only_what_is_small);
    tcase_add_test(t, rounding_hides_below_eight_and_rounds_the_rest);
    tcase_add_test(t, without_a_scheme_all_is_shown);
    tcase_add_test(t, parts_of_a_row_are_protected_against_their_parent);
    tcase_add_test(t, sums_that_other_tables_publish_give_no_row_away);
    tcase_add_loop_test(t, no_small_cell_of_a_random_table_has_only_one_solution, 0, 60);
    tcase_add_test(t, percentages_come_from_published_figures_only);
    tcase_add_test(t, figures_are_worded_for_readers);
    tcase_add_test(t, hidden_figures_do_not_give_their_order_away);
    suite_add_tcase(s, t);
    return s;
}
