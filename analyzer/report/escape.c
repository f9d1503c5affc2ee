/* escape.c: what each format needs escaped. */
#include "escape.h"

#include <ctype.h>
#include <string.h>

#define ENTITY "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *const html_entities[128] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

static void html_part(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < 128 && html_entities[c] != NULL)
            buf_puts(out, html_entities[c]);
        else
            buf_putc(out, s[i]);
    }
}

void html_text(struct buf *out, const char *s)
{
    html_part(out, s, strlen(s));
}

size_t link_length(const char *s)
{
    size_t scheme = strncmp(s, "https://", 8) == 0 ? 8 : strncmp(s, "http://", 7) == 0 ? 7 : 0;
    if (scheme == 0)
        return 0;
    size_t len = scheme + strcspn(s + scheme, " \t\n\r<>\"'`");
    while (len > scheme && strchr(".,;:!?)]", s[len - 1]) != NULL)
        len--;
    return len > scheme ? len : 0;
}

void html_linked(struct buf *out, const char *s)
{
    const char *plain = s;
    for (const char *at = s; *at != '\0';) {
        size_t len = link_length(at);
        if (len == 0) {
            at++;
            continue;
        }
        html_part(out, plain, (size_t)(at - plain));
        buf_puts(out, "<a href=\"");
        html_part(out, at, len);
        buf_puts(out, "\">");
        html_part(out, at, len);
        buf_puts(out, "</a>");
        plain = at += len;
    }
    html_text(out, plain);
}

void md_text(struct buf *out, const char *s)
{
    for (const char *at = s; *at != '\0'; at++) {
        if (*at == '\n' || *at == '\r') {
            buf_putc(out, ' ');
            continue;
        }
        size_t len = link_length(at);
        if (len > 0) {
            buf_putc(out, '<');
            buf_add(out, at, len);
            buf_putc(out, '>');
            at += len - 1;
            continue;
        }
        /* A number with a dot or bracket, or a sign, begins a list only where a line begins. */
        bool starts = at == s && strchr("+-=", *at) != NULL;
        bool numbered = (*at == '.' || *at == ')') && at > s && (at[1] == ' ' || at[1] == '\0') &&
                        strspn(s, "0123456789") == (size_t)(at - s);
        bool entity = *at == '&' && at[1 + strspn(at + 1, ENTITY)] == ';';
        if (strchr("\\`*_[]<>#|~$^", *at) != NULL || entity || (*at == '!' && at[1] == '[') || starts ||
            numbered)
            buf_putc(out, '\\');
        buf_putc(out, *at);
    }
}
