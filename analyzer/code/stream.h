/* stream.h: codes comments as they pass: a line in, a line out, in order, in parallel, with memory that does
 * not grow.
 *
 * Lines in are NDJSON objects {"id", "text", "polarity", "source", "service", "place"} or TSV in that order
 * of columns (escapes \t \n \\ and \N for NULL, as PostgreSQL and ClickHouse write them). A line that cannot
 * be read gives an error in its place; none is passed over. */
#pragma once

#include "coder.h"

#include <yousaid/buf.h>

enum {
    STREAM_MAX_LINE = 8 << 20, /* bytes of one line */
    STREAM_MAX_TEXT = 1 << 20  /* bytes of one comment */
};
enum stream_format { STREAM_NDJSON, STREAM_TSV };
struct stream_options {
    enum stream_format in, out;
    int64_t jobs; /* 0: one for each processor */
    bool text;    /* give the text back, in the form in which spans count it */
};
struct stream_summary {
    int64_t lines, failed;
    char first[ERROR_TEXT_MAX]; /* the first error */
};
/* Reads descriptor `in` to its end and writes to `out`; errors of lines go to `log` too (NULL: not). Results
 * leave as soon as they are there: a program that writes a line and waits for its answer gets it. -1 when
 * reading or writing fails. */
int stream_run(const struct codebook *book, const struct stream_options *options, int in, int out,
               void (*log)(const char *sentence), struct stream_summary *summary, struct error *err);

/* ---- one line (stream_line.c) ---- */

/* The parser of one thread. */
struct stream_parser;
struct stream_record {
    /* As JSON text or TSV cell, as it came, and without quotes and escapes; "" when there is none. Borrowed
     * from the parser. */
    const char *id, *id_text;
    size_t id_len, id_text_len;
    struct coder_comment comment;
};
struct stream_parser *stream_parser_new(enum stream_format format);
void stream_parser_free(struct stream_parser *p);
/* ERROR_DATA without the words of the line; `out->id` is set if it could be read. */
int stream_parse(struct stream_parser *p, const char *line, size_t len, struct stream_record *out,
                 struct error *err);

void stream_write(struct buf *out, const struct stream_options *options, const struct codebook *book,
                  const struct stream_record *r, const struct coder_codes *codes);
void stream_write_error(struct buf *out, const struct stream_options *options, const struct stream_record *r,
                        int64_t line, const char *sentence);
