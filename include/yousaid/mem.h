/* mem.h: allocation that cannot fail quietly: out of memory prints one sentence and exits 74. */
#pragma once

#include <stddef.h>

/* Zeroed memory for `count` items of `size` bytes; the caller gives it to free(). Overflow counts as exhaustion. */
void *mem_new(size_t count, size_t size);

/* Grows (or makes, from NULL) an array to hold at least `need` items; `*cap` is updated. New items are not zeroed. */
void *mem_grow(void *array, size_t *cap, size_t need, size_t size);

/* Copies; the caller gives it to free(). mem_strdup(NULL) is NULL. */
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t len);

/* Memory freed as a whole: what is taken from an arena is borrowed until arena_free(). Start with {0}. */
struct arena_block;
struct arena {
    struct arena_block *blocks;
};
void *arena_new(struct arena *arena, size_t count, size_t size);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t len);
void arena_free(struct arena *arena);
