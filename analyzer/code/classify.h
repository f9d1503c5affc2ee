/* classify.h: codes the comments of a store that are new or changed, or whose rules changed, and nothing
 * else.
 *
 * One thread reads and writes the store; `jobs` threads code. Batches are written in the order in which they
 * were read, each with the rulesets' marks in one transaction, so what is stored does not depend on the
 * number of threads, and a run that is killed is gone on with. */
#pragma once

#include "coder.h"
#include "cost.h"

#include <yousaid/store.h>
#include <yousaid/store_code.h>

enum { CLASSIFY_MAX_JOBS = 256, CLASSIFY_BATCH = 4096 /* comments in a transaction, at most */ };

struct classify_options {
    enum matcher_engine engine;
    int64_t jobs; /* 0: one for each processor */
    bool again;   /* code everything again, though nothing changed */
    bool quiet;   /* no progress */
    bool time;    /* measure the cost of rules */
};
struct classify_summary {
    int64_t comments, non_answers, codings,
        undecided;          /* of this run; a comment coded by rulesets at two times counts twice */
    bool changed;           /* rulesets changed, or there were comments to code */
    struct cost_list costs; /* with `time` */
};

/* Brings the store's codings up to date with `book`, which is read but not compiled: that happens when there
 * is something to do. */
int classify_run(struct store *store, struct codebook *book, const struct classify_options *options,
                 struct classify_summary *summary, struct error *err);
void classify_summary_free(struct classify_summary *summary);
