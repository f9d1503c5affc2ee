/* store_pack.c: writes the codings of a comment as the JSON text that the store keeps, and reads it
 * back. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/store_pack.h>

enum { ROOM = 48 /* bytes for a coding: two numbers of up to 19 digits and what stands around them */ };

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

/* "category * 10000000 + rule", its last seven digits being those of the rule. */
static char *put_name(char *to, uint64_t category, uint32_t rule)
{
    to = put_number(to, category);
    *to++ = (char)('0' + rule / 1000000);
    return put_four(put_two(to, rule / 10000 % 100), rule % 10000);
}

/* start * 100000000 + end, its last eight digits being those of the end. */
static char *put_span(char *to, uint32_t start, uint32_t end)
{
    if (start == 0)
        return put_number(to, end);
    return put_four(put_four(put_number(to, start), end / 10000), end % 10000);
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
    at = put_name(at, (uint64_t)c->category, (uint32_t)c->rule);
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
    if (p == NULL || *p++ != (*at == NULL ? '{' : ',') || *p++ != '"' ||
        (p = take_number(p, &what)) == NULL || *p++ != '"' || *p++ != ':' ||
        (p = take_number(p, &span)) == NULL)
        return -1;
    *at = p;
    *c = (struct store_coding){what / rules, what % rules, span / bytes, span % bytes};
    return 1;
}
