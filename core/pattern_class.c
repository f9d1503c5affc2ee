/* pattern_class.c: reads single characters of a pattern: literals, escapes and classes. */
#include "pattern_class.h"

#include <string.h>

enum {
    LONG_S = 0x17F,       /* matches s without regard to case */
    KELVIN = 0x212A,      /* matches k */
    CLASS_SPELT_OUT = 12, /* a class of more word characters than this is a gap */
    CLASS_DIGITS = 3      /* a class of at least so many digits is not spelt out either */
};

/* The characters that one place may hold, as far as sketches care. */
struct members {
    bool word[128];  /* ASCII word characters, in lower case */
    bool other;      /* ASCII characters that are none */
    bool wide;       /* characters above 0x7F that match no ASCII one, and are not digits */
    bool all_words;  /* \w or \S is among them: each word character */
    bool everything; /* too much to say */
};

bool pattern_sees(const struct pattern_reader *r, const char *s)
{
    size_t len = strlen(s);
    return (size_t)(r->end - r->at) >= len && memcmp(r->at, s, len) == 0;
}

static bool is_letter(unsigned c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_digit(unsigned c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(unsigned c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

/* One UTF-8 character; PCRE2 has checked that it is well-formed. */
static unsigned next_point(struct pattern_reader *r)
{
    unsigned c = (unsigned char)*r->at++;
    if (c < 0x80)
        return c;
    c &= c >= 0xF0 ? 0x07 : c >= 0xE0 ? 0x0F : 0x1F;
    while (r->at < r->end && ((unsigned char)*r->at & 0xC0) == 0x80)
        c = c << 6 | ((unsigned)*r->at++ & 0x3F);
    return c;
}

static unsigned as_ascii(unsigned point)
{
    return point == LONG_S ? 's' : point == KELVIN ? 'k' : point;
}

static struct sketch_set point_set(const struct pattern_reader *r, unsigned point)
{
    unsigned c = as_ascii(point);
    if (c >= 0x80)
        return sketch_one((char[]){SKETCH_WIDE, 0});
    if (!is_word(c))
        return sketch_one((char[]){SKETCH_NO_WORD, 0});
    char lower = (char)(is_letter(c) ? c | 0x20 : c);
    if (r->caseful && is_letter(c))
        return sketch_one((char[]){lower, SKETCH_TEST, 0});
    return sketch_one((char[]){lower, 0});
}

struct sketch_set pattern_literal(struct pattern_reader *r)
{
    return point_set(r, next_point(r));
}

static int hex(char c)
{
    const char *digits = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c | 0x20 : c) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* \xhh and \x{h...}; r->at is after the x. */
static unsigned hex_point(struct pattern_reader *r)
{
    bool braced = r->at < r->end && *r->at == '{';
    const char *last = braced ? r->end : r->at + 2;
    unsigned point = 0;
    r->at += braced;
    while (r->at < last && r->at < r->end && hex(*r->at) >= 0)
        point = point << 4 | (unsigned)hex(*r->at++);
    if (braced && (r->at >= r->end || *r->at++ != '}'))
        r->lost = true;
    return point;
}

/* Skips "{...}", "<...>" or "'...'" after an escape letter, or else one character or a run of digits with a
 * sign. */
static void skip_argument(struct pattern_reader *r)
{
    const char *open = "{<'", *close = "}>'";
    const char *which = r->at < r->end ? strchr(open, *r->at) : NULL;
    if (which != NULL && *which != '\0') {
        char stop = close[which - open];
        r->at++;
        while (r->at < r->end && *r->at != stop)
            r->at++;
        r->at += r->at < r->end;
        return;
    }
    if (r->at < r->end && (*r->at == '-' || *r->at == '+'))
        r->at++;
    if (r->at < r->end && !is_digit((unsigned char)*r->at))
        next_point(r);
    while (r->at < r->end && is_digit((unsigned char)*r->at))
        r->at++;
}

/* The escapes that stand for one symbol. */
static const struct {
    char letter, symbol;
} simple_escapes[] = {
    {'b', SKETCH_BOUNDARY}, {'B', SKETCH_TEST},    {'K', SKETCH_TEST},    {'A', SKETCH_START},
    {'z', SKETCH_END},      {'Z', SKETCH_END},     {'s', SKETCH_NO_WORD}, {'W', SKETCH_NO_WORD},
    {'h', SKETCH_NO_WORD},  {'v', SKETCH_NO_WORD}, {'R', SKETCH_NO_WORD}, {'a', SKETCH_NO_WORD},
    {'e', SKETCH_NO_WORD},  {'f', SKETCH_NO_WORD}, {'n', SKETCH_NO_WORD}, {'r', SKETCH_NO_WORD},
    {'t', SKETCH_NO_WORD},  {'d', SKETCH_DIGIT},   {'w', SKETCH_GAP},     {'D', SKETCH_GAP},
    {'S', SKETCH_GAP},      {'H', SKETCH_GAP},     {'V', SKETCH_GAP},     {'X', SKETCH_GAP},
};

static struct sketch_set gap(void)
{
    return sketch_one((char[]){SKETCH_GAP, 0});
}

struct sketch_set pattern_escape(struct pattern_reader *r)
{
    r->at++;
    if (r->at >= r->end) {
        r->lost = true;
        return gap();
    }
    unsigned c = (unsigned char)*r->at;
    if (!is_letter(c) && !is_digit(c))
        return pattern_literal(r);
    r->at++;
    for (size_t i = 0; i < sizeof simple_escapes / sizeof simple_escapes[0]; i++) {
        if ((unsigned char)simple_escapes[i].letter == c)
            return sketch_one((char[]){simple_escapes[i].symbol, 0});
    }
    if (c == 'x')
        return point_set(r, hex_point(r));
    if (c == '1' && (r->at >= r->end || !is_digit((unsigned char)*r->at)))
        return sketch_one((char[]){SKETCH_AGAIN, 0});
    if (c == 'N') { /* any but a newline; or a code point by number, but \N{3} is a repeat */
        if (pattern_sees(r, "{U+"))
            skip_argument(r);
        return gap();
    }
    if (is_digit(c) || strchr("gkpPoc", (int)c) != NULL) {
        r->at -= is_digit(c);
        skip_argument(r);
        return gap();
    }
    r->lost = true; /* \G among them: where a search starts is not ours to say */
    return gap();
}

static void add_point(struct members *m, unsigned point)
{
    unsigned c = as_ascii(point);
    if (c >= 0x80)
        m->wide = true;
    else if (is_word(c))
        m->word[is_letter(c) ? c | 0x20 : c] = true;
    else
        m->other = true;
}

static void add_range(struct members *m, unsigned from, unsigned to)
{
    for (unsigned c = from; c <= to && c < 0x80; c++)
        add_point(m, c);
    m->wide = m->wide || to >= 0x80;
    if (from <= LONG_S && LONG_S <= to)
        m->word['s'] = true;
    if (from <= KELVIN && KELVIN <= to)
        m->word['k'] = true;
}

/* An escape in a class that stands for one character gives it; one that stands for several adds them and
 * gives -1. */
static int class_escape(struct pattern_reader *r, struct members *m)
{
    static const char controls[] = "abefnrt"; /* \b is backspace here */
    r->at++;
    unsigned c = r->at < r->end ? (unsigned char)*r->at : 'G';
    if (!is_letter(c) && !is_digit(c))
        return (int)next_point(r);
    r->at++;
    if (c == 'x')
        return (int)hex_point(r);
    if (strchr(controls, (int)c) != NULL)
        return '\n';
    if (c == 'd') {
        add_range(m, '0', '9');
    } else if (strchr("shvW", (int)c) != NULL)
        m->other = m->wide = true;
    else if (c == 'w' || c == 'S')
        m->all_words = true;
    else if (strchr("DHV", (int)c) != NULL)
        m->everything = true;
    else if (c == 'p' || c == 'P') {
        skip_argument(r);
        m->everything = true;
    } else
        r->lost = true;
    return -1;
}

/* [:name:]; the few whose members are plain. False: it is not one, '[' stands for itself. */
static bool posix_class(struct pattern_reader *r, struct members *m)
{
    if (!pattern_sees(r, "[:") && !pattern_sees(r, "[.") && !pattern_sees(r, "[="))
        return false;
    if (pattern_sees(r, "[:space:]")) {
        m->other = m->wide = true;
        r->at += strlen("[:space:]");
    } else
        r->lost = true;
    return true;
}

/* One character or range or set of characters between the brackets. */
static void class_item(struct pattern_reader *r, struct members *m)
{
    if (posix_class(r, m))
        return;
    int from = *r->at == '\\' ? class_escape(r, m) : (int)next_point(r);
    if (from < 0)
        return;
    bool range = pattern_sees(r, "-") && !pattern_sees(r, "-]");
    if (!range) {
        add_point(m, (unsigned)from);
        return;
    }
    r->at++;
    if (pattern_sees(r, "[:") || r->at >= r->end) {
        r->lost = true;
        return;
    }
    int to = *r->at == '\\' ? class_escape(r, m) : (int)next_point(r);
    if (to >= 0) {
        add_range(m, (unsigned)from, (unsigned)to);
        return;
    }
    add_point(m, (unsigned)from); /* [a-\d]: the hyphen stands for itself */
    add_point(m, '-');
}

static struct sketch_set members_set(const struct pattern_reader *r, const struct members *m, bool negated)
{
    if (negated)
        return m->all_words ? sketch_one((char[]){SKETCH_NO_WORD, 0}) : gap();
    size_t words = 0, digits = 0;
    for (unsigned c = 0; c < 128; c++) {
        words += m->word[c];
        digits += m->word[c] && is_digit(c);
    }
    if (m->everything || m->all_words || words > CLASS_SPELT_OUT)
        return gap();
    if (digits >= CLASS_DIGITS)
        return digits == words && !m->other && !m->wide ? sketch_one((char[]){SKETCH_DIGIT, 0}) : gap();
    struct sketch_set set = {0};
    for (unsigned c = 0; c < 128; c++) {
        struct sketch_set one = m->word[c] ? point_set(r, c) : (struct sketch_set){0};
        sketch_add(&set, &one);
    }
    if (m->other || m->wide) {
        struct sketch_set one = sketch_one((char[]){m->other ? SKETCH_NO_WORD : SKETCH_WIDE, 0});
        sketch_add(&set, &one);
    }
    return set;
}

struct sketch_set pattern_class(struct pattern_reader *r)
{
    struct members m = {0};
    r->at++;
    bool negated = pattern_sees(r, "^");
    r->at += negated;
    for (bool first = true; !r->lost; first = false) {
        if (pattern_sees(r, "\\Q") || pattern_sees(r, "\\E") || r->at >= r->end)
            r->lost = true;
        else if (*r->at == ']' && !first)
            break;
        else
            class_item(r, &m);
    }
    r->at += !r->lost;
    return members_set(r, &m, negated);
}
