/* names.c: open addressing with linear probing; at most half full. */
#include "names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct names_slot {
    const char *text;
    int number;
};

static size_t start(const char *text, size_t cap)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
        hash = (hash ^ *c) * 1099511628211u;
    return (size_t)(hash % cap);
}

/* The slot that holds the text, or the empty one where it belongs. */
static struct names_slot *find(struct names_slot *slots, size_t cap, const char *text)
{
    size_t at = start(text, cap);
    while (slots[at].text != NULL && strcmp(slots[at].text, text) != 0)
        at = (at + 1) % cap;
    return &slots[at];
}

int names_get(const struct names *n, const char *text)
{
    if (n->cap == 0)
        return NAMES_UNKNOWN;
    const struct names_slot *slot = find(n->slots, n->cap, text);
    return slot->text != NULL ? slot->number : NAMES_UNKNOWN;
}

static void grow(struct names *n)
{
    size_t cap = n->cap == 0 ? 64 : n->cap * 2;
    struct names_slot *slots = mem_new(cap, sizeof *slots);
    for (size_t i = 0; i < n->cap; i++)
        if (n->slots[i].text != NULL)
            *find(slots, cap, n->slots[i].text) = n->slots[i];
    free(n->slots);
    n->slots = slots;
    n->cap = cap;
}

void names_put(struct names *n, const char *text, int number)
{
    if ((n->count + 1) * 2 > n->cap)
        grow(n);
    struct names_slot *slot = find(n->slots, n->cap, text);
    if (slot->text != NULL)
        return;
    *slot = (struct names_slot){arena_strdup(&n->arena, text), number};
    n->count++;
}

void names_free(struct names *n)
{
    free(n->slots);
    arena_free(&n->arena);
    *n = (struct names){0};
}
