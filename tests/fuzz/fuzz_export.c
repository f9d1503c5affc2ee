/* fuzz_export.c: whatever an export holds, it is refused whole, or every record of it is accounted for, twice
 * the same. The first byte picks a source. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

#include "decode.h"
#include "map.h"
#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#define FIELDS                                                                                               \
    "fields: {id: i, submitted: {column: d, format: [\"%d/%m/%Y\", iso, excel]}, place: {column: p, "        \
    "optional: true}}\n"
#define ANSWERS                                                                                              \
    "groups: [{column: g, map: {a: b, \"16-24\": [c, d]}, split: \";\", optional: true}]\n"                  \
    "skip: [{column: s, is: [x], optional: true}]\n"

static const char *const bodies[] = {
    FIELDS ANSWERS "questions: [{column: q}]\n",
    "format: {header_rows: 2}\n" FIELDS ANSWERS "questions: [{column: q}]\n",
    "format: {header_rows: 3, short_rows: true}\n" FIELDS ANSWERS "questions: [{column: q}]\n",
    "questions: {column: q, text: t}\n" ANSWERS "fields: {id: i}\n",
    "questions: [{column: q}]\nblank: [\"-\"]\n",
    "format: {type: json, items: /a/b}\n" FIELDS ANSWERS "questions: [{column: \"q.*.w[x=1].t\"}]\n",
    "format: {type: json}\n" FIELDS ANSWERS "questions: [{column: q}]\n",
    "format: {type: ndjson}\n" FIELDS "questions: [{column: q.0}]\n",
};
enum { SOURCES = (int)(sizeof bodies / sizeof bodies[0]), ROOM = 1 << 26 };

static struct workspace *workspace;
static struct scrub *scrubber;
static struct source *sources[SOURCES];

static void must(int result, const struct error *err)
{
    if (result == 0)
        return;
    fprintf(stderr, "%s\n", err->text);
    abort();
}

static void write_file(const char *directory, const char *name, const char *head, const char *text)
{
    char path[200];
    struct error err = {0};
    struct buf b = buf_new(1 << 16);
    snprintf(path, sizeof path, "%s/%s", directory, name);
    buf_printf(&b, "%s%s", head, text);
    must(buf_write_file(&b, path, &err), &err);
    buf_free(&b);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    char directory[] = "/tmp/yousaid-fuzz-XXXXXX";
    char path[200];
    struct error err = {0};
    (void)argc;
    (void)argv;
    if (mkdtemp(directory) == NULL)
        abort();
    snprintf(path, sizeof path, "%s/sources", directory);
    mkdir(path, 0700);
    write_file(directory, "yousaid.yaml", "",
               "partnership: P\nplaces: [{name: N, level: system, postcodes: [NP1]}]\n");
    must(workspace_open(directory, &workspace, &err), &err);
    must(scrub_new(&scrubber, &err), &err);
    for (size_t i = 0; i < SOURCES; i++) {
        write_file(directory, "sources/test.yaml", "source: test\norganisation: O\n", bodies[i]);
        snprintf(path, sizeof path, "%s/sources/test.yaml", directory);
        must(source_load(workspace, path, &sources[i], &err), &err);
    }
    return 0;
}

/* Every text that would be stored must be stored text: UTF-8, and of a record that is known. */
static void check_row(const struct map_row *row)
{
    const struct store_response *r = &row->response;
    if (row->reason != NULL && (row->key == NULL || row->record == NULL))
        abort();
    if (row->reason == NULL && r->external_id == NULL)
        abort();
    for (size_t i = 0; i < r->comment_count; i++)
        if (!text_is_utf8(r->comments[i].text, strlen(r->comments[i].text), NULL) ||
            *r->comments[i].text == '\0')
            abort();
    if (r->row_number < 1)
        abort();
}

static int read_once(const struct source *s, const struct buf *text, struct map_batch *b, struct error *err)
{
    map_begin(b, s, workspace, scrubber);
    int result = record_read(s, buf_str(text), text->len, map_record, b, err);
    int64_t rejects = 0;
    for (size_t i = 0; result == 0 && i < b->count; i++) {
        check_row(&b->rows[i]);
        rejects += b->rows[i].reason != NULL;
    }
    if (result == 0 &&
        (rejects != b->counts.rejected || b->counts.records < (int64_t)b->count + b->counts.skipped))
        abort();
    if (result != 0 && err->text[0] == '\0')
        abort();
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {0};
    struct buf payload = buf_new(ROOM);
    struct buf text = buf_new(ROOM);
    if (size == 0)
        return 0;
    const struct source *s = sources[data[0] % SOURCES];
    buf_add(&payload, data + 1, size - 1);
    if (decode_check(&payload, NULL, &err) == 0 && decode_text(&payload, s->encoding, &text, &err) == 0) {
        struct map_batch first;
        struct map_batch second;
        struct error again = {0};
        int a = read_once(s, &text, &first, &err);
        int b = read_once(s, &text, &second, &again);
        if (a != b || first.count != second.count)
            abort();
        for (size_t i = 0; a == 0 && i < first.count; i++)
            if (first.rows[i].reason == NULL &&
                strcmp(first.rows[i].response.external_id, second.rows[i].response.external_id) != 0)
                abort();
        map_free(&first);
        map_free(&second);
    } else if (err.text[0] == '\0')
        abort();
    buf_free(&payload);
    buf_free(&text);
    return 0;
}
