/* classify_internal.h: one run of classify, shared by the file that plans it and the one that drives its
 * threads. */
#pragma once

#include "classify.h"

#include <pthread.h>
#include <yousaid/progress.h>

struct slot;   /* a batch on its way from the store through a coder and back */
struct worker; /* a thread that reads and codes */

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
    size_t batch; /* comments read at once in this segment, at most */

    pthread_mutex_t lock; /* of all below, and of `after` */
    pthread_cond_t ready, done;
    struct slot *slots;
    size_t slot_count;
    size_t next;  /* batch that the next free thread reads */
    bool reading; /* one thread at a time: a batch begins where the one before it ends */
    bool stop;
    size_t jobs;
    pthread_t *threads;
    struct worker *workers;
};

/* Starts the threads, each with a connection of its own; they wait for a segment. */
int classify_threads_start(struct run *r, struct error *err);
/* Codes the comments with after < revision <= upto by the rulesets of `mask`, and stores what is found. */
int classify_threads_code(struct run *r, int64_t after, int64_t upto, struct error *err);
/* Ends the threads, whatever they were at; also after classify_threads_start() failed. */
void classify_threads_stop(struct run *r);
