/* session.h: what most commands need: the workspace, its store, the lock, the sources that were named. */
#pragma once

#include <stdbool.h>
#include <yousaid/command.h>
#include <yousaid/error.h>

#include "collect.h"
#include "lock.h"
#include "source.h"

struct session {
    struct workspace *workspace;
    struct store *store;
    struct lock *lock;
    struct scrub *scrub;
    struct source_list list;
};
enum { SESSION_STORE_READ = 1, SESSION_STORE_WRITE = 2, SESSION_SCRUB = 4, SESSION_LOCK = 8 };

/* Opens the workspace, the sources of these names (0 = all) and what `needs` says. With SESSION_STORE_READ a
 * store that does not exist yet is no error: session->store is NULL then. Close it in every case. */
int session_open(struct session *s, const struct command_common *common, unsigned needs, int argc,
                 char **argv, struct error *err);
void session_close(struct session *s);
struct collect session_collect(const struct session *s, bool force);

/* Failures of several sources: each is told on stderr as it happens, the worst decides the exit code. */
struct session_failures {
    size_t count;
    struct error worst;
};
/* A mistake in a file outweighs bad data, that a fault of this machine, that what passes by itself: 75 only
 * if nothing else happened. */
void session_failed(struct session_failures *f, const struct error *err);
/* 0 if there was none; the sentence itself for one of one; else "N of M sources failed" (each was told). */
int session_end(const struct session_failures *f, size_t asked, struct error *err);
