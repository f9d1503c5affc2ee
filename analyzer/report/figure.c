/* figure.c: compares, divides and words figures, from what is published alone. */
#include "disclosure.h"

#include <inttypes.h>

struct figure figure_public(int64_t n)
{
    return (struct figure){FIGURE_SHOWN, n};
}

/* A size to sort by: hidden figures stand between 0 and 1. */
static int64_t size_of(struct figure f)
{
    return f.state == FIGURE_NONE ? -1 : f.state != FIGURE_SHOWN ? 1 : f.published * 2;
}

int figure_compare(struct figure a, struct figure b)
{
    return (size_of(b) > size_of(a)) - (size_of(b) < size_of(a));
}

struct figure figure_percent(struct figure part, struct figure whole)
{
    if (part.state != FIGURE_SHOWN || whole.state != FIGURE_SHOWN || whole.published <= 0)
        return (struct figure){0};
    int64_t percent = (part.published * 100 + whole.published / 2) / whole.published;
    return (struct figure){FIGURE_SHOWN, percent > 100 ? 100 : percent};
}

static void put_number(struct buf *out, int64_t n)
{
    if (n >= 1000) {
        put_number(out, n / 1000);
        buf_printf(out, ",%03d", (int)(n % 1000));
    } else {
        buf_printf(out, "%d", (int)n);
    }
}

void figure_words(struct buf *out, struct figure f)
{
    if (f.state == FIGURE_SHOWN)
        put_number(out, f.published);
    else if (f.state == FIGURE_FEW)
        buf_printf(out, "fewer than %" PRId64, f.published);
    else if (f.state == FIGURE_HIDDEN)
        buf_puts(out, "not shown");
}

void figure_noun(struct buf *out, struct figure f, const char *one, const char *many)
{
    if (f.state == FIGURE_HIDDEN) {
        buf_printf(out, "a number of %s that is not shown", many);
        return;
    }
    figure_words(out, f);
    buf_printf(out, " %s", f.state == FIGURE_SHOWN && f.published == 1 ? one : many);
}

void figure_percent_words(struct buf *out, struct figure part, struct figure whole)
{
    struct figure percent = figure_percent(part, whole);
    if (percent.state != FIGURE_SHOWN)
        return;
    if (percent.published == 0 && part.published > 0)
        buf_puts(out, "less than 1%");
    else
        buf_printf(out, "%" PRId64 "%%", percent.published);
}

void figure_data(struct buf *out, struct figure f)
{
    if (f.state == FIGURE_SHOWN)
        buf_printf(out, "%" PRId64, f.published);
    else
        figure_words(out, f);
}
