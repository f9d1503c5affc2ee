/* random_pattern.c: random patterns from a grammar that covers the syntax of PCRE2, and texts that they may
 * match. */
#include "random_pattern.h"

#include <string.h>

enum { DEPTH = 3 };

static uint64_t state;

void random_seed(uint64_t seed)
{
    state = seed;
}

static uint64_t next_random(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

size_t random_below(size_t n)
{
    return (size_t)(next_random() % n);
}

#define ANY(list) (list)[random_below(sizeof(list) / sizeof(list)[0])]

/* ---- what patterns and texts are made of: the same few words, so that they meet ---- */

static const char *const words[] = {"wait",
                                    "waited",
                                    "waiting",
                                    "waits",
                                    "gp",
                                    "GP",
                                    "doctor",
                                    "doctors",
                                    "on",
                                    "time",
                                    "not",
                                    "Good",
                                    "good",
                                    "s",
                                    "k",
                                    "a",
                                    "I",
                                    "too",
                                    "long",
                                    "kind",
                                    "staff",
                                    "desk",
                                    "caf\xC3\xA9",
                                    "na\xC3\xAFve",
                                    "\xC3\xA9",
                                    "x_1",
                                    "2",
                                    "12",
                                    "7pm",
                                    "bye",
                                    "\xC5\xBFtaff",
                                    "des\xE2\x84\xAA",
                                    "\xE2\x84\xAAind",
                                    "wait\xC5\xBF",
                                    "didn't",
                                    "didnt",
                                    "internationalisation",
                                    "m\xC2\xB2"};
static const char *const spaces[] = {" ",
                                     " ",
                                     " ",
                                     " ",
                                     "  ",
                                     "-",
                                     "'",
                                     ", ",
                                     ". ",
                                     "\n",
                                     "\xE2\x80\x99",
                                     "\xC2\xA0",
                                     "",
                                     "!",
                                     "\xC2\xA3",
                                     "\xCC\x81",
                                     "\xF0\x9F\x98\x80",
                                     "_",
                                     "\r\n",
                                     "\xD9\xA3",
                                     "\t",
                                     " - "};

/* A part of a pattern, and a text that it may match. */
struct part {
    const char *pattern, *text;
};
static const struct part simple[] = {
    {"\\b", ""},
    {"\\b", ""},
    {"\\b", ""},
    {"\\B", ""},
    {"(?<!\\w)", ""},
    {"(?!\\w)", ""},
    {"(?<![\\w'])", ""},
    {"(?![\\w-])", ""},
    {"^", ""},
    {"$", ""},
    {"\\A", ""},
    {"\\z", ""},
    {"\\Z", ""},
    {"(?m)^", "\n"},
    {"(?m:$)", "\n"},
    {" ", " "},
    {" ", " "},
    {"\\s", " "},
    {"\\s+", " "},
    {"\\s*", " "},
    {"\\s?", ""},
    {"[\\s\\-]+", "-"},
    {"[ -]?", "-"},
    {"\\W", " "},
    {"\\W+", ", "},
    {"-", "-"},
    {"'", "'"},
    {"'?", ""},
    {"\xE2\x80\x99", "\xE2\x80\x99"},
    {"[\xE2\x80\x99']", "'"},
    {",", ","},
    {"\\.", "."},
    {"\xC2\xA3", "\xC2\xA3"},
    {"\\w", "s"},
    {"\\w+", "wait"},
    {"\\w*", "ing"},
    {"\\w*", ""},
    {"\\w*?", ""},
    {"\\w*+", "ed"},
    {"\\w{2,4}", "ing"},
    {"\\w{0,3}", "s"},
    {"\\d", "2"},
    {"\\d+", "12"},
    {"\\d*", ""},
    {"[0-9]{2}", "12"},
    {"\\D", "a"},
    {"\\S+", "x_1"},
    {"\\S", "a"},
    {"[sz]", "s"},
    {"[kc]", "k"},
    {"[a-z]+", "good"},
    {"[^a]", "b"},
    {"[^\\w\\s]", "!"},
    {"[^\\W]", "w"},
    {"[^s]", "k"},
    {"[^\\S\\n]", " "},
    {"[[:space:]]", " "},
    {"[[:alpha:]]+", "good"},
    {"[[:^alpha:]]", " "},
    {"[[:upper:]]", "G"},
    {"[[:punct:]]", "_"},
    {"[[:digit:][:space:]]", "2"},
    {"[\xC3\xA9\xC3\xA8]", "\xC3\xA9"},
    {"[\\w']+", "didn't"},
    {"[\xC5\xBFt]", "\xC5\xBF"},
    {"[\\x{17f}x]", "s"},
    {"[J-M]", "k"},
    {"[\\x{2100}-\\x{2200}]", "\xE2\x84\xAA"},
    {"[\\p{L}]+", "caf\xC3\xA9"},
    {"\\p{Lu}", "G"},
    {"\\P{L}", " "},
    {"\\pN", "2"},
    {"[]s]", "s"},
    {"[^]s]", "a"},
    {"[s-]", "-"},
    {"[\\w-]+", "x-y"},
    {"[a\\]s]", "s"},
    {".", "a"},
    {".*", " good "},
    {".*?", ""},
    {".{0,5}", " a "},
    {".{0,12}?", " not "},
    {".+", "x"},
    {"\\N", "a"},
    {"\\R", "\n"},
    {"\\X", "\xC3\xA9"},
    {"\\h", " "},
    {"\\v", "\n"},
    {"\\H", "a"},
    {"\\V", "a"},
    {"\\x61", "a"},
    {"\\x{e9}", "\xC3\xA9"},
    {"\\x{212A}", "k"},
    {"\\x{17F}", "s"},
    {"\xC5\xBF", "s"},
    {"\\x73", "s"},
    {"\\t", "\t"},
    {"\\n", "\n"},
    {"\\cI", "\t"},
    {"\\055", "-"},
    {"\\o{141}", "a"},
    {"\\141", "a"},
    {"\\K", ""},
    {"\\b(\\w+)\\s+\\1", "bye bye"},
    {"\\b(\\w+)\\W+\\1\\b", "gp, GP"},
    {"(\\w+)", "on"},
    {"\\b(\\w+)", "s"},
    {"\\Qa+b\\E", "a+b"},
    {"\\Q\\E", ""},
    {"\\E", ""},
    {"(?#note)", ""},
    {"a{,2}", "a{,2}"},
    {"a{x}", "a{x}"},
    {"{", "{"},
    {"]", "]"},
    {"}", "}"},
    {"(?i)", ""},
    {"(?-i)", ""},
    {"(?s)", ""},
    {"(?^)", ""},
    {"(?J)", ""},
    {"(?n)", ""},
    {"(?x)", ""},
    {"(?-s)", ""},
};
/* Rarer: what looks at the whole pattern, or is not read at all. */
static const struct part strange[] = {
    {"\\G", ""},
    {"\\1", "wait"},
    {"\\g{1}", "s"},
    {"(?1)", "good"},
    {"\\g{-1}", "k"},
    {"(?P=n)", ""},
    {"\\k<n>", ""},
    {"(?(1)on|not)", "on"},
    {"(?(?=good)good|not)", "good"},
    {"(*FAIL)", ""},
    {"(*SKIP)", ""},
    {"(*PRUNE)", ""},
    {"(*COMMIT)", ""},
    {"(*ACCEPT)", ""},
    {"(*THEN)", ""},
    {"(*pla:good)", ""},
    {"(*atomic:wait|waiting)", "waiting"},
    {"(?C1)", ""},
    {"(?&n)", "s"},
    {"(?:(?R)|good)", "good"},
    {"\\Rx", "\nx"},
    {"(?<*on )", ""},
    {"(?*good)", ""},
    {"(?U)", ""},
    {"(?xx)", ""},
    {"(?x: a b )", "ab"},
};
static const char *const quantifiers[] = {"?",    "?",   "?",   "*",      "+",    "{0,2}",  "{2}",
                                          "{1,}", "{0}", "{1}", "{2,3}",  "??",   "*?",     "+?",
                                          "?+",   "*+",  "++",  "{0,2}+", "{,2}", "{ 1,2 }"};
static const char *const openings[] = {"(",     "(?:",  "(?:",  "(?:",    "(?>",   "(?|",    "(?i:",
                                       "(?-i:", "(?s:", "(?^:", "(?m-s:", "(?<n>", "(?P<n>", "(?'n'"};
static const char *const looks[] = {"(?=", "(?!", "(?<=", "(?<!", "(?=.*", "(?=.*\\b"};

static void make_word(struct buf *pattern, struct buf *text)
{
    const char *word = ANY(words);
    size_t len = strlen(word), from = 0, to = len;
    if (random_below(6) == 0 && len > 2 && (unsigned char)word[1] < 0x80 &&
        (unsigned char)word[len - 1] < 0x80 && (unsigned char)word[0] < 0x80) {
        from = random_below(2);
        to = len - random_below(2);
    }
    buf_add(pattern, word + from, to - from);
    buf_add(text, word, len);
}

static void make_sequence(struct buf *pattern, struct buf *text, int depth);

static void make_group(struct buf *pattern, struct buf *text, int depth)
{
    size_t branches = 1 + random_below(3), taken = random_below(branches);
    bool look = random_below(4) == 0;
    buf_puts(pattern, look ? ANY(looks) : ANY(openings));
    for (size_t i = 0; i < branches; i++) {
        struct buf other = buf_new(1 << 16);
        buf_puts(pattern, i > 0 ? "|" : "");
        if (random_below(8) > 0)
            make_sequence(pattern, i == taken && !look ? text : &other, depth - 1);
        buf_free(&other);
    }
    buf_puts(pattern, ")");
}

/* Words of which one begins another, and what they are joined in: \b(?:wait|waited)\b, \bwait(?:ed|s)?+\b. */
static const char *const families[][4] = {
    {"wait", "waited", "waiting", "waits"},
    {"good", "GOODS", "Good", "goodness"},
    {"too", "tool", "to", "too_"},
    {"bye", "bye", "byes", "by"},
};
static const char *const family_openings[] = {"(?:", "(?:",   "(?:",  "(",   "(?>",
                                              "(?|", "(?-i:", "(?i:", "(?=", "(?<!"};
static const char *const tails[] = {"s", "ed", "ing", "t", "e", "ness"};
static const char *const repeats[] = {"", "?", "?", "?", "??", "?+", "?+", "*+", "{0,1}"};

static void make_family(struct buf *pattern, struct buf *text)
{
    const char *const *family = ANY(families);
    buf_puts(pattern, random_below(6) == 0 ? "" : "\\b");
    buf_puts(pattern, ANY(family_openings));
    for (size_t n = 1 + random_below(3); n > 0; n--) {
        buf_puts(pattern, family[random_below(4)]);
        buf_puts(pattern, random_below(5) == 0 ? "\\w*" : "");
        buf_puts(pattern, n > 1 ? "|" : ")");
    }
    if (random_below(2) == 0)
        buf_printf(pattern, "(?:%s|%s)%s", ANY(tails), ANY(tails), ANY(repeats));
    if (random_below(4) == 0)
        buf_puts(pattern, ANY(tails));
    buf_puts(pattern, random_below(4) == 0 ? "" : "\\b");
    buf_printf(text, "%s%s", family[random_below(4)], random_below(4) == 0 ? ANY(tails) : "");
}

/* The shapes people write most, so that the quick ways are walked often. */
static void make_usual(struct buf *pattern, struct buf *text)
{
    buf_puts(pattern, "\\b(?:");
    size_t count = 1 + random_below(4), taken = random_below(count);
    for (size_t i = 0; i < count; i++) {
        struct buf other = buf_new(1 << 16);
        buf_puts(pattern, i > 0 ? "|" : "");
        make_word(pattern, i == taken ? text : &other);
        for (size_t more = random_below(3); more > 0; more--) {
            buf_puts(pattern, random_below(2) == 0 ? "[\\s\\-]+" : "\\s+");
            buf_puts(i == taken ? text : &other, " ");
            make_word(pattern, i == taken ? text : &other);
        }
        if (random_below(3) == 0)
            buf_puts(pattern, "\\w*");
        buf_free(&other);
    }
    buf_puts(pattern, random_below(4) == 0 ? ")" : ")\\b");
}

static void make_item(struct buf *pattern, struct buf *text, int depth)
{
    size_t kind = random_below(20);
    if (kind < 8)
        make_word(pattern, text);
    else if (kind < 15 || depth == 0) {
        const struct part *part = &ANY(simple);
        buf_puts(pattern, part->pattern);
        buf_puts(text, part->text);
    } else if (kind < 18)
        make_group(pattern, text, depth);
    else if (kind < 19 && random_below(2) == 0)
        make_usual(pattern, text);
    else if (kind < 19)
        make_family(pattern, text);
    else if (random_below(3) == 0) {
        const struct part *part = &ANY(strange);
        buf_puts(pattern, part->pattern);
        buf_puts(text, part->text);
    }
    if (random_below(5) == 0)
        buf_puts(pattern, ANY(quantifiers));
}

static void make_sequence(struct buf *pattern, struct buf *text, int depth)
{
    for (size_t n = 1 + random_below(4); n > 0; n--) {
        make_item(pattern, text, depth);
        if (random_below(3) == 0) {
            buf_puts(pattern, " ");
            buf_puts(text, ANY(spaces));
        }
    }
}

void random_pattern(struct buf *pattern, struct buf *text)
{
    if (random_below(40) == 0)
        buf_puts(pattern, random_below(2) == 0 ? "(*UCP)" : "(*NO_START_OPT)");
    size_t kind = random_below(8);
    if (kind == 0)
        make_family(pattern, text);
    else if (kind < 3)
        make_usual(pattern, text);
    else
        make_sequence(pattern, text, DEPTH);
    if (random_below(12) == 0) {
        buf_puts(pattern, "|");
        make_sequence(pattern, text, DEPTH - 1);
    }
}

void random_text(struct buf *text, struct buf *const samples, size_t count)
{
    bool ascii = random_below(2) == 0;
    for (size_t n = random_below(9); n > 0; n--) {
        size_t from = text->len;
        buf_puts(text,
                 random_below(2) == 0 && count > 0 ? buf_str(&samples[random_below(count)]) : ANY(words));
        buf_puts(text, ANY(spaces));
        if (random_below(8) == 0) {
            struct buf again = buf_new(1 << 20);
            buf_add(&again, text->data + from, text->len - from);
            buf_add(text, again.data, again.len);
            buf_free(&again);
        }
        for (size_t i = from; random_below(6) == 0 && i < text->len; i++) {
            if (text->data[i] >= 'a' && text->data[i] <= 'z')
                text->data[i] = (char)(text->data[i] - 'a' + 'A');
        }
    }
    for (size_t i = 0; ascii && i < text->len; i++) {
        if ((unsigned char)text->data[i] >= 0x80)
            text->data[i] = "'s k"[random_below(4)];
    }
}
