/* tally_undecided.c: counts the comments on which a rule hit a limit, and the rules. */
#include "tally_internal.h"

#include <stdlib.h>
#include <yousaid/store_report.h>

struct rule {
    int64_t category, number;
};
struct undecided {
    const struct catalogue *book;
    struct tally_data *data;
    size_t at; /* comment */
    struct rule *rules;
    size_t count, cap;
};

static bool in_book(const struct catalogue *book, int64_t category)
{
    for (size_t i = 0; i < book->category_count; i++)
        if (book->categories[i].id == category)
            return true;
    return false;
}

/* Comments that count nowhere, and those that say nothing, need no further rule. */
static int add(void *ctx, const struct store_undecided_row *row, struct error *err)
{
    struct undecided *u = ctx;
    const struct tally_data *d = u->data;
    (void)err;
    while (u->at < d->comment_count && d->comments[u->at].id < row->comment_id)
        u->at++;
    if (u->at == d->comment_count || d->comments[u->at].id != row->comment_id)
        return 0;
    struct tally_comment *comment = &d->comments[u->at];
    if (comment->response == TALLY_NO_RESPONSE || comment->non_answer || !in_book(u->book, row->category_id))
        return 0;
    comment->undecided = true;
    u->rules = mem_grow(u->rules, &u->cap, u->count + 1, sizeof *u->rules);
    u->rules[u->count++] = (struct rule){row->category_id, row->rule};
    return 0;
}

static int by_rule(const void *a, const void *b)
{
    const struct rule *x = a;
    const struct rule *y = b;
    if (x->category != y->category)
        return x->category < y->category ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

int tally_undecided(struct store *store, const struct catalogue *book, struct tally *t,
                    struct tally_data *data, struct error *err)
{
    struct undecided u = {.book = book, .data = data};
    int result = store_each_undecided(store, add, &u, err);
    if (u.count > 1)
        qsort(u.rules, u.count, sizeof *u.rules, by_rule);
    for (size_t i = 0; i < u.count; i++)
        t->undecided_rules += i == 0 || by_rule(&u.rules[i - 1], &u.rules[i]) != 0;
    free(u.rules);
    return result;
}
