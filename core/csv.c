/* csv.c: reads CSV records through libcsv, with line numbers, and writes cells that spreadsheets take for
 * text. */
#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/csv.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

enum { SNIFF_RECORDS = 20, CELL_STEP = 64 << 10 };

struct reader {
    struct csv_parser parser;
    struct buf bytes; /* cells of the record so far, each NUL-terminated */
    size_t *offset;   /* of each cell in bytes */
    const char **cell;
    bool *quoted_empty;
    size_t offset_cap, cell_cap, empty_cap;
    size_t count;
    size_t record;      /* number of the record being read */
    size_t line;        /* being read */
    size_t record_line; /* where the record began */
    size_t quote_line;  /* where the quote began that is still open */
    bool blank;         /* no cell of the record holds anything */
    bool ended;         /* the line just fed ended a record */
    bool cell_ended;    /* ... or at least a cell */
    csv_row_fn *row;
    void *ctx;
    struct error *err;
    int result;
};

static int fail(struct reader *r, const char *what)
{
    if (r->result == 0)
        error_set(r->err, ERROR_DATA, "line %zu: %s", r->record_line, what);
    return r->result = -1;
}

/* libcsv hands over a cell; NULL stands for nothing between two delimiters. */
static void take_cell(void *bytes, size_t len, void *ctx)
{
    struct reader *r = ctx;
    r->cell_ended = true;
    if (r->result != 0)
        return;
    if (r->count == CSV_MAX_COLUMNS) {
        fail(r, "the record has more than 4096 cells; is the delimiter right?");
        return;
    }
    if (len > CSV_MAX_CELL) {
        fail(r, "a cell of this record is larger than 1 MB; is a closing quote missing?");
        return;
    }
    r->offset = mem_grow(r->offset, &r->offset_cap, r->count + 1, sizeof *r->offset);
    r->quoted_empty = mem_grow(r->quoted_empty, &r->empty_cap, r->count + 1, sizeof *r->quoted_empty);
    r->offset[r->count] = r->bytes.len;
    r->quoted_empty[r->count] = bytes != NULL && len == 0;
    r->count++;
    if (len > 0)
        buf_add(&r->bytes, bytes, len);
    buf_putc(&r->bytes, '\0');
    r->blank = r->blank && len == 0;
}

static void take_record(int terminator, void *ctx)
{
    struct reader *r = ctx;
    (void)terminator;
    r->ended = true;
    if (r->result != 0 || r->blank)
        return;
    r->cell = mem_grow(r->cell, &r->cell_cap, r->count, sizeof *r->cell);
    for (size_t i = 0; i < r->count; i++)
        r->cell[i] = r->bytes.data + r->offset[i];
    struct csv_row row = {r->record, r->record_line, r->count, r->cell, r->quoted_empty};
    r->result = r->row(r->ctx, &row, r->err);
}

static void begin_record(struct reader *r)
{
    buf_clear(&r->bytes);
    r->count = 0;
    r->blank = true;
    r->ended = false;
    r->record++;
    r->record_line = r->line;
}

/* Bytes of the line at s, its end (LF, CRLF or a lone CR) included. */
static size_t line_length(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && s[n] != '\n' && s[n] != '\r')
        n++;
    if (n + 1 < len && s[n] == '\r' && s[n + 1] == '\n')
        n++;
    return n < len ? n + 1 : n;
}

/* Feeds one line. Strict mode stops at a stray quote: within an unquoted cell (5" tube) it is text, after a
 * quoted one it is an error. */
static int feed(struct reader *r, const char *s, size_t len)
{
    size_t at = 0;
    while (r->result == 0) {
        at += csv_parse(&r->parser, s + at, len - at, take_cell, take_record, r);
        if (at == len)
            break;
        if (csv_error(&r->parser) != CSV_EPARSE) {
            error_set(r->err, ERROR_SYSTEM, "line %zu: %s", r->line, csv_strerror(csv_error(&r->parser)));
            r->result = -1;
            break;
        }
        if (r->parser.quoted) {
            r->record_line = r->line;
            return fail(r, "text follows a closing quote; quotes inside a quoted cell must be doubled");
        }
        csv_set_opts(&r->parser, CSV_APPEND_NULL | CSV_EMPTY_IS_NULL);
        at += csv_parse(&r->parser, s + at, 1, take_cell, take_record, r);
        csv_set_opts(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL);
    }
    return r->result;
}

/* Whether a quoted cell goes on after the line just fed: libcsv ends every other record at the line's end. */
static bool inside_quotes(const struct reader *r)
{
    return !r->ended && r->parser.quoted != 0;
}

static int read_lines(struct reader *r, const char *s, size_t len)
{
    for (size_t at = 0; at < len; r->line++) {
        size_t length = line_length(s + at, len - at);
        bool was_open = r->record > 0 && inside_quotes(r);
        if (!was_open)
            begin_record(r);
        r->cell_ended = false;
        if (feed(r, s + at, length) != 0)
            return -1;
        at += length;
        if (!was_open || r->cell_ended)
            r->quote_line = r->line;
    }
    if (csv_fini(&r->parser, take_cell, take_record, r) != 0 && r->result == 0) {
        r->record_line = r->quote_line;
        return fail(r, "a quote begins here that never ends");
    }
    return r->result;
}

static const char delimiters[] = ",;\t|";
enum { DELIMITERS = sizeof delimiters - 1 };

/* Counts the delimiters outside quotes in the record at s; returns its bytes. */
static size_t count_delimiters(const char *s, size_t len, size_t seen[DELIMITERS])
{
    bool quoted = false;
    size_t at = 0;
    memset(seen, 0, DELIMITERS * sizeof *seen);
    for (; at < len && (quoted || (s[at] != '\n' && s[at] != '\r')); at++) {
        const char *which = memchr(delimiters, s[at], DELIMITERS);
        if (s[at] == '"')
            quoted = !quoted;
        else if (which != NULL && !quoted)
            seen[which - delimiters]++;
    }
    return at < len ? at + 1 : at;
}

/* The delimiter that the first records agree on, then the most frequent, then the first of the list; 0 if
 * there is none. */
static char sniff(const char *s, size_t len)
{
    size_t first[DELIMITERS] = {0};
    size_t agree[DELIMITERS] = {0};
    bool any = false;
    for (size_t at = 0, record = 0; at < len && record < SNIFF_RECORDS; record++) {
        size_t seen[DELIMITERS];
        at += count_delimiters(s + at, len - at, seen);
        for (size_t d = 0; d < DELIMITERS; d++)
            agree[d] += first[d] > 0 && seen[d] == first[d];
        if (any)
            continue;
        memcpy(first, seen, sizeof first);
        for (size_t d = 0; d < DELIMITERS; d++)
            any = any || seen[d] > 0;
    }
    size_t best = 0;
    for (size_t d = 1; d < DELIMITERS; d++)
        if (agree[d] > agree[best] || (agree[d] == agree[best] && first[d] > first[best]))
            best = d;
    return any ? delimiters[best] : 0;
}

/* Counts lines up to a byte, for messages. */
static size_t line_of(const char *s, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at;) {
        i += line_length(s + i, at - i);
        line += i < at || s[i - 1] == '\n' || s[i - 1] == '\r';
    }
    return line;
}

int csv_read(const char *bytes, size_t len, char delimiter, csv_row_fn *row, void *ctx, struct error *err)
{
    size_t bad = 0;
    if (!text_is_utf8(bytes, len, &bad))
        return error_set(err, ERROR_DATA, "line %zu: %s", line_of(bytes, bad),
                         bytes[bad] == '\0'
                             ? "there is a NUL byte; is this a CSV file?"
                             : "this is not UTF-8; save the file as \"CSV UTF-8\" or name its encoding");
    struct reader r = {.row = row, .ctx = ctx, .err = err, .line = 1, .bytes = buf_new(SIZE_MAX / 4)};
    size_t from = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (delimiter == 0 && len - from > 5 && memcmp(bytes + from, "sep=", 4) == 0 &&
        (bytes[from + 5] == '\r' || bytes[from + 5] == '\n')) {
        delimiter = bytes[from + 4]; /* Excel's own way to name the delimiter */
        from += line_length(bytes + from, len - from);
        r.line = 2;
        r.record = 1;
        r.ended = true;
    }
    if (delimiter == 0)
        delimiter = sniff(bytes + from, len - from);
    csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL);
    csv_set_blk_size(&r.parser, CELL_STEP); /* its own step of 128 bytes makes long cells quadratic */
    csv_set_delim(&r.parser, (unsigned char)(delimiter != 0 ? delimiter : ','));
    int result = read_lines(&r, bytes + from, len - from);
    csv_free(&r.parser);
    buf_free(&r.bytes);
    free(r.offset);
    free(r.cell);
    free(r.quoted_empty);
    return result;
}

const char *csv_undefused(const char *cell)
{
    return cell[0] == '\'' && cell[1] != '\0' && strchr("=+-@\t\r", cell[1]) != NULL ? cell + 1 : cell;
}

/* "-3.5" and "-12%" are numbers, not formulas. */
static bool is_number(const char *s)
{
    size_t digits = strspn(s + 1, "0123456789.,");
    const char *end = s + 1 + digits;
    return digits > 0 && (*end == '\0' || (*end == '%' && end[1] == '\0'));
}

void csv_cell(struct buf *out, const char *s)
{
    size_t len = strlen(s);
    bool formula = len > 0 && strchr("=+-@\t\r", s[0]) != NULL && !(s[0] == '-' && is_number(s));
    bool edge = len > 0 && (s[0] == ' ' || s[0] == '\t' || s[len - 1] == ' ' || s[len - 1] == '\t');
    if (!formula && !edge && strpbrk(s, ",;\"\r\n\t") == NULL) {
        buf_add(out, s, len);
        return;
    }
    buf_putc(out, '"');
    if (formula)
        buf_putc(out, '\'');
    for (const char *p = s; *p != '\0'; p++) {
        if (*p == '"')
            buf_putc(out, '"');
        buf_putc(out, *p);
    }
    buf_putc(out, '"');
}

void csv_record(struct buf *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(out, ',');
        csv_cell(out, cells[i]);
    }
    /* A record of one empty cell would read as a blank line. */
    if (count == 1 && cells[0][0] == '\0')
        buf_puts(out, "\"\"");
    buf_puts(out, "\r\n");
}
