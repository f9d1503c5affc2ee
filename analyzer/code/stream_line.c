/* stream_line.c: reads one line of the stream, and writes what was found. */
#include "stream.h"
#include <yousaid/json.h>

#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

enum { FIELD_MAX = 64 << 10 /* bytes of id, source, service, place */, DEPTH = 32 };
enum field { FIELD_ID, FIELD_TEXT, FIELD_POLARITY, FIELD_SOURCE, FIELD_SERVICE, FIELD_PLACE, FIELDS };

static const char *const names[] = {"id", "text", "polarity", "source", "service", "place"};

struct stream_parser {
    enum stream_format format;
    struct json_tokener *tokener;
    struct buf id, text, cells[FIELDS];
    bool given[FIELDS];
};

struct stream_parser *stream_parser_new(enum stream_format format)
{
    struct stream_parser *p = mem_new(1, sizeof *p);
    p->format = format;
    p->id = buf_new(FIELD_MAX);
    p->text = buf_new(STREAM_MAX_TEXT);
    for (int i = 0; i < FIELDS; i++)
        p->cells[i] = buf_new(i == FIELD_TEXT ? STREAM_MAX_LINE : FIELD_MAX);
    if (format == STREAM_NDJSON) {
        p->tokener = json_tokener_new_ex(DEPTH);
        json_tokener_set_flags(p->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    }
    return p;
}

void stream_parser_free(struct stream_parser *p)
{
    if (p == NULL)
        return;
    if (p->tokener != NULL)
        json_tokener_free(p->tokener);
    buf_free(&p->id);
    buf_free(&p->text);
    for (int i = 0; i < FIELDS; i++)
        buf_free(&p->cells[i]);
    free(p);
}

/* ---- NDJSON ---- */

/* Which field a key is; FIELDS for one that is not ours. A key that looks like a misspelt one of ours, which
 * is missing, is a mistake: to pass over it would give other codings without a word. */
static int find_field(struct json_object *object, const char *key, struct error *err)
{
    for (int i = 0; i < FIELDS; i++)
        if (strcmp(names[i], key) == 0)
            return i;
    const char *closest = text_closest(key, names + FIELD_TEXT, FIELDS - FIELD_TEXT);
    if (closest == NULL || json_object_object_get_ex(object, closest, NULL))
        return FIELDS;
    return error_set(err, ERROR_DATA, "it has a key that is nearly '%s': write it so, or rename it", closest);
}

static int keep_value(struct stream_parser *p, int field, struct json_object *value, struct error *err)
{
    if (value == NULL)
        return 0;
    if (!json_object_is_type(value, json_type_string))
        return error_set(err, ERROR_DATA, "its '%s' must be a text", names[field]);
    const char *text = json_object_get_string(value);
    size_t len = (size_t)json_object_get_string_len(value);
    if (memchr(text, '\0', len) != NULL)
        return error_set(err, ERROR_DATA, "its '%s' holds a NUL character (\\u0000): remove it",
                         names[field]);
    buf_clear(&p->cells[field]);
    buf_add(&p->cells[field], text, len);
    p->given[field] = true;
    return buf_check(&p->cells[field], names[field], err);
}

/* Where the value of the last key "id" of the object stands in its line, which json-c has found to be valid;
 * NULL when that key is written with escapes. */
static const char *find_id(const char *line)
{
    static const char space[] = " \t\r\n";
    const char *found = NULL;
    int depth = 0;
    for (const char *at = line; *(at += strcspn(at, "\"{}[]")) != '\0'; at++) {
        if (*at != '"') {
            depth += *at == '{' || *at == '[' ? 1 : -1;
            continue;
        }
        const char *text = ++at;
        while (*(at += strcspn(at, "\"\\")) == '\\')
            at += 2;
        const char *next = at + 1 + strspn(at + 1, space);
        if (depth == 1 && *next == ':' && at - text == 2 && memcmp(text, names[FIELD_ID], 2) == 0)
            found = next + 1 + strspn(next + 1, space);
    }
    return found;
}

/* A number is copied from the line: json-c keeps none beyond 64 bits. */
static int keep_id(struct stream_parser *p, struct json_object *id, const char *line, struct error *err)
{
    if (id == NULL || json_object_is_type(id, json_type_string)) {
        if (id != NULL)
            buf_puts(&p->id, json_object_to_json_string_ext(id, JSON_C_TO_STRING_PLAIN |
                                                                    JSON_C_TO_STRING_NOSLASHESCAPE));
        return keep_value(p, FIELD_ID, id, err);
    }
    if (json_object_is_type(id, json_type_object) || json_object_is_type(id, json_type_array))
        return error_set(err, ERROR_DATA, "its 'id' must be a text or a number");
    const char *token = find_id(line);
    if (token == NULL || strchr("\"[{", *token) != NULL) /* that of another key of the same name */
        return error_set(err, ERROR_DATA, "its key 'id' has escapes: write it as \"id\"");
    size_t len = strcspn(token, " \t\r\n,}");
    buf_add(&p->id, token, len);
    buf_clear(&p->cells[FIELD_ID]);
    buf_add(&p->cells[FIELD_ID], token, len);
    p->given[FIELD_ID] = true;
    return buf_check(&p->id, names[FIELD_ID], err);
}

static int read_object(struct stream_parser *p, struct json_object *object, const char *line,
                       struct error *err)
{
    int result = 0;
    /* The id first, so that an error can name the comment. */
    struct json_object *id = NULL;
    if (json_object_object_get_ex(object, names[FIELD_ID], &id) && keep_id(p, id, line, err) != 0)
        return -1;
    struct json_object_iterator at = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    for (; result == 0 && !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        int field = find_field(object, json_object_iter_peek_name(&at), err);
        if (field < 0)
            result = -1;
        else if (field != FIELD_ID && field < FIELDS)
            result = keep_value(p, field, json_object_iter_peek_value(&at), err);
    }
    return result;
}

static int read_json(struct stream_parser *p, const char *line, size_t len, struct error *err)
{
    json_tokener_reset(p->tokener);
    struct json_object *object = json_tokener_parse_ex(p->tokener, line, (int)len);
    enum json_tokener_error why = json_tokener_get_error(p->tokener);
    size_t at = json_tokener_get_parse_end(p->tokener);
    int result = 0;
    if (why == json_tokener_continue)
        result = error_set(err, ERROR_DATA, "it is no whole JSON object: it ends too early");
    else if (why != json_tokener_success)
        result = error_set(err, ERROR_DATA, "it is no JSON from byte %zu on: %s", at + 1,
                           json_tokener_error_desc(why));
    else if (!json_object_is_type(object, json_type_object))
        result = error_set(err, ERROR_DATA, "it is JSON, but no object: write {\"id\": ..., \"text\": ...}");
    else if (line[at] != '\0' && strspn(line + at, " \t\r") != len - at)
        result = error_set(err, ERROR_DATA, "something follows its JSON object: write one object a line");
    else
        result = read_object(p, object, line, err);
    json_object_put(object);
    return result;
}

/* ---- TSV ---- */

static char unescape(char c)
{
    static const char from[] = "tnrbfv0";
    static const char to[] = "\t\n\r\b\f\v";
    const char *found = c != '0' && c != '\0' ? strchr(from, c) : NULL;
    return found != NULL ? to[found - from] : c;
}

static int read_tsv(struct stream_parser *p, const char *line, size_t len, struct error *err)
{
    int field = 0;
    size_t start = 0;
    while (len > 0 && line[len - 1] == '\r')
        len--;
    for (size_t i = 0; i <= len; i++) {
        if (i < len && line[i] == '\\' && i + 1 < len)
            i++; /* the escaped character is no tab that ends a cell */
        if (i < len && line[i] != '\t')
            continue;
        if (field == FIELDS)
            return error_set(err, ERROR_DATA,
                             "it has more than %d columns: id, text, polarity, source, service, place",
                             FIELDS);
        struct buf *cell = &p->cells[field];
        bool null = i - start == 2 && line[start] == '\\' && line[start + 1] == 'N';
        buf_clear(cell);
        for (size_t k = start; k < i && !null; k++) {
            bool escaped = line[k] == '\\' && k + 1 < i;
            buf_putc(cell, escaped ? unescape(line[k + 1]) : line[k]);
            k += escaped;
        }
        if (buf_check(cell, names[field], err) != 0)
            return -1;
        if (field == FIELD_ID)
            buf_add(&p->id, line, null ? 0 : i);
        p->given[field++] = !null;
        start = i + 1;
    }
    return 0;
}

/* ---- both ---- */

static int read_polarity(const struct stream_parser *p, enum polarity *out, struct error *err)
{
    const char *text = buf_str(&p->cells[FIELD_POLARITY]);
    *out = POLARITY_OPEN;
    if (!p->given[FIELD_POLARITY] || text[0] == '\0')
        return 0;
    for (int i = 0; polarities[i] != NULL; i++)
        if (strcmp(polarities[i], text) == 0) {
            *out = (enum polarity)i;
            return 0;
        }
    return error_set(err, ERROR_DATA, "its polarity must be good, improve or open");
}

static const char *given(const struct stream_parser *p, enum field field)
{
    return p->given[field] ? buf_str(&p->cells[field]) : NULL;
}

int stream_parse(struct stream_parser *p, const char *line, size_t len, struct stream_record *out,
                 struct error *err)
{
    *out = (struct stream_record){.id = "", .id_text = ""};
    memset(p->given, 0, sizeof p->given);
    buf_clear(&p->id);
    buf_clear(&p->text);
    if (len == 0)
        return error_set(err, ERROR_DATA, "it is empty");
    size_t bad = 0;
    if (!text_is_utf8(line, len, &bad))
        return error_set(err, ERROR_DATA,
                         line[bad] == '\0'
                             ? "it holds a NUL at byte %zu: remove it"
                             : "it is not UTF-8 at byte %zu: convert it, for instance with iconv",
                         bad + 1);
    int result = p->format == STREAM_NDJSON ? read_json(p, line, len, err) : read_tsv(p, line, len, err);
    out->id = buf_str(&p->id);
    out->id_len = p->id.len;
    if (p->given[FIELD_ID]) {
        out->id_text = buf_str(&p->cells[FIELD_ID]);
        out->id_text_len = p->cells[FIELD_ID].len;
    }
    if (result != 0)
        return -1;
    if (!p->given[FIELD_TEXT])
        return error_set(err, ERROR_DATA, "it has no text");
    const struct buf *text = &p->cells[FIELD_TEXT];
    if (text_canonical(buf_str(text), text->len, &p->text, err) != 0 ||
        buf_check(&p->text, "its text", err) != 0)
        return -1;
    out->comment = (struct coder_comment){.text = buf_str(&p->text),
                                          .len = p->text.len,
                                          .source = given(p, FIELD_SOURCE),
                                          .service = given(p, FIELD_SERVICE),
                                          .place = given(p, FIELD_PLACE)};
    return read_polarity(p, &out->comment.polarity, err);
}

/* ---- writing ---- */

static const char *code_of(const struct codebook *book, const struct coder_rule *by)
{
    return codebook_ruleset(book, by->ruleset)->categories[by->category].code;
}

static void add_rule(struct buf *out, const struct codebook *book, const struct coder_rule *by)
{
    json_comma(out);
    buf_putc(out, '{');
    json_key_text(out, "ruleset", codebook_ruleset(book, by->ruleset)->name);
    json_key_text(out, "category", code_of(book, by));
    json_key_int(out, "rule", by->rule);
}

static void begin_object(struct buf *out, const struct stream_options *options, const struct stream_record *r)
{
    buf_putc(out, '{');
    json_key(out, "id");
    if (r->id_len == 0)
        buf_puts(out, "null");
    else if (options->in == STREAM_NDJSON)
        buf_add(out, r->id, r->id_len);
    else
        json_bytes(out, r->id_text, r->id_text_len);
}

static void write_json(struct buf *out, const struct stream_options *options, const struct codebook *book,
                       const struct stream_record *r, const struct coder_codes *codes)
{
    begin_object(out, options, r);
    if (options->text) {
        json_key(out, "text");
        json_bytes(out, r->comment.text, r->comment.len);
    }
    json_key(out, "non_answer");
    buf_puts(out, codes->non_answer ? "true" : "false");
    json_key(out, "codings");
    buf_putc(out, '[');
    for (size_t i = 0; i < codes->firing_count; i++) {
        add_rule(out, book, &codes->firings[i].by);
        json_key_int(out, "start", (int64_t)codes->firings[i].start);
        json_key_int(out, "end", (int64_t)codes->firings[i].end);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    for (size_t i = 0; i < codes->undecided_count; i++) {
        if (i == 0) {
            json_key(out, "undecided");
            buf_putc(out, '[');
        }
        add_rule(out, book, &codes->undecided[i].by);
        json_key_text(out, "reason", codes->undecided[i].reason);
        buf_puts(out, i + 1 < codes->undecided_count ? "}" : "}]");
    }
    buf_puts(out, "}\n");
}

static void add_cell(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        static const char special[] = "\t\n\r\\";
        const char *found = s[i] != '\0' ? strchr(special, s[i]) : NULL;
        if (found == NULL)
            buf_putc(out, s[i]);
        else
            buf_printf(out, "\\%c", "tnr\\"[found - special]);
    }
}

static void add_id_cell(struct buf *out, const struct stream_options *options, const struct stream_record *r)
{
    if (options->in == STREAM_TSV)
        buf_add(out, r->id, r->id_len);
    else
        add_cell(out, r->id_text, r->id_text_len);
}

void stream_write(struct buf *out, const struct stream_options *options, const struct codebook *book,
                  const struct stream_record *r, const struct coder_codes *codes)
{
    if (options->out == STREAM_NDJSON) {
        write_json(out, options, book, r, codes);
        return;
    }
    for (size_t i = 0; i < codes->firing_count; i++) {
        const struct coder_firing *f = &codes->firings[i];
        add_id_cell(out, options, r);
        buf_printf(out, "\t%s\t%s\t%u\t%zu\t%zu\t\\N\n", codebook_ruleset(book, f->by.ruleset)->name,
                   code_of(book, &f->by), f->by.rule, f->start, f->end);
    }
    for (size_t i = 0; i < codes->undecided_count; i++) {
        const struct coder_undecided *u = &codes->undecided[i];
        add_id_cell(out, options, r);
        buf_printf(out, "\t%s\t%s\t%u\t\\N\t\\N\t%s\n", codebook_ruleset(book, u->by.ruleset)->name,
                   code_of(book, &u->by), u->by.rule, u->reason);
    }
}

void stream_write_error(struct buf *out, const struct stream_options *options, const struct stream_record *r,
                        int64_t line, const char *sentence)
{
    if (options->out == STREAM_TSV) {
        add_id_cell(out, options, r);
        buf_puts(out, "\t\\N\t\\N\t\\N\t\\N\t\\N\t");
        add_cell(out, sentence, strlen(sentence));
        buf_putc(out, '\n');
        return;
    }
    begin_object(out, options, r);
    json_key_int(out, "line", line);
    json_key_text(out, "error", sentence);
    buf_puts(out, "}\n");
}
