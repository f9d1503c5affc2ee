/* matcher_scan.c: splits a text into words, 64 bytes at a time, and remembers what each word asks for. */
#include "matcher_scan.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 64,       /* bytes classified at once */
    SLOTS_MIN = 4096, /* a power of two */
    LOWER = 0x20      /* makes ASCII letters lower case, leaves digits, and keeps '_' apart from both */
};

/* ---- what a word asks for ---- */

static void answer_put(struct scan *s, uint32_t value)
{
    s->answers = mem_grow(s->answers, &s->answer_cap, s->answer_len + 1, sizeof *s->answers);
    s->answers[s->answer_len++] = value;
}

/* Literals that a word satisfies. */
struct found {
    uint32_t *literals;
    size_t count, cap;
};

static void look_up(const struct index *x, struct found *found, enum need_kind kind, const char *text,
                    size_t len, uint64_t hash)
{
    if ((x->lengths[kind] >> len & 1) == 0)
        return;
    uint32_t literal = index_literal_find(x, kind, text, len, hash);
    if (literal == INDEX_NONE)
        return;
    found->literals = mem_grow(found->literals, &found->cap, found->count + 1, sizeof *found->literals);
    found->literals[found->count++] = literal;
}

static void find_literals(const struct index *x, const char *word, size_t len, struct found *found)
{
    bool digit = false;
    for (size_t at = 0; at < len; at++) {
        uint64_t hash = INDEX_HASH;
        digit = digit || (word[at] >= '0' && word[at] <= '9');
        for (size_t n = 1; n < INDEX_LITERAL_MAX && at + n <= len; n++) {
            hash = index_hash(hash, word[at + n - 1]);
            look_up(x, found, NEED_INFIX, word + at, n, hash);
            if (at == 0)
                look_up(x, found, NEED_PREFIX, word, n, hash);
            if (at + n == len)
                look_up(x, found, NEED_SUFFIX, word + at, n, hash);
            if (n == len)
                look_up(x, found, NEED_WORD, word, n, hash);
        }
    }
    if (digit)
        look_up(x, found, NEED_DIGIT, "", 0, INDEX_HASH);
}

static int compare(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Sorts what was put since `from` and drops duplicates; gives how many are left. */
static uint32_t settle(struct scan *s, size_t from)
{
    size_t kept = from;
    if (s->answer_len > from)
        qsort(s->answers + from, s->answer_len - from, sizeof *s->answers, compare);
    for (size_t i = from; i < s->answer_len; i++) {
        if (i == from || s->answers[i] != s->answers[kept - 1])
            s->answers[kept++] = s->answers[i];
    }
    s->answer_len = kept;
    return (uint32_t)(kept - from);
}

static void put_starts(struct scan *s, const struct found *found, bool next)
{
    const struct index_lists *lists = &s->index->literal_starts;
    for (size_t i = 0; i < found->count; i++) {
        uint32_t literal = found->literals[i];
        for (uint32_t k = lists->from[literal]; k < lists->from[literal + 1]; k++) {
            if ((s->index->starts[lists->items[k] >> 1].next != INDEX_NONE) == next)
                answer_put(s, lists->items[k]);
        }
    }
}

static void put_clauses(struct scan *s, const struct found *found)
{
    const struct index_lists *lists = &s->index->literal_clauses, *patterns = &s->index->clause_patterns;
    for (size_t i = 0; i < found->count; i++) {
        uint32_t literal = found->literals[i];
        for (uint32_t k = lists->from[literal]; k < lists->from[literal + 1]; k++) {
            uint32_t clause = lists->items[k];
            answer_put(s, clause << 1 | (patterns->from[clause] < patterns->from[clause + 1]));
        }
    }
}

/* Writes the answer for a word, given in lower case. */
static uint32_t answer_new(struct scan *s, const char *word, size_t len)
{
    struct found found = {0};
    find_literals(s->index, word, len, &found);
    size_t answer = s->answer_len;
    for (int part = 0; part < SCAN_PARTS && found.count > 0; part++)
        answer_put(s, 0);
    for (int part = 0; part < SCAN_PARTS && found.count > 0; part++) {
        size_t from = s->answer_len;
        if (part == SCAN_CLAUSES)
            put_clauses(s, &found);
        else
            put_starts(s, &found, part == SCAN_NEXT);
        s->answers[answer + (size_t)part] = settle(s, from);
    }
    free(found.literals);
    return found.count > 0 ? (uint32_t)answer : 0;
}

/* The same for a word of the copy, which is made lower case there. */
static uint32_t answer_for(struct scan *s, unsigned char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        word[i] = word[i] == '_' ? '_' : word[i] | LOWER;
    return answer_new(s, (const char *)word, len);
}

/* ---- the words that have been met ---- */

static void forget(struct scan *s)
{
    free(s->slots);
    s->slots = mem_new(SLOTS_MIN, sizeof *s->slots);
    s->slot_mask = SLOTS_MIN - 1;
    s->slot_count = 0;
    s->answer_len = 0;
    answer_put(s, 0); /* so that no answer stands at 0 */
}

void scan_init(struct scan *s, const struct index *x)
{
    *s = (struct scan){.index = x};
    for (size_t n = 1; n <= SCAN_KEY; n++)
        memset(&s->masks[n], 0xFF, n);
    forget(s);
}

void scan_done(struct scan *s)
{
    free(s->words);
    free(s->copy);
    free(s->answers);
    free(s->slots);
    free(s->keys);
}

/* Reads SCAN_KEY bytes from where the word starts, and keeps `len` of them. */
static struct scan_key key_of(const struct scan *s, const unsigned char *word, size_t len)
{
    static const uint64_t lower = 0x0101010101010101 * LOWER;
    struct scan_key key;
    memcpy(&key, word, sizeof key);
    key.first = (key.first | lower) & s->masks[len].first;
    key.second = (key.second | lower) & s->masks[len].second;
    return key;
}

static size_t home(const struct scan *s, struct scan_key key)
{
    uint64_t h = (key.first ^ key.second * 0xD6E8FEB86659FD93) * 0x9E3779B97F4A7C15;
    return (size_t)(h >> 32) & s->slot_mask;
}

static struct scan_slot *slot_of(const struct scan *s, struct scan_key key)
{
    size_t i = home(s, key);
    while (s->slots[i].first != 0 && (s->slots[i].first != key.first || s->slots[i].second != key.second))
        i = (i + 1) & s->slot_mask;
    return &s->slots[i];
}

static void slots_grow(struct scan *s)
{
    struct scan_slot *old = s->slots;
    size_t count = s->slot_mask + 1;
    s->slots = mem_new(count * 2, sizeof *s->slots);
    s->slot_mask = count * 2 - 1;
    for (size_t i = 0; i < count; i++) {
        if (old[i].first != 0)
            *slot_of(s, (struct scan_key){old[i].first, old[i].second}) = old[i];
    }
    free(old);
}

static uint32_t learn(struct scan *s, struct scan_key key, unsigned char *word, size_t len)
{
    uint32_t answer = answer_for(s, word, len);
    if (s->slot_count >= SCAN_REMEMBERED)
        return answer;
    *slot_of(s, key) = (struct scan_slot){.first = key.first, .second = key.second, .answer = answer};
    s->slot_count++;
    if (s->slot_count * 2 > s->slot_mask)
        slots_grow(s);
    return answer;
}

/* What each word of the copy asks for. The slots lie far apart in memory: all are called for first, and then
 * read. */
static void answer_words(struct scan *s)
{
    s->keys = mem_grow(s->keys, &s->key_cap, s->count, sizeof *s->keys);
    for (size_t i = 0; i < s->count; i++) {
        size_t len = s->words[i].end - s->words[i].start;
        if (len <= SCAN_KEY) {
            s->keys[i] = key_of(s, s->copy + s->words[i].start, len);
            __builtin_prefetch(&s->slots[home(s, s->keys[i])]);
        }
    }
    for (size_t i = 0; i < s->count; i++) {
        struct scan_word *word = &s->words[i];
        size_t len = word->end - word->start;
        if (len > SCAN_KEY) {
            word->answer = answer_for(s, s->copy + word->start, len);
            continue;
        }
        const struct scan_slot *slot = slot_of(s, s->keys[i]);
        word->answer = slot->first != 0 ? slot->answer : learn(s, s->keys[i], s->copy + word->start, len);
    }
}

/* ---- splitting ---- */

/* Bit i: s[i] is a letter, digit or '_'. Written, like the next two, so that a compiler makes vector code of
 * it. */
static uint64_t word_bits(const unsigned char *s)
{
    unsigned char is[BLOCK];
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char c = s[i];
        is[i] = (unsigned char)((unsigned char)((c | LOWER) - 'a') < 26) |
                (unsigned char)((unsigned char)(c - '0') < 10) | (c == '_');
    }
    uint64_t bits = 0;
    for (size_t i = 0; i < BLOCK; i += 8) {
        uint64_t eight;
        memcpy(&eight, is + i, sizeof eight);
        bits |= le64toh(eight) * 0x0102040810204080 >> 56 << i; /* gathers the low bits of eight bytes */
    }
    return bits;
}

static bool any_wide(const unsigned char *s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < BLOCK; i++)
        all |= s[i];
    return all >= 0x80;
}

/* A long s or a Kelvin sign starts in the block. */
static bool any_folding(const unsigned char *s)
{
    unsigned char any = 0;
    for (size_t i = 0; i < BLOCK; i++)
        any |= ((s[i] == 0xC5) & (s[i + 1] == 0xBF)) |
               ((s[i] == 0xE2) & (s[i + 1] == 0x84) & (s[i + 2] == 0xAA));
    return any != 0;
}

/* The length of a character above U+007F that is surely no letter, digit or '_' to PCRE2, or 0. Those that
 * English texts hold: U+2000-203E general punctuation, no-break space, pound sign, U+1F300-1F6FF and
 * U+1F900-1FAFF pictographs. */
static size_t plain_wide(const unsigned char *s)
{
    if (s[0] == 0xE2 && s[1] == 0x80)
        return s[2] < 0xBF ? 3 : 0;
    if (s[0] == 0xC2)
        return s[1] == 0xA0 || s[1] == 0xA3 ? 2 : 0;
    if (s[0] == 0xF0 && s[1] == 0x9F)
        return (s[2] >= 0x8C && s[2] <= 0x9B) || (s[2] >= 0xA4 && s[2] <= 0xAB) ? 4 : 0;
    return 0;
}

static bool any_letters(const unsigned char *s, size_t len)
{
    for (size_t i = 0, width; i < len; i += width) {
        width = s[i] < 0x80 ? 1 : plain_wide(s + i);
        if (width == 0)
            return true;
    }
    return false;
}

static bool any_block(bool (*any)(const unsigned char *), const unsigned char *s, size_t len)
{
    for (size_t at = 0; at < len; at += BLOCK) {
        if (any(s + at))
            return true;
    }
    return false;
}

/* Puts s and k for the two characters that match them in PCRE2; gives the new length. */
static size_t fold(unsigned char *s, size_t len)
{
    size_t to = 0;
    for (size_t i = 0; i < len; i++, to++) {
        s[to] = s[i];
        if (memcmp(s + i, "\xC5\xBF", 2) == 0) {
            s[to] = 's';
            i += 1;
        } else if (memcmp(s + i, "\xE2\x84\xAA", 3) == 0) {
            s[to] = 'k';
            i += 2;
        }
    }
    return to;
}

/* Marks where words start and end in the copy, which has zeros after its end. */
static void mark_words(struct scan *s, size_t len)
{
    size_t starts = 0, ends = 0;
    uint64_t carry = 0;
    for (size_t at = 0; at <= len; at += BLOCK) {
        s->words = mem_grow(s->words, &s->cap, starts + BLOCK, sizeof *s->words);
        uint64_t bits = word_bits(s->copy + at), before = bits << 1 | carry;
        carry = bits >> (BLOCK - 1);
        for (uint64_t m = bits & ~before; m != 0; m &= m - 1)
            s->words[starts++].start = (uint32_t)(at + (size_t)__builtin_ctzll(m));
        for (uint64_t m = ~bits & before; m != 0; m &= m - 1)
            s->words[ends++].end = (uint32_t)(at + (size_t)__builtin_ctzll(m));
    }
    s->count = ends;
}

void scan_split(struct scan *s, const char *text, size_t len)
{
    if (s->slot_count >= SCAN_REMEMBERED || s->answer_len >= SCAN_ANSWERS)
        forget(s);
    s->copy = mem_grow(s->copy, &s->copy_cap, len + 2 * BLOCK, 1);
    memcpy(s->copy, text, len);
    memset(s->copy + len, 0, 2 * BLOCK);
    s->ascii = !any_block(any_wide, s->copy, len);
    s->letters = !s->ascii && any_letters(s->copy, len);
    s->folded = s->letters && any_block(any_folding, s->copy, len);
    if (s->folded) {
        len = fold(s->copy, len);
        memset(s->copy + len, 0, 2 * BLOCK);
    }
    mark_words(s, len);
    answer_words(s);
}

bool scan_repeats(const struct scan *s, size_t i)
{
    if (i + 1 >= s->count)
        return false;
    size_t len = s->words[i].end - s->words[i].start;
    if (len != s->words[i + 1].end - s->words[i + 1].start || len > SCAN_KEY)
        return len > SCAN_KEY;
    return s->keys[i].first == s->keys[i + 1].first && s->keys[i].second == s->keys[i + 1].second;
}

size_t scan_memory(const struct scan *s)
{
    return s->cap * sizeof *s->words + s->key_cap * sizeof *s->keys + s->copy_cap +
           s->answer_cap * sizeof *s->answers + (s->slot_mask + 1) * sizeof *s->slots;
}
