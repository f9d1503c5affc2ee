/* tally_read.c: reads responses, comments and codings into arrays of indexes, in one pass over each table. */
#include "names.h"
#include "tally_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/store_report.h>

enum { DAY = 10 /* "2026-03-31" */, MAX_SOURCES = 60000 };

struct verdict {
    int64_t comment_id;
    int category;
    bool add;
};
struct category_id {
    int64_t id;
    int index;
};
struct reading {
    const struct catalogue *book;
    const struct workspace *workspace;
    struct tally_period period;
    struct tally *t;
    struct tally_data *d;
    struct hash *hash;
    struct names places; /* name -> column */
    struct names groups; /* declared code -> category, or -1 */
    int *column;         /* of each place of the workspace */
    struct category_id *ids;
    struct verdict *verdicts;
    size_t verdict_count, verdict_cap, verdict_at;
    size_t source_cap, unknown_group_cap, unknown_place_cap;
    int64_t *rejects;
    size_t reject_cap;
    size_t response_at; /* last one found */
    size_t comment_at;  /* whose codings are being read */
};

static int compare_ids(const void *a, const void *b)
{
    int64_t x = ((const struct category_id *)a)->id;
    int64_t y = ((const struct category_id *)b)->id;
    return (x > y) - (x < y);
}

static void index_categories(struct reading *r)
{
    r->ids = mem_new(r->book->category_count + 1, sizeof *r->ids);
    for (size_t i = 0; i < r->book->category_count; i++)
        r->ids[i] = (struct category_id){r->book->categories[i].id, (int)i};
    qsort(r->ids, r->book->category_count, sizeof *r->ids, compare_ids);
}

static int category_of(const struct reading *r, int64_t id)
{
    struct category_id key = {.id = id};
    const struct category_id *found = bsearch(&key, r->ids, r->book->category_count, sizeof key, compare_ids);
    return found != NULL ? found->index : -1;
}

/* The widest level of places whose names all fit as columns, from places upwards; neighbourhoods count for
 * their place. */
static enum workspace_level column_level(const struct workspace *w)
{
    for (int level = WORKSPACE_PLACE; level > WORKSPACE_SYSTEM; level--) {
        size_t count = 0;
        for (size_t i = 0; i < w->place_count; i++)
            count += (int)w->places[i].level == level;
        if (count > 0 && count < TALLY_MAX_PLACES)
            return (enum workspace_level)level;
    }
    return WORKSPACE_SYSTEM;
}

static void choose_places(struct reading *r)
{
    const struct workspace *w = r->workspace;
    struct tally *t = r->t;
    enum workspace_level level = column_level(w);
    r->column = mem_new(w->place_count + 1, sizeof *r->column);
    t->places = arena_new(&t->arena, w->place_count + 1, sizeof *t->places);
    for (size_t i = 0; i < w->place_count; i++)
        if (level != WORKSPACE_SYSTEM && w->places[i].level == level) {
            r->column[i] = (int)t->place_count;
            t->places[t->place_count++] = w->places[i].name;
        }
    int elsewhere = (int)t->place_count;
    for (size_t i = 0; i < w->place_count; i++) {
        int at = (int)i;
        while (at >= 0 && (w->places[at].level != level || level == WORKSPACE_SYSTEM))
            at = w->places[at].parent;
        r->column[i] = at >= 0 ? r->column[at] : elsewhere;
    }
    t->places[t->place_count++] =
        level == WORKSPACE_SYSTEM ? "All places" : "Elsewhere, the whole area or not given";
}

static const char **remember(struct tally *t, const char **list, size_t *count, size_t *cap, const char *text)
{
    list = mem_grow(list, cap, *count + 1, sizeof *list);
    list[(*count)++] = arena_strdup(&t->arena, text);
    return list;
}

static uint16_t place_column(struct reading *r, const char *name)
{
    size_t elsewhere = r->t->place_count - 1;
    if (name == NULL || name[0] == '\0')
        return (uint16_t)elsewhere;
    int known = names_get(&r->places, name);
    if (known == NAMES_UNKNOWN) {
        int place = workspace_find_place(r->workspace, name);
        if (place < 0)
            r->t->unknown_places =
                remember(r->t, r->t->unknown_places, &r->t->unknown_place_count, &r->unknown_place_cap, name);
        known = place >= 0 ? r->column[place] : (int)elsewhere;
        names_put(&r->places, name, known);
    }
    return (uint16_t)known;
}

static int add_source(void *ctx, const struct store_source_row *row, struct error *err)
{
    struct reading *r = ctx;
    struct tally *t = r->t;
    if (t->source_count == MAX_SOURCES)
        return error_set(err, ERROR_DATA, "the store has more than %d sources: split the workspace",
                         MAX_SOURCES);
    t->sources = mem_grow(t->sources, &r->source_cap, t->source_count + 1, sizeof *t->sources);
    r->rejects = mem_grow(r->rejects, &r->reject_cap, t->source_count + 1, sizeof *r->rejects);
    r->rejects[t->source_count] = row->rejects;
    t->sources[t->source_count++] =
        (struct tally_source){.id = row->id,
                              .name = arena_strdup(&t->arena, row->name),
                              .title = arena_strdup(&t->arena, row->title),
                              .organisation = arena_strdup(&t->arena, row->organisation),
                              .organisation_kind = arena_strdup(&t->arena, row->organisation_kind),
                              .method = arena_strdup(&t->arena, row->method),
                              .place = arena_strdup(&t->arena, row->place)};
    return 0;
}

static uint16_t source_of(const struct tally *t, int64_t id)
{
    uint16_t at = 0;
    while (t->sources[at].id != id)
        at++;
    return at;
}

/* The day of a time. */
static void set_day(char out[DATE_SIZE], const char *time)
{
    snprintf(out, DATE_SIZE, "%.*s", (int)DAY, time);
}

static void widen(char first[DATE_SIZE], char last[DATE_SIZE], const char *day)
{
    if (first[0] == '\0' || strncmp(day, first, DAY) < 0)
        set_day(first, day);
    if (last[0] == '\0' || strncmp(day, last, DAY) > 0)
        set_day(last, day);
}

/* Whether the response counts; withdrawn ones and those outside the period do not. */
static bool in_period(struct reading *r, const struct store_response_row *row)
{
    bool asked = r->period.from != NULL || r->period.to != NULL;
    if (!asked)
        return true;
    if (row->submitted_at == NULL || row->submitted_at[0] == '\0') {
        r->d->no_date++;
        return true;
    }
    bool inside = (r->period.from == NULL || strncmp(row->submitted_at, r->period.from, DAY) >= 0) &&
                  (r->period.to == NULL || strncmp(row->submitted_at, r->period.to, DAY) <= 0);
    r->d->outside += !inside;
    return inside;
}

static int add_response(void *ctx, const struct store_response_row *row, struct error *err)
{
    (void)err;
    struct reading *r = ctx;
    struct tally_data *d = r->d;
    struct tally_source *source = &r->t->sources[source_of(r->t, row->source_id)];
    struct tally_response made = {.id = row->id,
                                  .source = (uint16_t)(source - r->t->sources),
                                  .area = TALLY_AREA_SILENT,
                                  .counted = !row->withdrawn && in_period(r, row)};
    made.place = place_column(r, row->place != NULL ? row->place : source->place);
    if (made.counted) {
        source->any = true;
        hash_field(r->hash, row->content_sha256);
        if (row->submitted_at != NULL && strlen(row->submitted_at) >= DAY) {
            widen(source->first, source->last, row->submitted_at);
            widen(r->t->first, r->t->last, row->submitted_at);
        }
    }
    d->responses = mem_grow(d->responses, &d->response_cap, d->response_count + 1, sizeof *d->responses);
    d->responses[d->response_count++] = made;
    return 0;
}

/* Index of a response; looked for near the last one first, because rows come nearly in order. */
static size_t response_of(struct reading *r, int64_t id)
{
    const struct tally_data *d = r->d;
    for (size_t at = r->response_at; at < d->response_count && at < r->response_at + 2; at++)
        if (d->responses[at].id == id)
            return r->response_at = at;
    size_t low = 0, high = d->response_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (d->responses[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return r->response_at = low;
}

static int group_of(struct reading *r, const char *code)
{
    int known = names_get(&r->groups, code);
    if (known != NAMES_UNKNOWN)
        return known;
    known = catalogue_find(r->book, code, CATALOGUE_GROUP);
    if (known < 0)
        r->t->unknown_groups =
            remember(r->t, r->t->unknown_groups, &r->t->unknown_group_count, &r->unknown_group_cap, code);
    names_put(&r->groups, code, known);
    return known;
}

static int add_attribute(void *ctx, const struct store_attribute_row *row, struct error *err)
{
    (void)err;
    struct reading *r = ctx;
    struct tally_data *d = r->d;
    struct tally_response *response = &d->responses[response_of(r, row->response_id)];
    if (!response->counted)
        return 0;
    if (strcmp(row->name, "area") == 0) {
        for (uint8_t i = 0; tally_areas[i] != NULL; i++)
            if (strcmp(tally_areas[i], row->value) == 0)
                response->area = i;
        return 0;
    }
    int category = group_of(r, row->value);
    if (category < 0)
        return 0;
    d->groups = mem_grow(d->groups, &d->group_cap, d->group_count + 1, sizeof *d->groups);
    if (response->group_count++ == 0)
        response->first_group = (uint32_t)d->group_count;
    d->groups[d->group_count++] = (uint16_t)category;
    return 0;
}

static int add_comment(void *ctx, const struct store_comment_row *row, struct error *err)
{
    struct reading *r = ctx;
    struct tally_data *d = r->d;
    if (d->comment_count == TALLY_MAX_COMMENTS)
        return error_set(err, ERROR_DATA, "the store has more than %d comments: split the workspace",
                         TALLY_MAX_COMMENTS);
    size_t response = response_of(r, row->response_id);
    struct tally_comment made = {
        .id = row->id, .response = d->responses[response].counted ? (uint32_t)response : TALLY_NO_RESPONSE};
    d->comments = mem_grow(d->comments, &d->comment_cap, d->comment_count + 1, sizeof *d->comments);
    d->comments[d->comment_count++] = made;
    if (made.response != TALLY_NO_RESPONSE)
        d->responses[response].comment_count++;
    return 0;
}

static int add_verdict(void *ctx, const struct store_verdict_row *row, struct error *err)
{
    (void)err;
    struct reading *r = ctx;
    struct verdict made = {row->comment_id, -1, row->add};
    for (size_t i = 0; i < r->book->category_count; i++)
        if (strcmp(r->book->categories[i].code, row->category) == 0 &&
            strcmp(r->book->rulesets[r->book->categories[i].ruleset].name, row->ruleset) == 0)
            made.category = (int)i;
    if (made.category < 0)
        return 0;
    hash_number(r->hash, row->comment_id);
    hash_field(r->hash, row->category);
    hash_number(r->hash, row->add);
    r->verdicts = mem_grow(r->verdicts, &r->verdict_cap, r->verdict_count + 1, sizeof *r->verdicts);
    r->verdicts[r->verdict_count++] = made;
    return 0;
}

static void add_code(struct reading *r, struct tally_comment *comment, int category)
{
    struct tally_data *d = r->d;
    for (size_t i = comment->first; i < d->code_count; i++)
        if (d->codes[i] == category)
            return;
    d->codes = mem_grow(d->codes, &d->code_cap, d->code_count + 1, sizeof *d->codes);
    d->codes[d->code_count++] = (uint16_t)category;
    if (catalogue_dimension(r->book, (size_t)category) == CATALOGUE_ANSWER)
        comment->non_answer = true;
}

/* All codings of the comment were seen: adds what people added, and drops all of it if it is no answer. */
static void close_comment(struct reading *r)
{
    struct tally_comment *comment = &r->d->comments[r->comment_at++];
    while (r->verdict_at < r->verdict_count && r->verdicts[r->verdict_at].comment_id <= comment->id) {
        const struct verdict *v = &r->verdicts[r->verdict_at++];
        if (v->comment_id == comment->id && v->add && comment->response != TALLY_NO_RESPONSE)
            add_code(r, comment, v->category);
    }
    if (comment->non_answer)
        r->d->code_count = comment->first;
    comment->count = (uint32_t)(r->d->code_count - comment->first);
    if (r->comment_at < r->d->comment_count)
        r->d->comments[r->comment_at].first = (uint32_t)r->d->code_count;
}

static bool removed(const struct reading *r, int64_t comment, int category)
{
    for (size_t i = r->verdict_at; i < r->verdict_count && r->verdicts[i].comment_id <= comment; i++)
        if (r->verdicts[i].comment_id == comment && r->verdicts[i].category == category &&
            !r->verdicts[i].add)
            return true;
    return false;
}

static int add_coding(void *ctx, const struct store_coding_row *row, struct error *err)
{
    struct reading *r = ctx;
    struct tally_data *d = r->d;
    while (r->comment_at < d->comment_count && d->comments[r->comment_at].id < row->comment_id)
        close_comment(r);
    if (r->comment_at == d->comment_count || d->comments[r->comment_at].id != row->comment_id)
        return 0;
    struct tally_comment *comment = &d->comments[r->comment_at];
    int category = comment->response == TALLY_NO_RESPONSE ? -1 : category_of(r, row->category_id);
    if (category < 0 || removed(r, row->comment_id, category))
        return 0;
    if (d->code_count == TALLY_MAX_COMMENTS)
        return error_set(err, ERROR_DATA, "the store has more than %d codings: split the workspace",
                         TALLY_MAX_COMMENTS);
    add_code(r, comment, category);
    return 0;
}

/* Comments in the order of their responses, so that people are counted once whatever order comments came in.
 */
static void order_comments(struct tally_data *d)
{
    uint32_t at = 0;
    for (size_t i = 0; i < d->response_count; i++) {
        d->responses[i].first_comment = at;
        at += d->responses[i].comment_count;
        d->responses[i].comment_count = 0;
    }
    d->by_response = mem_new((size_t)at + 1, sizeof *d->by_response);
    for (size_t i = 0; i < d->comment_count; i++) {
        if (d->comments[i].response == TALLY_NO_RESPONSE)
            continue;
        struct tally_response *response = &d->responses[d->comments[i].response];
        d->by_response[response->first_comment + response->comment_count++] = (uint32_t)i;
    }
}

static int read_rows(struct store *store, struct reading *r, struct error *err)
{
    if (store_each_source(store, add_source, r, err) != 0 ||
        store_each_response(store, add_response, r, err) != 0 ||
        store_each_attribute(store, add_attribute, r, err) != 0)
        return -1;
    r->response_at = 0;
    if (store_each_comment(store, add_comment, r, err) != 0 ||
        store_each_verdict(store, add_verdict, r, err) != 0 ||
        store_each_coding(store, add_coding, r, err) != 0)
        return -1;
    while (r->comment_at < r->d->comment_count)
        close_comment(r);
    return 0;
}

int tally_read(struct store *store, const struct catalogue *book, const struct workspace *workspace,
               struct tally_period period, struct tally *t, struct tally_data *data, struct error *err)
{
    struct reading r = {
        .book = book, .workspace = workspace, .period = period, .t = t, .d = data, .hash = hash_new()};
    data->undated = period.from != NULL || period.to != NULL;
    index_categories(&r);
    choose_places(&r);
    for (size_t i = 0; i < book->ruleset_count; i++)
        hash_field(r.hash, book->rulesets[i].sha256);
    int result = read_rows(store, &r, err);
    hash_end(r.hash, t->sha256);
    if (result == 0) {
        order_comments(data);
        t->rejects = tally_list(r.rejects, t->source_count);
    }
    names_free(&r.places);
    names_free(&r.groups);
    free(r.column);
    free(r.ids);
    free(r.verdicts);
    free(r.rejects);
    return result;
}

void tally_data_free(struct tally_data *d)
{
    free(d->responses);
    free(d->comments);
    free(d->by_response);
    free(d->codes);
    free(d->groups);
}
