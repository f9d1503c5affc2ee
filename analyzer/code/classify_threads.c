/* classify_threads.c: reads, codes and writes a segment of the comments: threads that read a batch and code
 * it, and the caller, which writes batches in their order. */
#include "classify_internal.h"

#include <stdlib.h>
#include <unistd.h>

enum { BATCH_MIN = 256, BATCH_BYTES = 4 << 20, BATCHES_PER_JOB = 8, SLOTS_PER_JOB = 4, SPARE_SLOTS = 8 };

enum slot_state { SLOT_FREE, SLOT_TAKEN, SLOT_DONE };

/* One batch on its way from the store through a coder and back. */
struct slot {
    enum slot_state state;
    struct store_batch batch;
    struct store_pack pack;
    struct store_rule_error *errors;
    size_t error_count, error_cap;
    int64_t non_answers;
    int result; /* of reading it */
    struct error error;
};
/* A thread with its own connection: the one that writes has more than enough to do. */
struct worker {
    struct run *run;
    struct store *store;
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

/* The slot of the next batch when it may be read now, else NULL. */
static struct slot *next_slot(struct run *r)
{
    struct slot *slot = &r->slots[r->next % r->slot_count];
    return r->after < r->upto && !r->reading && slot->state == SLOT_FREE ? slot : NULL;
}

/* Reads the next batch into a slot that was taken. A batch that cannot be read is the last one. */
static void read_slot(struct worker *w, struct slot *slot)
{
    struct run *r = w->run;
    slot->error = (struct error){0};
    slot->batch.places = r->places;
    slot->result =
        store_batch_read(w->store, r->after, r->upto, r->batch, BATCH_BYTES, &slot->batch, &slot->error);
    pthread_mutex_lock(&r->lock);
    r->after = slot->result == 0 ? slot->batch.upto : r->upto;
    r->reading = false;
    pthread_cond_broadcast(&r->ready);
    pthread_mutex_unlock(&r->lock);
}

static void *work(void *argument)
{
    struct worker *w = argument;
    struct run *r = w->run;
    pthread_mutex_lock(&r->lock);
    while (!r->stop) {
        struct slot *slot = next_slot(r);
        if (slot == NULL) {
            pthread_cond_wait(&r->ready, &r->lock);
            continue;
        }
        slot->state = SLOT_TAKEN;
        r->next++;
        r->reading = true;
        pthread_mutex_unlock(&r->lock);
        read_slot(w, slot);
        if (slot->result == 0)
            code_batch(r, w->coder, slot);
        pthread_mutex_lock(&r->lock);
        slot->state = SLOT_DONE;
        pthread_cond_signal(&r->done);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

static int write_slot(struct run *r, struct slot *slot, struct error *err)
{
    const struct store_result result = {&slot->batch, &slot->pack, slot->errors, slot->error_count};
    int64_t codings = slot->pack.codings;
    if (slot->result != 0)
        *err = slot->error;
    if (slot->result != 0 || store_result_write(r->store, r->active, r->active_count, &result, err) != 0)
        return -1;
    r->summary->comments += (int64_t)slot->batch.count;
    r->summary->codings += codings;
    r->summary->undecided += (int64_t)slot->error_count;
    r->summary->non_answers += slot->non_answers;
    progress_set(r->progress, slot->batch.upto, NULL);
    return 0;
}

/* Large batches are cheap to store; in a small store there are as many as keep every thread busy. */
static size_t batch_size(int64_t comments, size_t jobs)
{
    size_t share = (size_t)comments / (jobs * BATCHES_PER_JOB);
    return share < BATCH_MIN ? BATCH_MIN : share < CLASSIFY_BATCH ? share : CLASSIFY_BATCH;
}

/* Lets the threads code the segment, and writes batches in the order they were read. */
int classify_threads_code(struct run *r, int64_t after, int64_t upto, struct error *err)
{
    size_t writing = r->next;
    pthread_mutex_lock(&r->lock);
    r->after = after;
    r->upto = upto;
    r->batch = batch_size(upto - after, r->jobs);
    pthread_cond_broadcast(&r->ready);
    pthread_mutex_unlock(&r->lock);
    for (int64_t written = after; written < upto;) {
        struct slot *slot = &r->slots[writing++ % r->slot_count];
        pthread_mutex_lock(&r->lock);
        while (slot->state != SLOT_DONE)
            pthread_cond_wait(&r->done, &r->lock);
        pthread_mutex_unlock(&r->lock);
        if (write_slot(r, slot, err) != 0)
            return -1;
        written = slot->batch.upto;
        pthread_mutex_lock(&r->lock);
        slot->state = SLOT_FREE;
        pthread_cond_broadcast(&r->ready);
        pthread_mutex_unlock(&r->lock);
    }
    return 0;
}

/* ---- threads ---- */

/* Threads wait for their turn to read: one more than there are processors to use keeps all of them busy. */
static size_t thread_count(const struct classify_options *o)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t jobs = o->jobs > 0 ? o->jobs : processors > 0 ? processors : 1;
    size_t used = (size_t)(jobs < CLASSIFY_MAX_JOBS ? jobs : CLASSIFY_MAX_JOBS);
    return used > 1 ? used + 1 : used;
}

int classify_threads_start(struct run *r, struct error *err)
{
    size_t wanted = thread_count(r->options);
    r->slot_count = wanted * SLOTS_PER_JOB + SPARE_SLOTS;
    r->slots = mem_new(r->slot_count, sizeof *r->slots);
    r->threads = mem_new(wanted, sizeof *r->threads);
    r->workers = mem_new(wanted, sizeof *r->workers);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->ready, NULL);
    pthread_cond_init(&r->done, NULL);
    for (; r->jobs < wanted; r->jobs++) {
        struct worker *w = &r->workers[r->jobs];
        w->run = r;
        if (store_open(store_path(r->store), STORE_READ, &w->store, err) != 0)
            return -1;
        w->coder = coder_new(r->book);
        coder_time(w->coder, r->options->time);
        if (pthread_create(&r->threads[r->jobs], NULL, work, w) != 0) {
            coder_free(w->coder);
            store_close(w->store);
            break;
        }
    }
    return r->jobs > 0 ? 0 : error_set(err, ERROR_TEMPFAIL, "no thread could be started: try again later");
}

void classify_threads_stop(struct run *r)
{
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_broadcast(&r->ready);
    pthread_mutex_unlock(&r->lock);
    struct coder **coders = mem_new(r->jobs, sizeof *coders);
    for (size_t i = 0; i < r->jobs; i++) {
        pthread_join(r->threads[i], NULL);
        coders[i] = r->workers[i].coder;
    }
    if (r->options->time)
        cost_sum(r->book, coders, r->jobs, &r->summary->costs);
    for (size_t i = 0; i < r->jobs; i++) {
        coder_free(r->workers[i].coder);
        store_close(r->workers[i].store);
    }
    for (size_t i = 0; i < r->slot_count; i++) {
        store_batch_free(&r->slots[i].batch);
        store_pack_free(&r->slots[i].pack);
        free(r->slots[i].errors);
    }
    free(coders);
    free(r->slots);
    free(r->threads);
    free(r->workers);
    pthread_cond_destroy(&r->ready);
    pthread_cond_destroy(&r->done);
    pthread_mutex_destroy(&r->lock);
}
