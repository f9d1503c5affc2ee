/* classify.c: plans what to code: which rulesets, and from which comment on. */
#include "classify_internal.h"

#include <stdlib.h>

/* ---- planning ---- */

static void describe(struct run *r)
{
    size_t count = codebook_count(r->book);
    r->described = mem_new(count, sizeof *r->described);
    for (size_t i = 0; i < count; i++) {
        const struct ruleset *rules = codebook_ruleset(r->book, i);
        struct store_category *categories = mem_new(rules->category_count, sizeof *categories);
        for (size_t c = 0; c < rules->category_count; c++) {
            const struct ruleset_category *from = &rules->categories[c];
            categories[c] =
                (struct store_category){from->code, from->label, from->about,
                                        from->parent >= 0 ? rules->categories[from->parent].code : NULL};
        }
        r->described[i] = (struct store_ruleset){.name = rules->name,
                                                 .version = rules->version,
                                                 .title = rules->title,
                                                 .dimension = ruleset_dimensions[rules->dimension],
                                                 .sha256 = codebook_hash(r->book, i),
                                                 .categories = categories,
                                                 .category_count = rules->category_count};
    }
}

/* Whether the store needs anything at all; cheap, and compiles nothing. */
static int something_to_do(struct run *r, bool *use, bool *code, struct error *err)
{
    size_t count = codebook_count(r->book);
    int64_t newest = 0;
    bool same = false;
    if (store_newest_revision(r->store, &newest, err) != 0 ||
        store_rulesets_same(r->store, r->described, count, r->states, &same, err) != 0)
        return -1;
    *use = !same || r->options->again;
    *code = *use;
    for (size_t i = 0; i < count && !*code; i++)
        *code = r->states[i].mark < newest;
    return 0;
}

static int read_category_ids(struct run *r, struct error *err)
{
    size_t count = codebook_count(r->book);
    r->category_ids = mem_new(count, sizeof *r->category_ids);
    for (size_t i = 0; i < count; i++) {
        size_t categories = codebook_ruleset(r->book, i)->category_count;
        r->category_ids[i] = mem_new(categories, sizeof **r->category_ids);
        if (store_category_ids(r->store, r->states[i].id, r->category_ids[i], categories, err) != 0)
            return -1;
    }
    return 0;
}

/* The rulesets that have come least far, up to where the next one stands or the newest comment. 1 something,
 * 0 nothing left. No thread is at work meanwhile. */
static int next_segment(struct run *r, int64_t *after, int64_t *upto, struct error *err)
{
    size_t count = codebook_count(r->book);
    if (store_newest_revision(r->store, upto, err) != 0)
        return -1;
    *after = *upto;
    for (size_t i = 0; i < count; i++)
        if (r->states[i].mark < *after)
            *after = r->states[i].mark;
    if (*after >= *upto)
        return 0;
    r->mask = 0;
    r->active_count = 0;
    for (size_t i = 0; i < count; i++)
        if (r->states[i].mark == *after) {
            r->mask |= UINT64_C(1) << i;
            r->active[r->active_count++] = r->states[i];
        } else if (r->states[i].mark < *upto)
            *upto = r->states[i].mark;
    return 1;
}

static int run_segments(struct run *r, struct error *err)
{
    int got = 0;
    int64_t after = 0;
    int64_t upto = 0;
    while ((got = next_segment(r, &after, &upto, err)) == 1) {
        if (store_result_begin(r->store, r->active, r->active_count, err) != 0 ||
            classify_threads_code(r, after, upto, err) != 0)
            return -1;
        for (size_t i = 0; i < codebook_count(r->book); i++)
            if ((r->mask >> i & 1) != 0)
                r->states[i].mark = upto;
    }
    return got < 0 ? -1 : store_rulesets_tidy(r->store, err);
}

static int code_all(struct run *r, struct error *err)
{
    int64_t newest = 0;
    int result = classify_threads_start(r, err);
    if (result == 0)
        result = store_newest_revision(r->store, &newest, err);
    if (result == 0) {
        r->progress = progress_new("classify", newest, r->options->quiet);
        result = run_segments(r, err);
        progress_free(r->progress);
    }
    classify_threads_stop(r);
    return result;
}

static void run_free(struct run *r)
{
    for (size_t i = 0; i < codebook_count(r->book); i++) {
        free((void *)(uintptr_t)r->described[i].categories);
        if (r->category_ids != NULL)
            free(r->category_ids[i]);
    }
    free(r->described);
    free(r->states);
    free(r->active);
    free(r->category_ids);
}

int classify_run(struct store *store, struct codebook *book, const struct classify_options *options,
                 struct classify_summary *summary, struct error *err)
{
    size_t count = codebook_count(book);
    struct run r = {.store = store, .book = book, .options = options, .summary = summary};
    bool use = false;
    *summary = (struct classify_summary){0};
    r.states = mem_new(count, sizeof *r.states);
    r.active = mem_new(count, sizeof *r.active);
    describe(&r);
    int result = something_to_do(&r, &use, &summary->changed, err);
    if (result == 0 && summary->changed) {
        result = codebook_compile(book, options->engine, err);
        if (result == 0 && use)
            result = store_rulesets_use(store, r.described, count, options->again, r.states, err);
        if (result == 0)
            result = read_category_ids(&r, err);
        r.places = codebook_asks_places(book);
        if (result == 0)
            result = store_hurry(store, err);
        if (result == 0)
            result = code_all(&r, err);
    }
    run_free(&r);
    return result;
}

void classify_summary_free(struct classify_summary *summary)
{
    cost_list_free(&summary->costs);
    *summary = (struct classify_summary){0};
}
