/* store_pack.c: writes the codings of a comment as the JSON text that the store keeps, and reads it
 * back. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/store_pack.h>

enum { ROOM = 48 /* bytes for a coding: two numbers of up to 19 digits and what stands around them */ };

static const int64_t rules = STORE_CODING_MAX_RULE + INT64_C(1);
static const uint32_t bytes = STORE_CODING_MAX_TEXT + UINT32_C(1);
static const uint32_t lengths = 1000; /* of most spans */

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

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                            "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

static char *put_two(char *to, uint32_t n)
{
    memcpy(to, &pairs[n * 2], 2);
    return to + 2;
}

static char *put_four(char *to, uint32_t n)
{
    return put_two(put_two(to, n / 100), n % 100);
}

/* As many digits as it takes. */
static char *put_number(char *to, uint64_t number)
{
    uint32_t n = (uint32_t)number;
    if (number >= 10000)
        return put_four(put_number(to, number / 10000), (uint32_t)(number % 10000));
    if (n >= 1000)
        return put_four(to, n);
    if (n >= 10 && n < 100)
        return put_two(to, n);
    *to = (char)('0' + (n >= 100 ? n / 100 : n));
    return n >= 100 ? put_two(to + 1, n % 100) : to + 1;
}

/* start * 1000 + length; where the length is greater, -(start * 100000000 + end). */
static char *put_span(char *to, uint32_t start, uint32_t end)
{
    if (end - start < lengths)
        return put_number(to, (uint64_t)start * lengths + (end - start));
    *to++ = '-';
    return put_number(to, (uint64_t)start * bytes + end);
}

void store_pack_coding(struct store_pack *p, const struct store_coding *c)
{
    if (c->category < 1 || c->category > INT64_MAX / rules - 1 || c->rule < 1 || c->rule >= rules ||
        c->start < 0 || c->end < c->start || c->end >= bytes) {
        p->failed = true;
        return;
    }
    if (p->text_cap - p->len < ROOM)
        p->text = mem_grow(p->text, &p->text_cap, p->len + ROOM, 1);
    char *at = p->text + p->len;
    *at++ = p->len == p->rows[p->count].at ? '{' : ',';
    *at++ = '"';
    at = put_number(at, (uint64_t)(c->category * rules + c->rule));
    *at++ = '"';
    *at++ = ':';
    at = put_span(at, (uint32_t)c->start, (uint32_t)c->end);
    p->len = (size_t)(at - p->text);
    p->codings++;
}

void store_pack_end(struct store_pack *p)
{
    struct store_packed *row = &p->rows[p->count];
    if (p->len == row->at)
        return;
    p->text[p->len++] = '}'; /* there is room since the last coding */
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
    if (*p++ != (*at == NULL ? '{' : ',') || *p++ != '"' || (p = take_number(p, &what)) == NULL ||
        *p++ != '"' || *p++ != ':')
        return -1;
    bool wide = *p == '-';
    p = take_number(wide ? p + 1 : p, &span);
    if (p == NULL)
        return -1;
    *at = p;
    int64_t start = wide ? span / bytes : span / lengths;
    *c = (struct store_coding){what / rules, what % rules, start,
                               wide ? span % bytes : start + span % lengths};
    return 1;
}
