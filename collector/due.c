/* due.c: which sources it is time for. */
#include "due.h"

#include <yousaid/date.h>

enum { DUE_SLACK_PART = 20 };

int due_now(struct store *store, const struct source *s, bool *due, struct error *err)
{
    struct store_state state;
    char now[DATE_SIZE];
    int64_t then = 0;
    int64_t at = 0;
    if (store_state_read(store, s->name, &state, err) != 0)
        return -1;
    date_now(now);
    /* A clock that was set back must not stop the fetching. */
    *due = state.checked_at == NULL || !date_seconds(state.checked_at, &then) || !date_seconds(now, &at) ||
           at < then || at - then >= s->every - s->every / DUE_SLACK_PART;
    store_state_free(&state);
    return 0;
}
