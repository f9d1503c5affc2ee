/* url.c: addresses as they may be shown and stored. */
#include "url.h"

#include <string.h>

static void add_query(const char *query, struct buf *out)
{
    buf_putc(out, '?');
    while (*query != '\0' && *query != '#') {
        size_t len = strcspn(query, "&#");
        size_t name = strcspn(query, "=&#");
        /* A parameter without a value may be a key itself. */
        if (name < len)
            buf_add(out, query, name + 1);
        buf_puts(out, "...");
        query += len;
        if (*query == '&')
            buf_putc(out, *query++);
    }
}

void url_redact(const char *url, struct buf *out)
{
    const char *authority = strstr(url, "://");
    authority = authority != NULL ? authority + 3 : url;
    size_t host_end = strcspn(authority, "/?#");
    const char *user_end = NULL;
    for (size_t i = 0; i < host_end; i++)
        if (authority[i] == '@')
            user_end = authority + i + 1;
    const char *rest = user_end != NULL ? user_end : authority;
    buf_add(out, url, (size_t)(authority - url));
    size_t path = strcspn(rest, "?#");
    buf_add(out, rest, path);
    if (rest[path] == '?')
        add_query(rest + path + 1, out);
}
