/* mem.c: the one place that may end the program: there is nothing useful to do without memory. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/error.h>
#include <yousaid/mem.h>

enum { ARENA_BLOCK = 16 << 10, ARENA_ALIGN = 16 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    _Alignas(ARENA_ALIGN) char bytes[];
};

static _Noreturn void exhausted(void)
{
    fputs("out of memory: close other programs or use a larger machine\n", stderr);
    exit(ERROR_SYSTEM);
}

void *mem_new(size_t count, size_t size)
{
    void *p = calloc(count > 0 ? count : 1, size > 0 ? size : 1);
    if (p == NULL)
        exhausted();
    return p;
}

void *mem_grow(void *array, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap && array != NULL)
        return array;
    size_t grown = *cap + *cap / 2;
    if (grown < need)
        grown = need;
    if (grown < 8)
        grown = 8;
    if (grown > SIZE_MAX / size)
        exhausted();
    void *p = realloc(array, grown * size);
    if (p == NULL)
        exhausted();
    *cap = grown;
    return p;
}

char *mem_strndup(const char *s, size_t len)
{
    char *copy = mem_new(len + 1, 1);
    if (len > 0)
        memcpy(copy, s, len);
    return copy;
}

char *mem_strdup(const char *s)
{
    return s == NULL ? NULL : mem_strndup(s, strlen(s));
}

void *arena_new(struct arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > (SIZE_MAX - ARENA_BLOCK) / size)
        exhausted();
    size_t want = (count * size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    struct arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < want) {
        size_t room = want > ARENA_BLOCK ? want : ARENA_BLOCK;
        block = mem_new(1, sizeof *block + room);
        block->size = room;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *p = block->bytes + block->used;
    block->used += want;
    return p;
}

char *arena_strndup(struct arena *arena, const char *s, size_t len)
{
    char *copy = arena_new(arena, len + 1, 1);
    if (len > 0)
        memcpy(copy, s, len);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
    return s == NULL ? NULL : arena_strndup(arena, s, strlen(s));
}

void arena_free(struct arena *arena)
{
    while (arena->blocks != NULL) {
        struct arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}
