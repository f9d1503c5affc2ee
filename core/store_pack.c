/* store_pack.c: writes the codings of a comment as the JSON text that the store keeps, and reads it
 * back. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/store_pack.h>

enum { NUMBER_DIGITS = 20, PUNCTUATION = 5 /* {"":, */ };

static const int64_t rules = STORE_CODING_MAX_RULE + INT64_C(1);
static const int64_t bytes = STORE_CODING_MAX_TEXT + INT64_C(1);

void store_pack_clear(struct store_pack *p)
{
    p->len = 0;
    p->count = 0;
    p->codings = 0;
    p->failed = false;
}

void store_pack_free(struct store_pack *p)
{
    free(p->text);
    free(p->rows);
    *p = (struct store_pack){0};
}

void store_pack_begin(struct store_pack *p, int64_t comment, int64_t ruleset)
{
    p->rows = mem_grow(p->rows, &p->cap, p->count + 1, sizeof *p->rows);
    p->rows[p->count] = (struct store_packed){comment, ruleset, p->len, 0};
}

static char *put_number(char *to, int64_t number)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
        "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
        "8081828384858687888990919293949596979899";
    char digits[NUMBER_DIGITS];
    char *at = digits + sizeof digits;
    uint64_t n = (uint64_t)number;
    for (; n >= 100; n /= 100)
        memcpy(at -= 2, &pairs[n % 100 * 2], 2);
    if (n >= 10)
        memcpy(at -= 2, &pairs[n * 2], 2);
    else
        *--at = (char)('0' + n);
    size_t len = (size_t)(digits + sizeof digits - at);
    memcpy(to, at, len);
    return to + len;
}

void store_pack_coding(struct store_pack *p, const struct store_coding *c)
{
    if (c->category < 1 || c->category > INT64_MAX / rules - 1 || c->rule < 1 || c->rule >= rules ||
        c->start < 0 || c->end < c->start || c->end >= bytes) {
        p->failed = true;
        return;
    }
    p->text = mem_grow(p->text, &p->text_cap, p->len + 2 * NUMBER_DIGITS + PUNCTUATION, 1);
    char *at = p->text + p->len;
    *at++ = p->len == p->rows[p->count].at ? '{' : ',';
    *at++ = '"';
    at = put_number(at, c->category * rules + c->rule);
    *at++ = '"';
    *at++ = ':';
    at = put_number(at, c->start * bytes + c->end);
    p->len = (size_t)(at - p->text);
    p->codings++;
}

void store_pack_end(struct store_pack *p)
{
    struct store_packed *row = &p->rows[p->count];
    if (p->len == row->at)
        return;
    p->text = mem_grow(p->text, &p->text_cap, p->len + 1, 1);
    p->text[p->len++] = '}';
    row->len = p->len - row->at;
    p->count++;
}

static const char *take_number(const char *at, int64_t *number)
{
    const char *from = at;
    int64_t n = 0;
    for (; *at >= '0' && *at <= '9' && n <= (INT64_MAX - 9) / 10; at++)
        n = n * 10 + (*at - '0');
    *number = n;
    return at > from && (*at < '0' || *at > '9') ? at : NULL;
}

int store_unpack(const char *text, const char **at, struct store_coding *c)
{
    int64_t what = 0;
    int64_t span = 0;
    const char *p = *at == NULL ? text : *at;
    if (strcmp(p, "}") == 0 && p > text)
        return 0;
    if (p == NULL || *p++ != (*at == NULL ? '{' : ',') || *p++ != '"' ||
        (p = take_number(p, &what)) == NULL || *p++ != '"' || *p++ != ':' ||
        (p = take_number(p, &span)) == NULL)
        return -1;
    *at = p;
    *c = (struct store_coding){what / rules, what % rules, span / bytes, span % bytes};
    return 1;
}
