/* buf.h: a growing byte string, born with a ceiling.
 *
 * `data` is never NULL after the first append and always NUL-terminated at `len`. Passing the ceiling does not truncate: it sets
 * `failed`, further appends do nothing, and buf_check() turns that into an error. So a writer appends freely and checks once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>

struct buf {
    char *data;
    size_t len;
    size_t cap;
    size_t max; /* ceiling in bytes */
    bool failed;
};

/* An empty buffer that may hold up to `max` bytes. Nothing is allocated yet. */
struct buf buf_new(size_t max);
void buf_free(struct buf *b);
/* Forgets the content (and a failure), keeps the memory. */
void buf_clear(struct buf *b);

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
/* A whole number in decimal digits: as buf_printf() writes it, several times as fast. */
void buf_int(struct buf *b, int64_t number);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The content as a string; "" when nothing was added. Borrowed until the next call on `b`. */
const char *buf_str(const struct buf *b);
/* Gives the content away (the caller frees it) and leaves `b` empty. Never NULL. */
char *buf_detach(struct buf *b);
/* 0, or -1 with ERROR_DATA "<what> is larger than the limit of N bytes" when the ceiling was passed. */
int buf_check(const struct buf *b, const char *what, struct error *err);

/* Reads a whole file of at most `max` bytes into `b` (appending). ERROR_CONFIG if it cannot be opened or is a folder, ERROR_DATA if larger. */
int buf_read_file(struct buf *b, const char *path, struct error *err);
/* Writes `b` to `path` through a temporary file beside it, fsync and rename: a reader sees the old file or the whole new one.
 * A device or a pipe (/dev/stdout) is written as it is. */
int buf_write_file(const struct buf *b, const char *path, struct error *err);
