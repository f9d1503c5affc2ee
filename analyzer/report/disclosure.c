/* disclosure.c: decides cell by cell what may be published. Ties are broken by row, then column, so the same
 * counts always hide the same cells. */
#include "disclosure.h"
#include "tally_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ROUND_TO = 5 };
/* Coefficients are -1, 0 and 1; arithmetic modulo a prime keeps elimination exact. */
static const int64_t PRIME = 2147483647;

struct figures {
    size_t rows, cols;
    struct figure *cell;
};
/* Cells that add up to a total; ELSEWHERE: a total that another table publishes. */
#define ELSEWHERE SIZE_MAX
struct line {
    size_t *item;
    size_t count, total;
};
struct problem {
    const struct tally_table *t;
    int64_t threshold;
    size_t items;
    bool *hidden, *small; /* small: too few people */
    bool *part;           /* is a cell of some line */
    struct line *lines;
    size_t line_count;
};

static size_t item_at(const struct tally_table *t, size_t row, size_t col)
{
    return row * (t->cols + 1) + col;
}

/* Rows inside another have only a total. */
static bool present(const struct tally_table *t, size_t row, size_t col)
{
    return t->parent == NULL || row == t->rows || t->parent[row] < 0 || col == t->cols;
}

static struct line *new_line(struct problem *p, size_t most, size_t total)
{
    struct line *line = &p->lines[p->line_count++];
    *line = (struct line){.item = mem_new(most, sizeof *line->item), .total = total};
    return line;
}

static void add_across(struct problem *p)
{
    const struct tally_table *t = p->t;
    for (size_t row = 0; row <= t->rows; row++) {
        if (!present(t, row, 0))
            continue;
        struct line *line = new_line(p, t->cols, item_at(t, row, t->cols));
        for (size_t col = 0; col < t->cols; col++)
            line->item[line->count++] = item_at(t, row, col);
    }
}

/* Children of `parent` (-1: the rows that make up the total row) in one column. */
static void add_down(struct problem *p, int parent, size_t col)
{
    const struct tally_table *t = p->t;
    struct line *line = new_line(p, t->rows, item_at(t, parent < 0 ? t->rows : (size_t)parent, col));
    for (size_t row = 0; row < t->rows; row++)
        if ((t->parent == NULL ? -1 : t->parent[row]) == parent && present(t, row, col))
            line->item[line->count++] = item_at(t, row, col);
    if (line->count == 0) {
        free(line->item);
        p->line_count--;
    }
}

static void add_subsets(struct problem *p)
{
    const struct tally_table *t = p->t;
    for (size_t i = 0; i < t->subset_count; i++) {
        struct line *line = new_line(p, t->rows + 1, ELSEWHERE);
        for (size_t k = 0; k < t->subsets[i].count; k++)
            line->item[line->count++] = item_at(t, t->subsets[i].row[k], 0);
    }
}

static void find_lines(struct problem *p)
{
    const struct tally_table *t = p->t;
    p->lines = mem_new(2 * (t->rows + 1) + t->cols + 1 + t->subset_count, sizeof *p->lines);
    add_subsets(p);
    if (t->adds_across && t->cols > 0)
        add_across(p);
    if (t->adds_down) {
        for (size_t col = 0; col <= t->cols; col++)
            add_down(p, -1, col);
        for (size_t row = 0; t->parent != NULL && row < t->rows; row++)
            add_down(p, (int)row, t->cols);
    }
    for (size_t l = 0; l < p->line_count; l++)
        for (size_t i = 0; i < p->lines[l].count; i++)
            p->part[p->lines[l].item[i]] = true;
}

static void hide_small(struct problem *p)
{
    for (size_t i = 0; i < p->items; i++) {
        struct tally_count c = p->t->cell[i];
        p->small[i] = p->hidden[i] = c.n > 0 && c.people < p->threshold;
    }
}

/* Whether subtraction along the line could give a small number away. */
static bool line_is_open(const struct problem *p, const struct line *line)
{
    size_t cells = 0;
    int64_t people = 0;
    for (size_t i = 0; i < line->count; i++)
        if (p->hidden[line->item[i]]) {
            cells++;
            people += p->t->cell[line->item[i]].people;
        }
    if (line->total != ELSEWHERE && p->hidden[line->total])
        return cells == 0;
    return cells > 0 && (cells < 2 || people < p->threshold);
}

static bool smaller(struct tally_count a, struct tally_count b)
{
    return a.n != b.n ? a.n < b.n : a.people < b.people;
}

/* Hides the smallest cell of the line that is neither hidden nor 0, or else its total: false when there is
 * nothing left to hide. */
static bool hide_next(struct problem *p, const struct line *line)
{
    const struct tally_count *cell = p->t->cell;
    bool found = false;
    size_t best = line->total;
    for (size_t i = 0; i < line->count; i++) {
        size_t at = line->item[i];
        if (p->hidden[at] || cell[at].n == 0 || (found && !smaller(cell[at], cell[best])))
            continue;
        best = at;
        found = true;
    }
    if (!found && (line->total == ELSEWHERE || p->hidden[line->total] || cell[line->total].n == 0))
        return false;
    p->hidden[best] = true;
    return true;
}

static void close_lines(struct problem *p)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t l = 0; l < p->line_count; l++)
            while (line_is_open(p, &p->lines[l]) && hide_next(p, &p->lines[l]))
                changed = true;
    }
}

static int64_t power(int64_t base, int64_t exponent)
{
    int64_t result = 1;
    for (; exponent > 0; exponent /= 2, base = base * base % PRIME)
        if (exponent % 2 == 1)
            result = result * base % PRIME;
    return result;
}

/* Brings the equations (rows of `count` unknowns) to reduced echelon form; returns how many are independent.
 */
static size_t eliminate(int64_t *matrix, size_t rows, size_t count)
{
    size_t rank = 0;
    for (size_t col = 0; col < count && rank < rows; col++) {
        size_t pivot = rank;
        while (pivot < rows && matrix[pivot * count + col] == 0)
            pivot++;
        if (pivot == rows)
            continue;
        int64_t inverse = power(matrix[pivot * count + col], PRIME - 2);
        for (size_t i = 0; i < count; i++) {
            int64_t swapped = matrix[rank * count + i];
            matrix[rank * count + i] = matrix[pivot * count + i] * inverse % PRIME;
            if (pivot != rank)
                matrix[pivot * count + i] = swapped;
        }
        for (size_t row = 0; row < rows; row++) {
            int64_t factor = matrix[row * count + col];
            if (row == rank || factor == 0)
                continue;
            for (size_t i = 0; i < count; i++)
                matrix[row * count + i] =
                    (matrix[row * count + i] + (PRIME - factor) * matrix[rank * count + i]) % PRIME;
        }
        rank++;
    }
    return rank;
}

/* A small cell that everything published together determines, or `items`. Each line is an equation in its
 * hidden cells; a cell is determined when elimination leaves an equation with it alone. */
static size_t find_exposed(const struct problem *p)
{
    size_t *unknown = mem_new(p->items, sizeof *unknown); /* item -> 1 + its number */
    size_t *item = mem_new(p->items, sizeof *item);
    size_t count = 0;
    for (size_t i = 0; i < p->items; i++)
        if (p->hidden[i]) {
            item[count] = i;
            unknown[i] = ++count;
        }
    int64_t *matrix = mem_new(p->line_count * count + 1, sizeof *matrix);
    for (size_t l = 0; l < p->line_count; l++) {
        const struct line *line = &p->lines[l];
        for (size_t i = 0; i < line->count; i++)
            if (unknown[line->item[i]] > 0)
                matrix[l * count + unknown[line->item[i]] - 1] = 1;
        if (line->total != ELSEWHERE && unknown[line->total] > 0)
            matrix[l * count + unknown[line->total] - 1] = PRIME - 1;
    }
    size_t rank = eliminate(matrix, p->line_count, count);
    size_t exposed = p->items;
    for (size_t row = 0; row < rank && exposed == p->items; row++) {
        size_t terms = 0, last = 0;
        for (size_t i = 0; i < count; i++)
            if (matrix[row * count + i] != 0) {
                terms++;
                last = i;
            }
        if (terms == 1 && p->small[item[last]])
            exposed = item[last];
    }
    free(unknown);
    free(item);
    free(matrix);
    return exposed;
}

static bool touches(const struct line *line, size_t item)
{
    bool found = line->total == item;
    for (size_t i = 0; i < line->count && !found; i++)
        found = line->item[i] == item;
    return found;
}

/* Cells in a row and a column at once can be worked out across lines: hides more until none can. */
static void close_across_lines(struct problem *p)
{
    for (;;) {
        size_t exposed = find_exposed(p);
        if (exposed == p->items)
            return;
        bool hid = false;
        for (size_t l = 0; l < p->line_count && !hid; l++)
            hid = touches(&p->lines[l], exposed) && hide_next(p, &p->lines[l]);
        for (size_t l = 0; l < p->line_count && !hid; l++)
            hid = hide_next(p, &p->lines[l]);
        if (!hid)
            return;
        close_lines(p);
    }
}

static void decide(struct problem *p)
{
    const struct tally_table *t = p->t;
    p->hidden = mem_new(p->items, sizeof *p->hidden);
    p->small = mem_new(p->items, sizeof *p->small);
    p->part = mem_new(p->items, sizeof *p->part);
    find_lines(p);
    hide_small(p);
    close_lines(p);
    /* Lines of one direction share no cell, so closing each is enough. */
    if (t->adds_down && (t->adds_across || t->parent != NULL || t->subset_count > 0))
        close_across_lines(p);
}

static struct figures *protect_fft(const struct tally_table *t, int64_t threshold, struct figures *f)
{
    struct problem p = {.t = t, .threshold = threshold, .items = (t->rows + 1) * (t->cols + 1)};
    decide(&p);
    for (size_t i = 0; i < p.items; i++) {
        if (!present(t, i / (t->cols + 1), i % (t->cols + 1)))
            continue;
        if (!p.hidden[i])
            f->cell[i] = (struct figure){FIGURE_SHOWN, t->cell[i].n};
        else if (p.small[i] && !p.part[i])
            f->cell[i] = (struct figure){FIGURE_FEW, threshold};
        else
            f->cell[i] = (struct figure){FIGURE_HIDDEN, 0};
    }
    for (size_t l = 0; l < p.line_count; l++)
        free(p.lines[l].item);
    free(p.lines);
    free(p.hidden);
    free(p.small);
    free(p.part);
    return f;
}

static struct figure round5(struct tally_count c, int64_t threshold)
{
    if (c.n > 0 && c.people < threshold)
        return (struct figure){FIGURE_FEW, threshold};
    int64_t rounded = (c.n + ROUND_TO / 2) / ROUND_TO * ROUND_TO;
    return (struct figure){FIGURE_SHOWN, c.n > 0 && rounded == 0 ? ROUND_TO : rounded};
}

struct figures *disclosure_protect(const struct tally_table *t, const struct disclosure *rule)
{
    struct figures *f = mem_new(1, sizeof *f);
    size_t items = (t->rows + 1) * (t->cols + 1);
    *f = (struct figures){t->rows, t->cols, mem_new(items, sizeof *f->cell)};
    if (rule->scheme == DISCLOSURE_FFT)
        return protect_fft(t, rule->threshold, f);
    for (size_t i = 0; i < items; i++) {
        if (!present(t, i / (t->cols + 1), i % (t->cols + 1)))
            continue;
        f->cell[i] = rule->scheme == DISCLOSURE_ROUND5 ? round5(t->cell[i], rule->threshold)
                                                       : (struct figure){FIGURE_SHOWN, t->cell[i].n};
    }
    return f;
}

void figures_free(struct figures *f)
{
    if (f == NULL)
        return;
    free(f->cell);
    free(f);
}

struct figure figure_at(const struct figures *f, size_t row, size_t col)
{
    return f->cell[row * (f->cols + 1) + col];
}

struct figure figure_row_total(const struct figures *f, size_t row)
{
    return figure_at(f, row, f->cols);
}

struct figure figure_column_total(const struct figures *f, size_t col)
{
    return figure_at(f, f->rows, col);
}

struct figure figure_total(const struct figures *f)
{
    return figure_at(f, f->rows, f->cols);
}
