/* matcher_index.h: which words ask for which patterns. Private to analyzer/matcher*.c.
 *
 * A clause is a set of literals of which a text must hold one. A pattern is kept in one of three ways:
 *   starts:   each of its matches begins at a word that is known. The pattern has one or more starts, and is
 * tried only at words that satisfy the literals of a start, where the clauses of that start are satisfied by
 * the words that follow. trigger:  one clause, the rarest, makes it a candidate; its other clauses must hold
 * somewhere in the text. always:   nothing is known; it is tried on every text. */
#pragma once

#include <stdint.h>
#include <yousaid/mem.h>
#include <yousaid/pattern.h>
#include <yousaid/pattern_need.h>

enum {
    INDEX_START_NEEDS = 3,   /* clauses kept of one start, besides `next` */
    INDEX_PATTERN_NEEDS = 4, /* clauses kept of one pattern */
    INDEX_LITERAL_MAX = 64   /* bytes; lengths of literals are bits of a word */
};
#define INDEX_NONE UINT32_MAX

struct index_start {
    uint32_t pattern;
    uint32_t next; /* clause that the very next word must satisfy, or INDEX_NONE */
    uint32_t need_count;
    uint32_t needs[INDEX_START_NEEDS]; /* clauses that the word or later ones must satisfy */
};

struct index_pattern {
    const struct pattern *plain; /* the caller's */
    struct pattern *ascii, *anchored,
        *anchored_ascii; /* variants; NULL: there is none, or it is never used */
    bool starts, always;
    bool whole; /* starts, and every word at which it does is its match */
    uint32_t need_count;
    uint32_t needs[INDEX_PATTERN_NEEDS]; /* clauses that the text must satisfy anywhere */
    const char *literal;                 /* for people: a word it cannot match without, or "" */
};

/* Numbers from[i] .. from[i + 1] of `items` belong to i. */
struct index_lists {
    uint32_t *from, *items;
    size_t count;
};

struct index_literal {
    enum need_kind kind;
    const char *text;
    size_t len;
};

struct index {
    struct index_pattern *patterns;
    size_t pattern_count;
    struct index_start *starts;
    size_t start_count, start_cap;
    size_t clause_count;

    struct index_literal *literals;
    size_t literal_count, literal_cap;
    uint32_t *slots; /* literal by hash of kind and text; INDEX_NONE is empty */
    size_t slot_mask;
    uint64_t lengths[NEED_WIDE + 1]; /* bit n: there are literals of this kind with n bytes */

    struct index_lists literal_clauses; /* clauses that a literal satisfies */
    struct index_lists
        literal_starts; /* starts of a literal: number << 1 | whether its word is the whole match */
    struct index_lists clause_patterns; /* patterns that a clause triggers */
    struct index_lists wide_clauses;    /* list 0: clauses that any character above U+007F satisfies */
    struct index_lists letter_clauses;  /* list 0: clauses that a letter or digit above U+007F satisfies */
    struct index_lists repeat_clauses;  /* list 0: clauses that a word standing twice in a row satisfies */
    struct arena arena;
};

/* Reads and narrows `count` patterns, which stay the caller's and must outlive the index. */
struct index *index_new(const struct pattern *const *patterns, size_t count);
void index_free(struct index *x);

/* A hash of text that grows byte by byte, from INDEX_HASH. */
#define INDEX_HASH UINT64_C(0xCBF29CE484222325)
static inline uint64_t index_hash(uint64_t hash, char c)
{
    return (hash ^ (unsigned char)c) * 0x100000001B3;
}
/* The literal of this kind and text (lower case, `hash` its hash), or INDEX_NONE. */
uint32_t index_literal_find(const struct index *x, enum need_kind kind, const char *text, size_t len,
                            uint64_t hash);
/* Bytes held, without PCRE2's code. */
size_t index_memory(const struct index *x);
