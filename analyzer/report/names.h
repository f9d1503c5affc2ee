/* names.h: a small map from texts to numbers, for columns that repeat a few values over a million rows. */
#pragma once

#include <stddef.h>
#include <yousaid/mem.h>

struct names {
    struct names_slot *slots;
    size_t cap, count;
    struct arena arena;
};
enum { NAMES_UNKNOWN = -1000000 };

/* The number kept for `text`, or NAMES_UNKNOWN. Start with {0}. */
int names_get(const struct names *n, const char *text);
/* Keeps a number for a text that has none yet. The text is copied. */
void names_put(struct names *n, const char *text, int number);
void names_free(struct names *n);
