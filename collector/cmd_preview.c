/* cmd_preview.c: preview: shows how an export would be read, and stores nothing. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "fetch.h"
#include "report.h"
#include "session.h"

enum { PREVIEW_ROWS = 5, PREVIEW_ROWS_MAX = 10000 };

static int64_t rows = PREVIEW_ROWS;
static const struct command_option options[] = {
    {.name = "rows",
     .letter = 'n',
     .type = COMMAND_INT,
     .target = &rows,
     .argument = "N",
     .help = "how many responses to show (5)",
     .min = 0,
     .max = PREVIEW_ROWS_MAX},
};

static const char *s_of(int64_t n)
{
    return n == 1 ? "" : "s";
}

static void show_response(const struct store_response *r)
{
    printf("row %lld: id %s\n", (long long)r->row_number, r->external_id);
    printf("  submitted: %s\n", r->submitted_at != NULL ? r->submitted_at : "(not known)");
    if (r->place != NULL)
        printf("  place: %s\n", r->place);
    if (r->service != NULL)
        printf("  service: %s\n", r->service);
    if (r->withdrawn)
        printf("  withdrawn: it would not be counted\n");
    for (size_t i = 0; i < r->attribute_count; i++)
        printf("  %s: %s (%s)\n", r->attributes[i].name, r->attributes[i].value, r->attributes[i].question);
    for (size_t i = 0; i < r->comment_count; i++)
        printf("  %s [%s]\n    %s\n", r->comments[i].question, store_polarities[r->comments[i].polarity],
               r->comments[i].text);
}

/* Values that no map knows, with an example each: what to add to the map. */
static void show_unknown(const struct source *s, const struct map_notes *n)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (n->value_unknown[i] > 0)
            printf("not in the map of column '%s': %lld answer%s, such as \"%s\"\n",
                   s->columns[s->answers[i].column].name, (long long)n->value_unknown[i],
                   s_of(n->value_unknown[i]), n->value_example[i]);
    if (n->place_unknown > 0)
        printf("not in the tree of places: %lld, such as \"%s\"\n", (long long)n->place_unknown,
               n->place_example);
}

static void show(const struct source *s, const struct collect_result *r)
{
    const struct map_batch *b = &r->batch;
    int64_t shown = 0;
    for (size_t i = 0; i < b->count && shown < rows; i++) {
        if (b->rows[i].reason != NULL)
            continue;
        show_response(&b->rows[i].response);
        shown++;
    }
    int64_t responses = (int64_t)b->count - b->counts.rejected;
    printf("%s: %lld record%s would make %lld response%s, %lld reject%s; %lld left out\n", s->name,
           (long long)b->counts.records, s_of(b->counts.records), (long long)responses, s_of(responses),
           (long long)b->counts.rejected, s_of(b->counts.rejected), (long long)b->counts.skipped);
    report_dates(stdout, s, &b->counts);
    for (size_t i = 0, left = (size_t)rows; i < b->count && left > 0; i++)
        if (b->rows[i].reason != NULL) {
            printf("row %lld would be rejected: %s\n", (long long)b->rows[i].response.row_number,
                   b->rows[i].reason);
            left--;
        }
    show_unknown(s, &b->notes);
}

static int preview(struct session *s, const struct command_common *common, const char *file,
                   struct error *err)
{
    struct source *source = NULL;
    struct collect_result result = {0};
    const struct collect collect = session_collect(s, false);
    int done = source_load(s->workspace, s->list.path[0], &source, err);
    if (done == 0)
        done = collect_preview(&collect, source, file, &result, err);
    if (done == 0 && !common->quiet)
        show(source, &result);
    collect_result_free(&result);
    source_free(source);
    return done;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    if (fetch_start(err) != 0)
        return -1;
    int result = session_open(&s, common, SESSION_SCRUB, 1, argv, err);
    if (result == 0)
        result = preview(&s, common, argc > 1 ? argv[1] : NULL, err);
    session_close(&s);
    fetch_stop();
    return result;
}

const struct command cmd_preview = {
    .name = "preview",
    .arguments = "SOURCE [FILE]",
    .summary = "Shows how an export would be read, and stores nothing",
    .about =
        "Fetches the source, or reads FILE in its place. Use it while you write a source file: it shows "
        "the first responses as they would be "
        "stored, the rows that would be rejected, dates that fit day/month and month/day, and the answers "
        "that no value map knows.",
    .min_args = 1,
    .max_args = 2,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
