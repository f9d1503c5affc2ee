/* fuzz_stream.c: any line is a comment or an error that is one sentence; what is written is always one line.
 */
#include "stream.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void try_line(enum stream_format in, enum stream_format to, const char *line, size_t len)
{
    const struct stream_options options = {.in = in, .out = to, .text = true};
    static const struct coder_codes nothing;
    struct stream_parser *p = stream_parser_new(in);
    struct stream_record r;
    struct error err = {0};
    struct buf out = buf_new(1 << 26);
    if (stream_parse(p, line, len, &r, &err) == 0) {
        require(text_is_utf8(r.comment.text, r.comment.len, NULL) || r.comment.len == 0);
        stream_write(&out, &options, NULL, &r, &nothing);
    } else {
        require(err.kind == ERROR_DATA && err.text[0] != '\0' && strchr(err.text, '\n') == NULL);
        stream_write_error(&out, &options, &r, 1, err.text);
    }
    require(!out.failed && (out.len == 0 || memchr(out.data, '\n', out.len) == out.data + out.len - 1));
    buf_free(&out);
    stream_parser_free(p);
}

/* The first byte chooses the formats. A line ends before its first line break. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const uint8_t *end = memchr(data + 1, '\n', size - 1);
    size_t len = end != NULL ? (size_t)(end - data) - 1 : size - 1;
    char *line = calloc(len + 1, 1);
    if (line == NULL)
        return 0;
    memcpy(line, data + 1, len);
    try_line((data[0] & 1) != 0 ? STREAM_TSV : STREAM_NDJSON, (data[0] & 2) != 0 ? STREAM_TSV : STREAM_NDJSON,
             line, len);
    free(line);
    return 0;
}
