/* labels_cells.c: what a column is by what its cells say: questions, yes and no, or words that people wrote.
 */
#include "labels_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

enum { QUESTIONS_MAX = 100 };

bool labels_holds_questions(const struct csv_table *t, size_t column)
{
    static const char question[] = "question";
    const char *seen[QUESTIONS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < csv_table_rows(t); i++) {
        const char *cell = csv_table_cell(t, i, column);
        size_t k = 0;
        while (k < count && strcmp(seen[k], cell) != 0)
            k++;
        if (k == QUESTIONS_MAX)
            return false;
        if (k == count)
            seen[count++] = cell;
    }
    const char *name = csv_table_column(t, column);
    size_t len = strlen(name);
    bool named = len >= sizeof question - 1 && text_same(name + len - (sizeof question - 1), question);
    return named || count * 2 <= csv_table_rows(t);
}

bool labels_holds_yes_and_no(const struct csv_table *t, size_t column)
{
    static const char *const yes[] = {"1", "1.0", "x", "y", "yes", "t", "true"};
    bool any = false;
    for (size_t i = 0; i < csv_table_rows(t); i++) {
        const char *cell = csv_table_cell(t, i, column);
        bool is_yes = false;
        for (size_t k = 0; k < sizeof yes / sizeof yes[0] && !is_yes; k++)
            is_yes = text_same(cell, yes[k]);
        if (!is_yes && cell[0] != '\0' && !labels_says_no(cell, false))
            return false;
        any = any || is_yes;
    }
    return any;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The letters of one word, or 0 where it is none. Scripts that part words by no space have marks and digits
 * within: letters beyond ASCII outweigh them. */
static size_t letters_of(const char *word, size_t len)
{
    size_t ascii = 0;
    size_t beyond = 0;
    size_t others = 0;
    for (size_t i = 0; i < len; i++) {
        bool at_edge = i == 0 || i + 1 == len || word[i] == '\'';
        if ((unsigned char)word[i] >= 0x80)
            beyond++;
        else if (isalpha((unsigned char)word[i]))
            ascii++;
        else if (!at_edge || strchr(".,;:!?'\"()", word[i]) == NULL)
            others++;
    }
    return ascii + beyond > 1 && (others == 0 || beyond > others) ? ascii + beyond : 0;
}

size_t labels_word_letters(const char *cell)
{
    static const char space[] = " \t\r\n";
    size_t sum = 0;
    for (const char *s = cell + strspn(cell, space); *s != '\0'; s += strspn(s, space)) {
        size_t len = strcspn(s, space);
        sum += letters_of(s, len);
        s += len;
    }
    return sum;
}

size_t labels_says(const struct csv_table *t, size_t column, size_t (*cell_says)(const char *),
                   const char **cells)
{
    size_t rows = csv_table_rows(t);
    size_t sum = 0;
    for (size_t i = 0; i < rows; i++)
        cells[i] = csv_table_cell(t, i, column);
    qsort(cells, rows, sizeof *cells, by_bytes);
    for (size_t i = 0; i < rows; i++)
        if (i == 0 || strcmp(cells[i - 1], cells[i]) != 0)
            sum += cell_says(cells[i]);
    return sum;
}

bool labels_holds_anything(const struct csv_table *t, size_t column)
{
    for (size_t i = 0; i < csv_table_rows(t); i++)
        if (csv_table_cell(t, i, column)[0] != '\0')
            return true;
    return false;
}

bool labels_holds_words(const struct csv_table *t, size_t column)
{
    size_t sum = 0;
    for (size_t i = 0; i < csv_table_rows(t) && sum == 0; i++)
        sum = labels_word_letters(csv_table_cell(t, i, column));
    return sum > 0 && !labels_holds_yes_and_no(t, column);
}
