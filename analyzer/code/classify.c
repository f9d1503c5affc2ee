/* classify.c: plans what to code, and drives readers, coders and the one writer. */
#include "classify.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/progress.h>

enum { BATCH_BYTES = 4 << 20, SLOTS_PER_JOB = 4, SPARE_SLOTS = 8 };

enum slot_state { SLOT_FREE, SLOT_READY, SLOT_TAKEN, SLOT_DONE };

/* One batch on its way from the store through a coder and back. */
struct slot {
    enum slot_state state;
    struct store_batch batch;
    struct store_pack pack;
    struct store_rule_error *errors;
    size_t error_count, error_cap;
    int64_t non_answers;
};
struct run {
    struct store *store;
    struct codebook *book;
    const struct classify_options *options;
    struct classify_summary *summary;
    struct progress *progress;

    struct store_ruleset *described;
    struct store_ruleset_state *states;
    int64_t **category_ids; /* per ruleset */
    bool places;            /* some rule asks for a service or a place */

    /* the segment at work: comments with after < revision <= upto, by the rulesets of `mask` */
    uint64_t mask;
    struct store_ruleset_state *active;
    size_t active_count;
    int64_t after, upto;

    pthread_mutex_t lock;
    pthread_cond_t ready, done;
    struct slot *slots;
    size_t slot_count;
    size_t next; /* batch that the next free coder takes */
    bool stop;
    size_t jobs;
    pthread_t *threads;
    struct coder **coders;
};
struct worker {
    struct run *run;
    struct coder *coder;
};

/* ---- coding ---- */

static enum polarity polarity_of(const char *text)
{
    return text[0] == 'g' ? POLARITY_GOOD : text[0] == 'i' ? POLARITY_IMPROVE : POLARITY_OPEN;
}

static void keep_codes(const struct run *r, struct slot *slot, int64_t comment,
                       const struct coder_codes *codes)
{
    for (size_t i = 0; i < codes->firing_count;) {
        unsigned ruleset = codes->firings[i].by.ruleset;
        const int64_t *ids = r->category_ids[ruleset];
        store_pack_begin(&slot->pack, comment, r->states[ruleset].id);
        for (; i < codes->firing_count && codes->firings[i].by.ruleset == ruleset; i++) {
            const struct coder_firing *f = &codes->firings[i];
            store_pack_coding(&slot->pack, &(struct store_coding){ids[f->by.category], f->by.rule,
                                                                  (int64_t)f->start, (int64_t)f->end});
        }
        store_pack_end(&slot->pack);
    }
    slot->errors = mem_grow(slot->errors, &slot->error_cap, slot->error_count + codes->undecided_count,
                            sizeof *slot->errors);
    for (size_t i = 0; i < codes->undecided_count; i++) {
        const struct coder_undecided *u = &codes->undecided[i];
        slot->errors[slot->error_count++] = (struct store_rule_error){
            comment, r->category_ids[u->by.ruleset][u->by.category], u->by.rule, u->reason};
    }
}

static void code_batch(const struct run *r, struct coder *coder, struct slot *slot)
{
    store_pack_clear(&slot->pack);
    slot->error_count = 0;
    slot->non_answers = 0;
    for (size_t i = 0; i < slot->batch.count; i++) {
        const struct store_coded_comment *c = &slot->batch.comments[i];
        const struct coder_comment comment = {.text = c->text,
                                              .len = c->len,
                                              .polarity = polarity_of(c->polarity),
                                              .source = c->source,
                                              .service = c->service,
                                              .place = c->place};
        const struct coder_codes *codes = coder_run(coder, &comment, r->mask);
        slot->non_answers += codes->non_answer;
        keep_codes(r, slot, c->id, codes);
    }
}

static void *work(void *argument)
{
    const struct worker *w = argument;
    struct run *r = w->run;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        struct slot *slot = &r->slots[r->next % r->slot_count];
        if (r->stop)
            break;
        if (slot->state != SLOT_READY) {
            pthread_cond_wait(&r->ready, &r->lock);
            continue;
        }
        slot->state = SLOT_TAKEN;
        r->next++;
        pthread_mutex_unlock(&r->lock);
        code_batch(r, w->coder, slot);
        pthread_mutex_lock(&r->lock);
        slot->state = SLOT_DONE;
        pthread_cond_signal(&r->done);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

static void set_state(struct run *r, struct slot *slot, enum slot_state state)
{
    pthread_mutex_lock(&r->lock);
    slot->state = state;
    if (state == SLOT_READY)
        pthread_cond_broadcast(&r->ready);
    pthread_mutex_unlock(&r->lock);
}

static int read_slot(struct run *r, struct slot *slot, struct error *err)
{
    slot->batch.places = r->places;
    if (store_batch_read(r->store, r->after, r->upto, CLASSIFY_BATCH, BATCH_BYTES, &slot->batch, err) != 0)
        return -1;
    r->after = slot->batch.upto;
    set_state(r, slot, SLOT_READY);
    return 0;
}

static int write_slot(struct run *r, struct slot *slot, struct error *err)
{
    const struct store_result result = {&slot->batch, &slot->pack, slot->errors, slot->error_count};
    int64_t codings = slot->pack.codings;
    if (store_result_write(r->store, r->active, r->active_count, &result, err) != 0)
        return -1;
    r->summary->comments += (int64_t)slot->batch.count;
    r->summary->codings += codings;
    r->summary->undecided += (int64_t)slot->error_count;
    r->summary->non_answers += slot->non_answers;
    progress_set(r->progress, slot->batch.upto, NULL);
    set_state(r, slot, SLOT_FREE);
    return 0;
}

/* Reads ahead as far as there are free slots, so that coders have work while a write waits for the disk, and
 * writes batches in the order they were read. */
static int drive(struct run *r, struct error *err)
{
    size_t reading = r->next;
    size_t writing = r->next;
    while (r->after < r->upto || writing < reading) {
        if (r->after < r->upto && reading - writing < r->slot_count) {
            if (read_slot(r, &r->slots[reading++ % r->slot_count], err) != 0)
                return -1;
            continue;
        }
        struct slot *oldest = &r->slots[writing++ % r->slot_count];
        pthread_mutex_lock(&r->lock);
        while (oldest->state != SLOT_DONE)
            pthread_cond_wait(&r->done, &r->lock);
        pthread_mutex_unlock(&r->lock);
        if (write_slot(r, oldest, err) != 0)
            return -1;
    }
    return 0;
}

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
 * 0 nothing left. */
static int next_segment(struct run *r, struct error *err)
{
    size_t count = codebook_count(r->book);
    if (store_newest_revision(r->store, &r->upto, err) != 0)
        return -1;
    r->after = r->upto;
    for (size_t i = 0; i < count; i++)
        if (r->states[i].mark < r->after)
            r->after = r->states[i].mark;
    if (r->after >= r->upto)
        return 0;
    r->mask = 0;
    r->active_count = 0;
    for (size_t i = 0; i < count; i++)
        if (r->states[i].mark == r->after) {
            r->mask |= UINT64_C(1) << i;
            r->active[r->active_count++] = r->states[i];
        } else if (r->states[i].mark < r->upto)
            r->upto = r->states[i].mark;
    return 1;
}

static int run_segments(struct run *r, struct error *err)
{
    int got = 0;
    while ((got = next_segment(r, err)) == 1) {
        int64_t upto = r->upto;
        if (store_result_begin(r->store, r->active, r->active_count, err) != 0 || drive(r, err) != 0)
            return -1;
        for (size_t i = 0; i < codebook_count(r->book); i++)
            if ((r->mask >> i & 1) != 0)
                r->states[i].mark = upto;
    }
    return got < 0 ? -1 : store_rulesets_tidy(r->store, err);
}

/* ---- threads ---- */

static size_t job_count(const struct classify_options *o)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t jobs = o->jobs > 0 ? o->jobs : processors > 0 ? processors : 1;
    return (size_t)(jobs < CLASSIFY_MAX_JOBS ? jobs : CLASSIFY_MAX_JOBS);
}

static void start_threads(struct run *r, struct worker *workers)
{
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->ready, NULL);
    pthread_cond_init(&r->done, NULL);
    size_t started = 0;
    for (; started < r->jobs; started++) {
        r->coders[started] = coder_new(r->book);
        coder_time(r->coders[started], r->options->time);
        workers[started] = (struct worker){r, r->coders[started]};
        if (pthread_create(&r->threads[started], NULL, work, &workers[started]) != 0) {
            coder_free(r->coders[started]);
            break;
        }
    }
    r->jobs = started;
}

static void stop_threads(struct run *r)
{
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_broadcast(&r->ready);
    pthread_mutex_unlock(&r->lock);
    for (size_t i = 0; i < r->jobs; i++)
        pthread_join(r->threads[i], NULL);
    if (r->options->time)
        cost_sum(r->book, r->coders, r->jobs, &r->summary->costs);
    for (size_t i = 0; i < r->jobs; i++)
        coder_free(r->coders[i]);
    pthread_cond_destroy(&r->ready);
    pthread_cond_destroy(&r->done);
    pthread_mutex_destroy(&r->lock);
}

static int code_all(struct run *r, struct error *err)
{
    r->jobs = job_count(r->options);
    r->slot_count = r->jobs * SLOTS_PER_JOB + SPARE_SLOTS;
    r->slots = mem_new(r->slot_count, sizeof *r->slots);
    r->threads = mem_new(r->jobs, sizeof *r->threads);
    r->coders = mem_new(r->jobs, sizeof *r->coders);
    struct worker *workers = mem_new(r->jobs, sizeof *workers);
    int64_t newest = 0;
    start_threads(r, workers);
    int result = r->jobs > 0 ? store_newest_revision(r->store, &newest, err)
                             : error_set(err, ERROR_TEMPFAIL, "no thread could be started: try again later");
    if (result == 0) {
        r->progress = progress_new("classify", newest, r->options->quiet);
        result = run_segments(r, err);
        progress_free(r->progress);
    }
    stop_threads(r);
    free(workers);
    return result;
}

static void run_free(struct run *r)
{
    for (size_t i = 0; i < codebook_count(r->book); i++) {
        free((void *)(uintptr_t)r->described[i].categories);
        if (r->category_ids != NULL)
            free(r->category_ids[i]);
    }
    for (size_t i = 0; i < r->slot_count; i++) {
        store_batch_free(&r->slots[i].batch);
        store_pack_free(&r->slots[i].pack);
        free(r->slots[i].errors);
    }
    free(r->described);
    free(r->states);
    free(r->active);
    free(r->category_ids);
    free(r->slots);
    free(r->threads);
    free(r->coders);
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
