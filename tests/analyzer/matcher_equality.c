/* matcher_equality.c: the index engine finds exactly what the naive engine finds, over random patterns of
 * PCRE2 and random texts.
 *
 * MATCHER_PAIRS sets how many (pattern, text) pairs are compared, MATCHER_SEED repeats a run. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yousaid/buf.h>

#include "matcher.h"

Suite *suite(void);

enum { PATTERNS = 24, TEXTS = 24, PAIRS = 100000, DEPTH = 3 };

static uint64_t state;

static uint64_t next_random(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

static size_t below(size_t n)
{
    return (size_t)(next_random() % n);
}

#define ANY(list) (list)[below(sizeof(list) / sizeof(list)[0])]

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
                                    "internationalisation"};
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
    if (below(6) == 0 && len > 2 && (unsigned char)word[1] < 0x80 && (unsigned char)word[len - 1] < 0x80 &&
        (unsigned char)word[0] < 0x80) {
        from = below(2);
        to = len - below(2);
    }
    buf_add(pattern, word + from, to - from);
    buf_add(text, word, len);
}

static void make_sequence(struct buf *pattern, struct buf *text, int depth);

static void make_group(struct buf *pattern, struct buf *text, int depth)
{
    size_t branches = 1 + below(3), taken = below(branches);
    bool look = below(4) == 0;
    buf_puts(pattern, look ? ANY(looks) : ANY(openings));
    for (size_t i = 0; i < branches; i++) {
        struct buf other = buf_new(1 << 16);
        buf_puts(pattern, i > 0 ? "|" : "");
        if (below(8) > 0)
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
    buf_puts(pattern, below(6) == 0 ? "" : "\\b");
    buf_puts(pattern, ANY(family_openings));
    for (size_t n = 1 + below(3); n > 0; n--) {
        buf_puts(pattern, family[below(4)]);
        buf_puts(pattern, below(5) == 0 ? "\\w*" : "");
        buf_puts(pattern, n > 1 ? "|" : ")");
    }
    if (below(2) == 0)
        buf_printf(pattern, "(?:%s|%s)%s", ANY(tails), ANY(tails), ANY(repeats));
    if (below(4) == 0)
        buf_puts(pattern, ANY(tails));
    buf_puts(pattern, below(4) == 0 ? "" : "\\b");
    buf_printf(text, "%s%s", family[below(4)], below(4) == 0 ? ANY(tails) : "");
}

/* The shapes people write most, so that the quick ways are walked often. */
static void make_usual(struct buf *pattern, struct buf *text)
{
    buf_puts(pattern, "\\b(?:");
    size_t count = 1 + below(4), taken = below(count);
    for (size_t i = 0; i < count; i++) {
        struct buf other = buf_new(1 << 16);
        buf_puts(pattern, i > 0 ? "|" : "");
        make_word(pattern, i == taken ? text : &other);
        for (size_t more = below(3); more > 0; more--) {
            buf_puts(pattern, below(2) == 0 ? "[\\s\\-]+" : "\\s+");
            buf_puts(i == taken ? text : &other, " ");
            make_word(pattern, i == taken ? text : &other);
        }
        if (below(3) == 0)
            buf_puts(pattern, "\\w*");
        buf_free(&other);
    }
    buf_puts(pattern, below(4) == 0 ? ")" : ")\\b");
}

static void make_item(struct buf *pattern, struct buf *text, int depth)
{
    size_t kind = below(20);
    if (kind < 8)
        make_word(pattern, text);
    else if (kind < 15 || depth == 0) {
        const struct part *part = &ANY(simple);
        buf_puts(pattern, part->pattern);
        buf_puts(text, part->text);
    } else if (kind < 18)
        make_group(pattern, text, depth);
    else if (kind < 19 && below(2) == 0)
        make_usual(pattern, text);
    else if (kind < 19)
        make_family(pattern, text);
    else if (below(3) == 0) {
        const struct part *part = &ANY(strange);
        buf_puts(pattern, part->pattern);
        buf_puts(text, part->text);
    }
    if (below(5) == 0)
        buf_puts(pattern, ANY(quantifiers));
}

static void make_sequence(struct buf *pattern, struct buf *text, int depth)
{
    for (size_t n = 1 + below(4); n > 0; n--) {
        make_item(pattern, text, depth);
        if (below(3) == 0) {
            buf_puts(pattern, " ");
            buf_puts(text, ANY(spaces));
        }
    }
}

static void make_pattern(struct buf *pattern, struct buf *text)
{
    if (below(40) == 0)
        buf_puts(pattern, below(2) == 0 ? "(*UCP)" : "(*NO_START_OPT)");
    size_t kind = below(8);
    if (kind == 0)
        make_family(pattern, text);
    else if (kind < 3)
        make_usual(pattern, text);
    else
        make_sequence(pattern, text, DEPTH);
    if (below(12) == 0) {
        buf_puts(pattern, "|");
        make_sequence(pattern, text, DEPTH - 1);
    }
}

/* Words, spaces, and pieces that some pattern of the round may match, each now and then in capitals. */
static void make_text(struct buf *text, struct buf *const samples, size_t count)
{
    bool ascii = below(2) == 0;
    for (size_t n = below(9); n > 0; n--) {
        size_t from = text->len;
        buf_puts(text, below(2) == 0 && count > 0 ? buf_str(&samples[below(count)]) : ANY(words));
        buf_puts(text, ANY(spaces));
        if (below(8) == 0) {
            struct buf again = buf_new(1 << 20);
            buf_add(&again, text->data + from, text->len - from);
            buf_add(text, again.data, again.len);
            buf_free(&again);
        }
        for (size_t i = from; below(6) == 0 && i < text->len; i++) {
            if (text->data[i] >= 'a' && text->data[i] <= 'z')
                text->data[i] = (char)(text->data[i] - 'a' + 'A');
        }
    }
    for (size_t i = 0; ascii && i < text->len; i++) {
        if ((unsigned char)text->data[i] >= 0x80)
            text->data[i] = "'s k"[below(4)];
    }
}

/* ---- comparing ---- */

struct round {
    struct pattern *patterns[PATTERNS];
    struct buf samples[PATTERNS];
    bool search[PATTERNS];
    size_t count;
    struct matcher *matchers[2];
    struct matcher_scanner *scanners[2];
    size_t matches, limits;
};

struct answer {
    enum pattern_result result;
    struct pattern_span span;
};

static void differ(const struct round *r, size_t which, const struct buf *text, const char *how,
                   const struct answer *naive, const struct answer *index)
{
    ck_abort_msg("%s: pattern '%s' on '%s': naive %d %zu-%zu, index %d %zu-%zu", how,
                 pattern_text(r->patterns[which]), buf_str(text), naive->result, naive->span.start,
                 naive->span.end, index->result, index->span.start, index->span.end);
}

static void compare(struct round *r, size_t which, const struct buf *text, const char *how,
                    const struct answer *naive, const struct answer *index)
{
    if (naive->result == PATTERN_LIMIT) { /* the index may know better */
        r->limits++;
        return;
    }
    r->matches += naive->result == PATTERN_YES;
    bool same = naive->result == index->result &&
                (naive->result != PATTERN_YES ||
                 (naive->span.start == index->span.start && naive->span.end == index->span.end));
    if (!same)
        differ(r, which, text, how, naive, index);
}

static void search_text(struct matcher_scanner *s, struct answer *answers)
{
    struct answer a;
    size_t which;
    while ((a.result = matcher_next(s, &which, &a.span)) != PATTERN_NO)
        answers[which] = a;
}

static size_t boundary(const struct buf *text)
{
    size_t at = below(text->len + 1);
    while (at > 0 && at < text->len && ((unsigned char)text->data[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void compare_text(struct round *r, const struct buf *text)
{
    struct answer answers[2][PATTERNS] = {{{0}}};
    bool candidate[PATTERNS] = {0};
    for (int engine = 0; engine < 2; engine++) {
        matcher_begin(r->scanners[engine], buf_str(text), text->len);
        search_text(r->scanners[engine], answers[engine]);
    }
    for (size_t which; matcher_next_candidate(r->scanners[MATCHER_INDEX], &which);)
        candidate[which] = true;
    for (size_t i = 0; i < r->count; i++) {
        compare(r, i, text, "search", &answers[MATCHER_NAIVE][i], &answers[MATCHER_INDEX][i]);
        if (answers[MATCHER_NAIVE][i].result == PATTERN_YES && !candidate[i])
            differ(r, i, text, "candidate", &answers[MATCHER_NAIVE][i], &answers[MATCHER_INDEX][i]);
        size_t start = below(2) == 0 ? 0 : boundary(text), end = below(2) == 0 ? text->len : boundary(text);
        if (start > end)
            continue;
        struct answer tests[2] = {{0}};
        for (int engine = 0; engine < 2; engine++)
            tests[engine].result = matcher_test(r->scanners[engine], i, start, end, &tests[engine].span);
        char how[64];
        snprintf(how, sizeof how, "range %zu-%zu", start, end);
        compare(r, i, text, how, &tests[MATCHER_NAIVE], &tests[MATCHER_INDEX]);
    }
}

static void start_round(struct round *r)
{
    *r = (struct round){0};
    while (r->count < PATTERNS) {
        struct buf pattern = buf_new(1 << 16);
        r->samples[r->count] = buf_new(1 << 16);
        make_pattern(&pattern, &r->samples[r->count]);
        r->search[r->count] = below(5) > 0;
        if (pattern_new(buf_str(&pattern), pattern.len, &r->patterns[r->count], NULL) == 0)
            r->count++;
        else
            buf_free(&r->samples[r->count]);
        buf_free(&pattern);
    }
    for (int engine = 0; engine < 2; engine++) {
        ck_assert_int_eq(matcher_new((const struct pattern *const *)r->patterns, r->search, r->count,
                                     (enum matcher_engine)engine, &r->matchers[engine], NULL),
                         0);
        r->scanners[engine] = matcher_scanner_new(r->matchers[engine]);
    }
}

static void end_round(struct round *r)
{
    for (int engine = 0; engine < 2; engine++) {
        matcher_scanner_free(r->scanners[engine]);
        matcher_free(r->matchers[engine]);
    }
    for (size_t i = 0; i < r->count; i++) {
        pattern_free(r->patterns[i]);
        buf_free(&r->samples[i]);
    }
}

START_TEST(both_engines_find_the_same)
{
    const char *pairs_wanted = getenv("MATCHER_PAIRS"), *seed = getenv("MATCHER_SEED");
    unsigned long wanted = pairs_wanted != NULL ? strtoul(pairs_wanted, NULL, 10) : PAIRS;
    state = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    printf("MATCHER_SEED=%llu\n", (unsigned long long)state);
    fflush(stdout);
    size_t pairs = 0, matches = 0, limits = 0;
    while (pairs < wanted) {
        struct round r;
        start_round(&r);
        for (int t = 0; t < TEXTS; t++) {
            struct buf text = buf_new(1 << 20);
            make_text(&text, r.samples, r.count);
            compare_text(&r, &text);
            buf_free(&text);
        }
        pairs += r.count * TEXTS;
        matches += r.matches;
        limits += r.limits;
        end_round(&r);
    }
    printf("%zu pairs, %zu matches, %zu undecided by the naive engine\n", pairs, matches, limits);
    ck_assert_msg(matches > pairs / 50, "too few matches to mean anything: %zu of %zu pairs", matches, pairs);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("matcher_equality");
    TCase *t = tcase_create("matcher_equality");
    tcase_set_timeout(t, 0);
    tcase_add_test(t, both_engines_find_the_same);
    suite_add_tcase(s, t);
    return s;
}
