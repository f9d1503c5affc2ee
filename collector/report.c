/* report.c: says what a run of one source came to. */
#include "report.h"

enum { REPORT_REASONS = 3 };

static const struct {
    const char *name;
    size_t offset;
} numbers[] = {
    {"records", offsetof(struct store_counts, records)},
    {"new", offsetof(struct store_counts, new_responses)},
    {"changed", offsetof(struct store_counts, changed)},
    {"unchanged", offsetof(struct store_counts, unchanged)},
    {"rejected", offsetof(struct store_counts, rejected)},
    {"skipped", offsetof(struct store_counts, skipped)},
    {"date_ambiguous", offsetof(struct store_counts, date_ambiguous)},
    {"date_other", offsetof(struct store_counts, date_other)},
    {"scrubbed", offsetof(struct store_counts, scrubbed)},
};

static int64_t number(const struct store_counts *c, size_t i)
{
    return *(const int64_t *)(const void *)((const char *)c + numbers[i].offset);
}

static const char *s_of(int64_t n)
{
    return n == 1 ? "" : "s";
}

void report_dates(FILE *to, const struct source *s, const struct store_counts *c)
{
    if (c->date_ambiguous > 0)
        fprintf(to, "  %lld date%s could be day/month or month/day and %s read as %s\n",
                (long long)c->date_ambiguous, s_of(c->date_ambiguous),
                c->date_ambiguous == 1 ? "was" : "were", s->date_formats.text[0]);
    if (c->date_other > 0)
        fprintf(to, "  %lld date%s did not fit %s but a further format of the source file\n",
                (long long)c->date_other, s_of(c->date_other), s->date_formats.text[0]);
}

static void say_notes(FILE *to, const struct source *s, const struct map_notes *n)
{
    if (n->place_unknown > 0)
        fprintf(to, "  %lld place%s not in the tree of places of yousaid.yaml, counted under %s\n",
                (long long)n->place_unknown, s_of(n->place_unknown),
                s->place != NULL ? s->place : "no place");
    if (n->postcode_unknown > 0)
        fprintf(to, "  %lld postcode%s in no district of yousaid.yaml, counted under %s\n",
                (long long)n->postcode_unknown, s_of(n->postcode_unknown),
                s->place != NULL ? s->place : "no place");
    for (size_t i = 0; i < s->answer_count; i++)
        if (n->value_unknown[i] > 0)
            fprintf(
                to,
                "  %lld answer%s in column '%s' in no map and not stored: see yousaid-collector preview %s\n",
                (long long)n->value_unknown[i], s_of(n->value_unknown[i]),
                s->columns[s->answers[i].column].name, s->name);
}

static void say_rejects(FILE *to, const struct source *s, const struct map_batch *b)
{
    int64_t left = b->counts.rejected;
    int said = 0;
    for (size_t i = 0; i < b->count && said < REPORT_REASONS; i++)
        if (b->rows[i].reason != NULL) {
            fprintf(to, "  row %lld rejected: %s\n", (long long)b->rows[i].response.row_number,
                    b->rows[i].reason);
            said++;
            left--;
        }
    if (left > 0)
        fprintf(to, "  and %lld more: see yousaid-collector rejects %s\n", (long long)left, s->name);
}

void report_lines(FILE *to, const struct source *s, const struct collect_result *r)
{
    const struct store_counts *c = &r->counts;
    if (r->outcome == COLLECT_NOT_MODIFIED) {
        fprintf(to, "%s: not modified since the last run: 0 new, 0 changed\n", s->name);
        return;
    }
    fprintf(to, "%s: %lld record%s: %lld new, %lld changed, %lld unchanged, %lld rejected, %lld skipped\n",
            s->name, (long long)c->records, s_of(c->records), (long long)c->new_responses,
            (long long)c->changed, (long long)c->unchanged, (long long)c->rejected, (long long)c->skipped);
    report_dates(to, s, c);
    if (c->scrubbed > 0)
        fprintf(to, "  %lld identifier%s taken out of texts\n", (long long)c->scrubbed, s_of(c->scrubbed));
    say_notes(to, s, &r->batch.notes);
    say_rejects(to, s, &r->batch);
}

struct json_object *report_json(const struct source *s, const struct collect_result *r)
{
    struct json_object *o = json_object_new_object();
    json_object_object_add(o, "source", json_object_new_string(s->name));
    json_object_object_add(
        o, "outcome", json_object_new_string(r->outcome == COLLECT_NOT_MODIFIED ? "not modified" : "stored"));
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        json_object_object_add(o, numbers[i].name, json_object_new_int64(number(&r->counts, i)));
    int64_t unknown = 0;
    for (size_t i = 0; r->batch.state != NULL && i < s->answer_count; i++)
        unknown += r->batch.notes.value_unknown[i];
    json_object_object_add(o, "place_unknown", json_object_new_int64(r->batch.notes.place_unknown));
    json_object_object_add(o, "postcode_unknown", json_object_new_int64(r->batch.notes.postcode_unknown));
    json_object_object_add(o, "value_unknown", json_object_new_int64(unknown));
    return o;
}
