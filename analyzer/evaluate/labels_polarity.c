/* labels_polarity.c: whether a question asks for what was good, for what could be better, or leaves it open.
 */
#include "labels_internal.h"
#include <string.h>
#include <yousaid/text.h>

enum { POLARITY_MAX_FILE = 1 << 20 };

int labels_polarity_name(const char *name, enum polarity *polarity)
{
    for (int i = 0; polarities[i] != NULL; i++) {
        if (text_same(polarities[i], name)) {
            *polarity = (enum polarity)i;
            return 0;
        }
    }
    return -1;
}

static void add_question(struct labels *l, const char *text, enum polarity polarity, const char *because)
{
    struct labels_question *grown = arena_new(&l->arena, l->question_count + 1, sizeof *grown);
    if (l->question_count > 0)
        memcpy(grown, l->question, l->question_count * sizeof *grown);
    l->question = grown;
    grown[l->question_count++] = (struct labels_question){arena_strdup(&l->arena, text), polarity, because};
}

static bool holds_any(const char *key, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strstr(key, *words) != NULL)
            return true;
    return false;
}

/* A question with words of both kinds, or of none, is open. What was guessed here is printed, so that it can
 * be declared. */
static enum polarity by_wording(const char *question)
{
    static const char *const improving[] = {
        "improve", "better",  "differently", "dissatisf",   "bad",    "worse", "worst",
        "wrong",   "dislike", "not go well", "not so good", "change", NULL};
    static const char *const praising[] = {"good",     "went well",  "go well",      "do well",
                                           "did well", "works well", "did you like", "best",
                                           " satisf",  "enjoy",      "positive",     NULL};
    struct buf key = buf_new(1 << 20);
    text_key(question, strlen(question), &key);
    bool improves = holds_any(buf_str(&key), improving);
    bool praises = holds_any(buf_str(&key), praising);
    buf_free(&key);
    if (improves == praises)
        return POLARITY_OPEN;
    return improves ? POLARITY_IMPROVE : POLARITY_GOOD;
}

int labels_load_polarities(struct labels *l, const char *path, struct error *err)
{
    struct csv_table *map = NULL;
    int result = -1;
    if (csv_table_load_argument(path, POLARITY_MAX_FILE, NULL, 0, &map, err) != 0)
        return -1;
    if (csv_table_columns(map) != 2) {
        error_set(err, ERROR_CONFIG,
                  "%s: a polarity map has two columns, question and polarity; this file has %zu", path,
                  csv_table_columns(map));
        goto done;
    }
    for (size_t i = 0; i < csv_table_rows(map); i++) {
        enum polarity polarity = POLARITY_OPEN;
        if (labels_polarity_name(csv_table_cell(map, i, 1), &polarity) != 0) {
            error_at(err, ERROR_CONFIG, path, (int)csv_table_line(map, i), 0,
                     "\"%s\" is no polarity; write good, improve or open", csv_table_cell(map, i, 1));
            goto done;
        }
        add_question(l, csv_table_cell(map, i, 0), polarity, "as declared");
    }
    result = 0;
done:
    csv_table_free(map);
    return result;
}

enum polarity labels_polarity_of_header(struct labels *l, const char *header)
{
    for (size_t i = 0; i < l->question_count; i++)
        if (text_same(l->question[i].text, header))
            return l->question[i].polarity;
    return by_wording(header) == POLARITY_OPEN ? POLARITY_OPEN : labels_polarity_of(l, header);
}

enum polarity labels_polarity_of(struct labels *l, const char *question)
{
    for (size_t i = 0; i < l->question_count; i++)
        if (text_same(l->question[i].text, question))
            return l->question[i].polarity;
    add_question(l, question, by_wording(question), "by its wording");
    return l->question[l->question_count - 1].polarity;
}
