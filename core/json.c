/* json.c: writes JSON text. */
#include <yousaid/json.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

void json_bytes(struct buf *out, const char *s, size_t len)
{
    size_t plain = 0;
    buf_putc(out, '"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F)
            continue;
        buf_add(out, s + plain, i - plain);
        plain = i + 1;
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c == '\n')
            buf_puts(out, "\\n");
        else
            buf_printf(out, "\\u%04x", c);
    }
    buf_add(out, s + plain, len - plain);
    buf_putc(out, '"');
}

void json_text(struct buf *out, const char *s)
{
    if (s == NULL)
        buf_puts(out, "null");
    else
        json_bytes(out, s, strlen(s));
}

void json_comma(struct buf *out)
{
    char last = out->len > 0 ? out->data[out->len - 1] : '[';
    if (last != '[' && last != '{' && last != '\n')
        buf_putc(out, ',');
}

void json_key(struct buf *out, const char *key)
{
    json_comma(out);
    json_text(out, key);
    buf_putc(out, ':');
}

void json_key_text(struct buf *out, const char *key, const char *value)
{
    json_key(out, key);
    json_text(out, value);
}

void json_key_int(struct buf *out, const char *key, int64_t value)
{
    json_key(out, key);
    buf_int(out, value);
}

void json_number(struct buf *out, double n)
{
    char digits[64];
    if (!isfinite(n)) {
        buf_puts(out, "null");
        return;
    }
    snprintf(digits, sizeof digits, "%.6f", n);
    size_t len = strlen(digits);
    while (digits[len - 1] == '0')
        len--;
    buf_add(out, digits, digits[len - 1] == '.' ? len - 1 : len);
}

void json_key_number(struct buf *out, const char *key, double n)
{
    json_key(out, key);
    json_number(out, n);
}
