/* scrub.c: a table of identifier patterns, each with its token and, where one exists, its check digit. */
#include "scrub.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yousaid/mem.h>
#include <yousaid/pattern.h>
#include <yousaid/text.h>

enum { SCRUB_DIGITS_MAX = 40, NHS_DIGITS = 10 };

/* NHS numbers: weights 10 to 2 over the first nine digits, 11 less the remainder by 11 is the tenth; 11 is 0
 * and 10 is no number (NHS Data Model and Dictionary, NHS NUMBER). */
static bool nhs_check(const char *digits, size_t count)
{
    int sum = 0;
    if (count != NHS_DIGITS)
        return false;
    for (int i = 0; i < NHS_DIGITS - 1; i++)
        sum += (digits[i] - '0') * (NHS_DIGITS - i);
    int check = 11 - sum % 11;
    return check != 10 && check % 11 == digits[NHS_DIGITS - 1] - '0';
}

/* Payment cards: the Luhn sum (ISO/IEC 7812-1). */
static bool luhn_check(const char *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int d = digits[count - 1 - i] - '0';
        d = i % 2 == 1 ? 2 * d : d;
        sum += d > 9 ? d - 9 : d;
    }
    return count >= 13 && count <= 19 && sum % 10 == 0;
}

/* British telephone numbers: 10 or 11 digits from 0, or 44 and 10 without it; 11 to 13 with another country's
 * code. */
static bool phone_check(const char *digits, size_t count)
{
    if (strncmp(digits, "0044", 4) == 0)
        return count == 14 || count == 13 || count == 15;
    if (digits[0] == '0')
        return count == 10 || count == 11;
    return count >= 11 && count <= 13;
}

#define MONTH                                                                                                \
    "(?:\\d{1,2}|jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sep[a-z]*|oct[a-z]*|nov[" \
    "a-z]*|dec[a-z]*)"
#define GAP     "[\\s().\\x{2010}-\\x{2015}-]" /* between the digits of a telephone number */
#define CAPITAL "\\p{Lu}[\\p{L}'\\x{2019}-]+"
#define NO_NAME                                                                                              \
    "(?!(?:He|She|They|It|We|You|The|This|That|There|And|But|In|On|At|Was|Is|My|Very|Ward|Room|Clinic)\\b)"

static bool has_at(const char *text, size_t len)
{
    return memchr(text, '@', len) != NULL;
}

static bool has_stop(const char *text, size_t len)
{
    return memchr(text, '.', len) != NULL || memchr(text, ':', len) != NULL;
}

/* "(at" and the like. */
static bool has_bracket(const char *text, size_t len)
{
    bool found = false;
    for (size_t i = 0; i + 4 <= len && !found; i++)
        if (strchr("([{<", text[i]) != NULL) {
            bool wide = ((unsigned char)text[i + 1] & 0x80) != 0; /* a space of another kind, perhaps */
            size_t at = i + 1 + (isspace((unsigned char)text[i + 1]) != 0);
            found = wide || (at + 2 <= len && strncasecmp(text + at, "at", 2) == 0);
        }
    return found;
}

static bool has_dot(const char *text, size_t len)
{
    bool found = false;
    for (size_t i = 0; i + 3 <= len && !found; i++)
        found = (text[i] == 'd' || text[i] == 'D') && strncasecmp(text + i, "dot", 3) == 0;
    return found;
}

/* Digits of other scripts count too. */
static bool has_digit(const char *text, size_t len)
{
    bool found = false;
    for (size_t i = 0; i < len && !found; i++)
        found = (text[i] >= '0' && text[i] <= '9') || ((unsigned char)text[i] & 0x80) != 0;
    return found;
}

/* E-mail addresses that are written out: jo (at) example.org, jo at example dot org. In words, "dot" must
 * stand before an ending that is one: "we met at nine dot" is none. */
#define BEFORE "(?<![\\p{L}\\p{N}._%+-])"
#define LABEL  "[\\p{L}\\p{N}-]{1,63}"
#define LOCAL  "[\\p{L}\\p{N}._%+'-]{1,64}(?:\\sdot\\s" LABEL "){0,3}"
#define DOT    "\\s{0,2}(?:[(\\[{<]\\s?dot\\s?[)\\]}>]|(?<=\\s)dot(?=\\s))\\s{0,2}"
#define ENDING "(?:com|org|net|uk|co|eu|info|biz|io|me|ie|edu|gov|nhs|scot|wales|cymru|london)\\b"

/* "14 Acacia Avenue", "Flat 2, 14a Acacia Avenue": a number, capitalised words of one line, a word for a
 * street. Not a ward or a bus of that number, nothing that is counted or praised ("2 Staff", "5 Star Place"),
 * and not what is named after its street ("14 Queen Street Surgery"). */
#define HOUSE                                                                                                \
    "(?<![\\w.:/"                                                                                            \
    "\\x{A3}-])(?<!\\bward\\s|\\broom\\s|\\brooms\\s|\\bclinic\\s|\\blevel\\s|\\bfloor\\s|\\broute\\s|"      \
    "\\bbus\\s|\\bbay\\s|\\bunit\\s|\\bphase\\s|\\bzone\\s|\\bplatform\\s)"                                  \
    "[0-9]{1,3}(?:\\s?-\\s?[0-9]{1,3})?[a-f]?,?\\h"
#define NO_STREET                                                                                            \
    "(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|"   \
    "Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"                                                                 \
    "Hours?|Hrs?|Minutes?|Mins?|Days?|Weeks?|Months?|Years?|Miles?|Times?|People|Staff|Nurses?|Doctors?|"    \
    "GPs?|Patients?|Beds?|Calls?|Appointments?|"                                                             \
    "Stars?|Out|Of|Only|Very|Really|Great|Good|Nice|Lovely|Best|Safe|Clean|Friendly|Amazing|Excellent|"      \
    "Wonderful|Fantastic|Brilliant|Beautiful|"                                                               \
    "Long|Small|Big|Other|Different|Parking|Percent)\\b)"
#define STREET                                                                                               \
    "(?-i:(?:" NO_STREET "(?:\\p{Lu}\\p{Ll}{1,20}(?:['\\x{2019}]s)?|St\\.?)[\\h-]){1,3}"                     \
    "(?:St|Rd|Ave|Ln|[Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Cc]rescent|Close|Drive|Court|Way|Terrace|Gardens|" \
    "Grove|Place|Square)\\b)"
#define NO_PLACE                                                                                             \
    "(?!\\s(?:surger|hospital|clinic|medical|health|practice|centre|center|pharmac|dental|dentist|"          \
    "optician|station|school|church|library|hub|branch|car\\s?park|bus|gp|walk.in))"

#define NI_NUMBER "[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z][\\s-]?\\d{2}[\\s-]?\\d{2}[\\s-]?\\d{2}[\\s-]?[a-d]"
#define OUTWARD   "[a-pr-uwyz](?:\\d{1,2}|[a-hk-y]\\d{1,2}|\\d[a-hjkstuw]|[a-hk-y]\\d[abehmnprvwxy])"
#define INWARD    "\\d[abd-hjlnp-uw-z]{2}"

/* In this order: what an earlier row takes, a later one does not see. With a cue, only what follows the cue
 * at once is looked at and replaced; patterns ignore case but inside (?-i:...). `may` is a cheap question
 * that most texts answer with no: such an identifier cannot be in them. */
static const struct {
    enum text_token token;
    const char *cue, *pattern;
    bool (*check)(const char *digits, size_t count);
    bool (*may)(const char *text, size_t len);
} table[] = {
    {TEXT_TOKEN_EMAIL, NULL,
     BEFORE "[\\p{L}\\p{N}._%+'-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,"
            "8}",
     NULL, has_at},
    {TEXT_TOKEN_EMAIL, NULL,
     BEFORE LOCAL "\\s{0,2}[(\\[{<]\\s?at\\s?[)\\]}>]\\s{0,2}" LABEL "(?:(?:\\.|" DOT ")" LABEL
                  "){0,6}(?:\\.|" DOT ")" ENDING,
     NULL, has_bracket},
    {TEXT_TOKEN_EMAIL, NULL, BEFORE LOCAL "\\sat\\s" LABEL "(?:" DOT LABEL "){0,6}" DOT ENDING, NULL,
     has_dot},
    {TEXT_TOKEN_LINK, NULL, "\\b(?:https?://|www\\.)[^\\s<>\"]{1,2000}", NULL, has_stop},
    {TEXT_TOKEN_BIRTH,
     "\\b(?:d\\.?o\\.?b\\b\\.?|date of birth|born(?: on)?)[\\s:=-]{0,5}(?:(?:is|was)\\s)?(?:the\\s)?",
     "(?:\\d{1,2}(?:st|nd|rd|th)?[\\s./-]{1,2}" MONTH
     "[\\s.,/-]{1,2}(?:\\d{4}|\\d{2})|\\d{4}-\\d{2}-\\d{2})\\b",
     NULL, has_digit},
    {TEXT_TOKEN_NHS_NUMBER, "\\bnhs\\s(?:no|num|number)\\b[\\s.:#]{0,4}(?:is\\s)?",
     "\\d(?:[\\s-]?\\d){6,11}(?!\\d)", NULL, has_digit},
    {TEXT_TOKEN_NHS_NUMBER, NULL, "(?<!\\d)\\d{3}[\\s.-]?\\d{3}[\\s.-]?\\d{4}(?!\\d)", nhs_check, has_digit},
    {TEXT_TOKEN_CARD_NUMBER, NULL, "(?<![\\d-])\\d(?:[ -]?\\d){12,18}(?![\\d-])", luhn_check, has_digit},
    {TEXT_TOKEN_NI_NUMBER, NULL, "\\b" NI_NUMBER "\\b", NULL, has_digit},
    {TEXT_TOKEN_PHONE, NULL,
     "(?<![\\w+])(?:\\(?(?:\\+|00)44\\)?(?:" GAP "{0,3}\\d){9,11}|\\(?0(?:" GAP
     "{0,2}\\d){9,10}|\\+[1-9](?:" GAP "{0,2}\\d){9,12})(?!\\d)",
     phone_check, has_digit},
    {TEXT_TOKEN_POSTCODE, NULL,
     "\\b" OUTWARD "(?:\\s{0,2}|[ \\t]{0,3}\\n[ \\t]{0,3})(?!\\d(?:st|nd|rd|th)\\b)" INWARD "\\b", NULL,
     has_digit},
    {TEXT_TOKEN_ADDRESS, NULL, HOUSE STREET NO_PLACE, NULL, has_digit},
    {TEXT_TOKEN_NAME,
     "\\b(?:(?:mr|mrs|ms|mx|dr|prof)\\.?|miss|doctor|professor|nurse|sister|matron|midwife|my "
     "name(?:'s|\\x{2019}s| is))\\s",
     NO_NAME "(?-i:(?:\\p{Lu}\\.?\\s)?" CAPITAL "(?:\\s" CAPITAL ")?)", NULL, NULL},
};
/* Addresses and names come last: they are part of the name of a service. */
enum { ROWS = (int)(sizeof table / sizeof table[0]), LABEL_ROWS = ROWS - 2 };

/* What makes an id a direct identifier. A telephone number that is written in groups has a first group of
 * three digits or more: 01-02-2026-123 is a day and a number. */
static const struct {
    const char *pattern;
    bool (*check)(const char *digits, size_t count);
} ids[] = {
    {"^[^@]+@.*\\.", NULL},
    {"^(?!00)\\d{3}[\\s.-]?\\d{3}[\\s.-]?\\d{4}$", nhs_check},
    {"^" NI_NUMBER "$", NULL},
    {"^(?:\\(?(?:\\+|00)44\\)?(?:" GAP "{0,3}\\d){9,11}|\\+[1-9](?:" GAP "{0,2}\\d){9,12})$", phone_check},
    {"^(?:0[1237]\\d{9}|(?=\\d*" GAP ")\\(?0[1237]\\d{1,4}(?:" GAP "{0,2}\\d){5,8})$", phone_check},
    {"^" OUTWARD "\\s{0,2}" INWARD "$", NULL},
};
enum { ID_ROWS = (int)(sizeof ids / sizeof ids[0]) };

struct scrub {
    struct pattern *cue[ROWS], *pattern[ROWS], *id[ID_ROWS];
    struct pattern_scratch *scratch;
};

int scrub_new(struct scrub **out, struct error *err)
{
    struct scrub *s = mem_new(1, sizeof *s);
    for (size_t i = 0; i < ROWS; i++)
        if ((table[i].cue != NULL && pattern_new(table[i].cue, strlen(table[i].cue), &s->cue[i], err) != 0) ||
            pattern_new(table[i].pattern, strlen(table[i].pattern), &s->pattern[i], err) != 0) {
            scrub_free(s);
            return -1;
        }
    for (size_t i = 0; i < ID_ROWS; i++)
        if (pattern_new(ids[i].pattern, strlen(ids[i].pattern), &s->id[i], err) != 0) {
            scrub_free(s);
            return -1;
        }
    s->scratch = pattern_scratch_new();
    *out = s;
    return 0;
}

void scrub_free(struct scrub *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < ROWS; i++) {
        pattern_free(s->cue[i]);
        pattern_free(s->pattern[i]);
    }
    for (size_t i = 0; i < ID_ROWS; i++)
        pattern_free(s->id[i]);
    pattern_scratch_free(s->scratch);
    free(s);
}

static bool passes(bool (*check)(const char *digits, size_t count), const char *text, size_t len)
{
    char digits[SCRUB_DIGITS_MAX + 1] = "";
    size_t count = 0;
    if (check == NULL)
        return true;
    for (size_t i = 0; i < len && count < SCRUB_DIGITS_MAX; i++)
        if (isdigit((unsigned char)text[i]))
            digits[count++] = text[i];
    return check(digits, count);
}

/* The next identifier of a row at or after `from`. `*again` is where to go on when there was a match that
 * does not count. */
static enum pattern_result find(struct scrub *s, size_t row, const char *text, size_t len, size_t from,
                                struct pattern_span *span)
{
    while (from <= len) {
        struct pattern_span cue = {.start = from, .end = from};
        enum pattern_result got = PATTERN_YES;
        if (s->cue[row] != NULL)
            got = pattern_find(s->cue[row], s->scratch, text, len, from, &cue);
        if (got == PATTERN_YES)
            got = pattern_find(s->pattern[row], s->scratch, text, len, cue.end, span);
        if (got != PATTERN_YES)
            return got;
        bool close = s->cue[row] == NULL || span->start == cue.end;
        if (close && passes(table[row].check, text + span->start, span->end - span->start))
            return PATTERN_YES;
        if (!close)
            from = cue.end > from ? cue.end : from + 1;
        else
            for (from = span->start + 1; from < len && ((unsigned char)text[from] & 0xC0) == 0x80;)
                from++;
    }
    return PATTERN_NO;
}

static int scrub_row(struct scrub *s, size_t row, const char *text, size_t len, struct buf *out,
                     int64_t *count, struct error *err)
{
    struct pattern_span span = {0};
    size_t from = 0;
    enum pattern_result got = PATTERN_NO;
    bool may = table[row].may == NULL || table[row].may(text, len);
    while (may && (got = find(s, row, text, len, from, &span)) == PATTERN_YES && span.end > span.start) {
        buf_add(out, text + from, span.start - from);
        buf_puts(out, text_tokens[table[row].token]);
        from = span.end;
        ++*count;
    }
    if (got == PATTERN_LIMIT)
        return error_set(err, ERROR_DATA,
                         "the text is too long or too tangled to be searched for identifiers");
    buf_add(out, text + from, len - from);
    return 0;
}

static int scrub_rows(struct scrub *s, size_t rows, const char *text, size_t len, struct buf *out,
                      int64_t *count, struct error *err)
{
    struct buf a = buf_new(out->max);
    struct buf b = buf_new(out->max);
    struct buf *from = &a;
    struct buf *to = &b;
    int result = 0;
    buf_add(from, text, len);
    for (size_t row = 0; result == 0 && row < rows; row++) {
        buf_clear(to);
        result = scrub_row(s, row, buf_str(from), from->len, to, count, err);
        struct buf *swap = from;
        from = to;
        to = swap;
    }
    if (result == 0)
        result = buf_check(from, "the text", err);
    buf_add(out, buf_str(from), from->len);
    buf_free(&a);
    buf_free(&b);
    return result;
}

int scrub_text(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
               struct error *err)
{
    return scrub_rows(s, ROWS, text, len, out, count, err);
}

int scrub_label(struct scrub *s, const char *text, size_t len, struct buf *out, int64_t *count,
                struct error *err)
{
    return scrub_rows(s, LABEL_ROWS, text, len, out, count, err);
}

bool scrub_is_identifier(struct scrub *s, const char *id)
{
    struct pattern_span span;
    size_t len = strlen(id);
    bool found = false;
    for (size_t i = 0; i < ID_ROWS && !found; i++)
        found = pattern_find(s->id[i], s->scratch, id, len, 0, &span) != PATTERN_NO &&
                passes(ids[i].check, id, len);
    return found;
}
