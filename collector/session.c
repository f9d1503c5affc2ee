/* session.c: what most commands need, opened and closed in one place. */
#include "session.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int session_open(struct session *s, const struct command_common *common, unsigned needs, int argc,
                 char **argv, struct error *err)
{
    *s = (struct session){0};
    if (workspace_open(common->directory, &s->workspace, err) != 0 ||
        source_list(s->workspace, (const char *const *)argv, (size_t)argc, &s->list, err) != 0)
        return -1;
    const char *store = s->workspace->store;
    if ((needs & SESSION_LOCK) != 0 && lock_take(store, &s->lock, err) != 0)
        return -1;
    if ((needs & SESSION_SCRUB) != 0 && scrub_new(&s->scrub, err) != 0)
        return -1;
    /* A file that may not grow any more must be an error with a sentence, not the end of the program. */
    if ((needs & SESSION_STORE_WRITE) != 0 && signal(SIGXFSZ, SIG_IGN) == SIG_ERR)
        return error_set(err, ERROR_SYSTEM, "signals cannot be set");
    if ((needs & SESSION_STORE_WRITE) != 0)
        return store_open(store, STORE_CREATE, &s->store, err);
    if ((needs & SESSION_STORE_READ) != 0 && access(store, F_OK) == 0)
        return store_open(store, STORE_READ, &s->store, err);
    return 0;
}

void session_close(struct session *s)
{
    store_close(s->store);
    scrub_free(s->scrub);
    lock_release(s->lock);
    source_list_free(&s->list);
    workspace_close(s->workspace);
    *s = (struct session){0};
}

struct collect session_collect(const struct session *s, bool force)
{
    return (struct collect){.workspace = s->workspace, .store = s->store, .scrub = s->scrub, .force = force};
}

static int weight(enum error_kind kind)
{
    static const enum error_kind order[] = {ERROR_TEMPFAIL, ERROR_SYSTEM, ERROR_DATA, ERROR_USAGE,
                                            ERROR_CONFIG};
    int i = 0;
    while (i < (int)(sizeof order / sizeof order[0]) && order[i] != kind)
        i++;
    return i;
}

void session_failed(struct session_failures *f, const struct error *err)
{
    if (f->count == 1) /* only now is it one of several */
        fprintf(stderr, "yousaid-collector: %s\n", f->worst.text);
    if (f->count > 0)
        fprintf(stderr, "yousaid-collector: %s\n", err->text);
    if (f->count++ == 0 || weight(err->kind) > weight(f->worst.kind))
        f->worst = *err;
}

int session_end(const struct session_failures *f, size_t asked, struct error *err)
{
    if (f->count == 0)
        return 0;
    if (f->count == 1)
        return error_set(err, f->worst.kind, "%s", f->worst.text);
    return error_set(err, f->worst.kind,
                     "%zu of %zu sources failed; what they brought before stays as it was", f->count, asked);
}
