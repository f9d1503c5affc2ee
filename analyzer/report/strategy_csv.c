/* strategy_csv.c: reads strategy.csv, the same commitments kept in a spreadsheet: one row each, lists
 * separated by semicolons. */
#include "strategy_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/csv.h>

/* Copies [start, end) without white space around it. */
static const char *trimmed(struct arena *arena, const char *start, const char *end)
{
    while (start < end && strchr(" \t\n", *start) != NULL)
        start++;
    while (end > start && strchr(" \t\n", end[-1]) != NULL)
        end--;
    return arena_strndup(arena, start, (size_t)(end - start));
}

/* Splits a cell at semicolons, leaving out empty parts. The list is given to free(). */
static struct strategy_text *split(struct arena *arena, const char *cell, int line, size_t *count)
{
    size_t cap = 0;
    struct strategy_text *list = mem_grow(NULL, &cap, 1, sizeof *list);
    *count = 0;
    for (const char *at = cell; at != NULL;) {
        const char *end = strchr(at, ';');
        const char *part = trimmed(arena, at, end != NULL ? end : at + strlen(at));
        at = end != NULL ? end + 1 : NULL;
        if (part[0] == '\0')
            continue;
        list = mem_grow(list, &cap, *count + 1, sizeof *list);
        list[(*count)++] = (struct strategy_text){part, line, 0};
    }
    return list;
}

/* "theme", "theme @ Place", "theme + group", "theme + group @ Place". */
static struct strategy_raw_answer read_answer(struct arena *arena, const char *text, int line)
{
    struct strategy_raw_answer a = {0};
    const char *place = strchr(text, '@');
    const char *end = place != NULL ? place : text + strlen(text);
    const char *plus = memchr(text, '+', (size_t)(end - text));
    if (place != NULL)
        a.place = (struct strategy_text){trimmed(arena, place + 1, text + strlen(text)), line, 0};
    else
        a.place = (struct strategy_text){"", line, 0};
    if (plus == NULL) {
        a.code = (struct strategy_text){trimmed(arena, text, end), line, 0};
        return a;
    }
    a.theme = (struct strategy_text){trimmed(arena, text, plus), line, 0};
    a.group = (struct strategy_text){trimmed(arena, plus + 1, end), line, 0};
    return a;
}

static int read_row(struct strategy_reader *r, const struct csv_table *t, size_t row, struct error *err)
{
    struct arena *arena = &r->strategy->arena;
    int line = (int)csv_table_line(t, row);
    struct strategy_entry e = {.at = {"", line, 0}};
    const struct {
        const char *column;
        struct strategy_text *to;
    } texts[] = {{"id", &e.id},         {"title", &e.title},   {"you_said", &e.you_said},
                 {"we_did", &e.we_did}, {"status", &e.status}, {"why", &e.why},
                 {"owner", &e.owner},   {"by", &e.by},         {"strategy_section", &e.section}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i].to =
            (struct strategy_text){arena_strdup(arena, csv_table_get(t, row, texts[i].column)), line, 0};
    e.evidence = split(arena, csv_table_get(t, row, "evidence"), line, &e.evidence_count);
    e.where = split(arena, csv_table_get(t, row, "where"), line, &e.where_count);
    size_t count = 0;
    struct strategy_text *answers = split(arena, csv_table_get(t, row, "answers"), line, &count);
    e.answers = mem_new(count + 1, sizeof *e.answers);
    while (e.answer_count < count) {
        e.answers[e.answer_count] = read_answer(arena, answers[e.answer_count].text, line);
        e.answer_count++;
    }
    int result = strategy_add(r, &e, err);
    free(answers);
    free(e.answers);
    free(e.evidence);
    free(e.where);
    return result;
}

int strategy_read_csv(struct strategy_reader *r, struct error *err)
{
    static const char *const required[] = {"id", "title", "answers", "we_did", "status"};
    struct csv_table *t = NULL;
    if (csv_table_load(r->path, STRATEGY_MAX_FILE, required, sizeof required / sizeof required[0], &t, err) !=
        0)
        return -1;
    int result = 0;
    for (size_t row = 0; row < csv_table_rows(t) && result == 0; row++)
        result = read_row(r, t, row, err);
    csv_table_free(t);
    return result;
}
