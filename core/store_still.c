/* store_still.c: reads a store that lies in a folder which cannot be written, where SQLite can keep no locks.
 */
#include "store_internal.h"

#include <ctype.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>

/* What a writer leaves beside the file until it is part of it: changes that the file lacks, or, of a program
 * that was killed, what it must be brought back to. */
static const char *const logs[] = {"-wal", "-journal"};

static int64_t log_size(const char *path, const char *ending)
{
    struct stat st;
    struct buf name = buf_new(strlen(path) + sizeof "-journal");
    buf_printf(&name, "%s%s", path, ending);
    int64_t size = stat(buf_str(&name), &st) == 0 ? (int64_t)st.st_size : 0;
    buf_free(&name);
    return size;
}

static bool look(const char *path, struct store_still *now)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    *now = (struct store_still){.on = true,
                                .size = (int64_t)st.st_size,
                                .seconds = (int64_t)st.st_mtim.tv_sec,
                                .nanoseconds = (int64_t)st.st_mtim.tv_nsec,
                                .number = (int64_t)st.st_ino};
    return true;
}

bool store_still_wanted(const struct store *s)
{
    int code = sqlite3_errcode(s->db) & 0xFF;
    char *copy = mem_strdup(s->path);
    bool closed = access(dirname(copy), W_OK) != 0;
    free(copy);
    return closed && s->mode == STORE_READ && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY);
}

int store_still_begin(struct store *s, struct buf *uri, struct error *err)
{
    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++)
        if (log_size(s->path, logs[i]) > 0)
            return error_set(
                err, ERROR_SYSTEM,
                "store %s: its last changes lie beside it in %s%s, and its folder cannot be written, "
                "so they cannot be read: run yousaid-collector status where the store is kept, or "
                "copy both files into a folder of your own",
                s->path, s->path, logs[i]);
    if (!look(s->path, &s->still))
        return error_set(err, ERROR_SYSTEM, "store %s: it cannot be opened: check its permissions", s->path);
    buf_printf(uri, "file:%s", s->path[0] == '/' ? "//" : "");
    for (const char *c = s->path; *c != '\0'; c++)
        if (isalnum((unsigned char)*c) || strchr("/._-", *c) != NULL)
            buf_putc(uri, *c);
        else
            buf_printf(uri, "%%%02X", (unsigned)(unsigned char)*c);
    buf_puts(uri, "?immutable=1");
    return buf_check(uri, "the path of the store", err);
}

bool store_still_broken(const struct store *s)
{
    struct store_still now;
    if (!s->still.on)
        return false;
    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++)
        if (log_size(s->path, logs[i]) > 0)
            return true;
    return !look(s->path, &now) || now.size != s->still.size || now.seconds != s->still.seconds ||
           now.nanoseconds != s->still.nanoseconds || now.number != s->still.number;
}
