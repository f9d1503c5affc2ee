/* buf.c: the growing byte string, and whole files in and out of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>

struct buf buf_new(size_t max)
{
    return (struct buf){.max = max};
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = buf_new(b->max);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data != NULL)
        b->data[0] = '\0';
}

/* Makes room for `len` more bytes and the NUL, or marks the failure. */
static bool reserve(struct buf *b, size_t len)
{
    if (b->failed || len > b->max - b->len) {
        b->failed = true;
        return false;
    }
    b->data = mem_grow(b->data, &b->cap, b->len + len + 1, 1);
    return true;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
    if (!reserve(b, len))
        return;
    if (len > 0)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_int(struct buf *b, int64_t number)
{
    char digits[20];
    char *at = digits + sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        *--at = '-';
    buf_add(b, at, (size_t)(digits + sizeof digits - at));
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len >= 0 && reserve(b, (size_t)len)) {
        vsnprintf(b->data + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

const char *buf_str(const struct buf *b)
{
    return b->data != NULL ? b->data : "";
}

char *buf_detach(struct buf *b)
{
    char *content = b->data != NULL ? b->data : mem_new(1, 1);
    *b = buf_new(b->max);
    return content;
}

int buf_check(const struct buf *b, const char *what, struct error *err)
{
    if (!b->failed)
        return 0;
    return error_set(err, ERROR_DATA, "%s is larger than the limit of %zu bytes", what, b->max);
}

int buf_read_file(struct buf *b, const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(err, ERROR_CONFIG, "%s: cannot be opened: %s", path, strerror(errno));
    char chunk[64 << 10];
    ssize_t got = 0;
    while (!b->failed && (got = read(fd, chunk, sizeof chunk)) > 0)
        buf_add(b, chunk, (size_t)got);
    int why = errno;
    close(fd);
    if (got < 0 && why == EISDIR)
        return error_set(err, ERROR_CONFIG, "%s: is a folder, not a file: name the file", path);
    if (got < 0)
        return error_set(err, ERROR_SYSTEM, "%s: cannot be read: %s", path, strerror(why));
    return buf_check(b, path, err);
}

static int put_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t put = write(fd, bytes, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        bytes += put;
        len -= (size_t)put;
    }
    return 0;
}

/* A device or a pipe takes the bytes itself: a rename would put a file in its place. */
static int write_through(const struct buf *b, const char *path, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    int result = fd >= 0 ? put_all(fd, buf_str(b), b->len) : -1;
    if (result != 0)
        error_set(err, ERROR_SYSTEM, "%s: cannot be written: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return result;
}

int buf_write_file(const struct buf *b, const char *path, struct error *err)
{
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode))
        return write_through(b, path, err);
    struct buf temporary = buf_new(1 << 16);
    buf_printf(&temporary, "%s.XXXXXX", path);
    int result = -1;
    int fd = temporary.failed ? -1 : mkstemp(temporary.data);
    if (fd < 0) {
        error_set(err, ERROR_SYSTEM, "%s: cannot be written here: %s", path, strerror(errno));
        goto done;
    }
    mode_t mask = umask(0);
    umask(mask);
    bool written = fchmod(fd, 0666 & ~mask) == 0 && put_all(fd, buf_str(b), b->len) == 0 && fsync(fd) == 0;
    if (close(fd) != 0 || !written || rename(temporary.data, path) != 0) {
        error_set(err, ERROR_SYSTEM, "%s: cannot be written: %s", path, strerror(errno));
        unlink(temporary.data);
        goto done;
    }
    result = 0;
done:
    buf_free(&temporary);
    return result;
}
