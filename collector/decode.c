/* decode.c: charset conversion by iconv, and refusal of what is no export. */
#include "decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <yousaid/text.h>

/* First bytes that tell a file that is no export. */
static const struct {
    const char *bytes;
    const char *sentence;
} signatures[] = {
    {"PK\003\004", "the export is a ZIP or Excel file (xlsx): save it as \"CSV UTF-8\" and use that"},
    {"\x1f\x8b", "the export is a gzip file: unpack it first"},
    {"\xd0\xcf\x11\xe0", "the export is an old Excel file (xls): save it as \"CSV UTF-8\" and use that"},
    {"%PDF", "the export is a PDF file: ask the tool for CSV or JSON"},
};

static const char web_page[] =
    "the answer is a web page and not an export (often a login page: the key is wrong or has run out): "
    "open the address in a browser, then correct url and headers of the source";

/* Bytes after white space and a UTF-8 byte order mark. */
static const char *first_bytes(const struct buf *payload, size_t *len)
{
    const char *p = buf_str(payload);
    const char *end = p + payload->len;
    if (end - p >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    while (p < end && strchr(" \t\r\n", *p) != NULL)
        p++;
    *len = (size_t)(end - p);
    return p;
}

int decode_check(const struct buf *payload, const char *content_type, struct error *err)
{
    static const char *const html[] = {"<!doctype html", "<html", "<head", "<body", "<!-- "};
    size_t len = 0;
    const char *p = first_bytes(payload, &len);
    if (len == 0)
        return error_set(err, ERROR_DATA, "the export is empty: it has no header and no records");
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++)
        if (len >= strlen(signatures[i].bytes) &&
            memcmp(p, signatures[i].bytes, strlen(signatures[i].bytes)) == 0)
            return error_set(err, ERROR_DATA, "%s", signatures[i].sentence);
    for (size_t i = 0; i < sizeof html / sizeof html[0]; i++)
        if (len >= strlen(html[i]) && strncasecmp(p, html[i], strlen(html[i])) == 0)
            return error_set(err, ERROR_DATA, "%s", web_page);
    if (content_type != NULL && strncasecmp(content_type, "text/html", 9) == 0 && *p == '<')
        return error_set(err, ERROR_DATA, "%s", web_page);
    return 0;
}

static size_t line_of(const struct buf *payload, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < payload->len; i++)
        line += payload->data[i] == '\n';
    return line;
}

/* Which encoding the bytes above 0x7F speak for: those of typographic quotes, dashes, accents and the pound
 * in each. */
static const char *probable(const struct buf *payload)
{
    static const char windows[] = "\x91\x92\x93\x94\x96\x97\x85\xa0\xe9\xe8\xe0\xf6\xfc\xe4";
    static const char macintosh[] = "\xd2\xd3\xd4\xd5\xd0\xd1\xc9\xca\x8e\x8f\x88\x9a\x9f\x8a";
    size_t w = 0;
    size_t m = 0;
    size_t nul = 0;
    for (size_t i = 0; i < payload->len; i++) {
        char c = payload->data[i];
        nul += c == '\0';
        w += c != '\0' && strchr(windows, c) != NULL;
        m += c != '\0' && strchr(macintosh, c) != NULL;
    }
    return nul > payload->len / 8 ? "utf-16" : m > w ? "macintosh" : "windows-1252";
}

static int not_utf8(const struct buf *payload, size_t bad, struct error *err)
{
    const char *guess = probable(payload);
    return error_set(err, ERROR_DATA,
                     "line %zu, byte %zu (0x%02X): the export is not UTF-8, probably %s: "
                     "add encoding: %s to format in the source file, then look at preview",
                     line_of(payload, bad), bad, (unsigned)(unsigned char)payload->data[bad], guess, guess);
}

static int convert(const struct buf *payload, size_t from, const char *encoding, struct buf *out,
                   struct error *err)
{
    iconv_t how = iconv_open("UTF-8", encoding);
    if (how == (iconv_t)-1)
        return decode_check_encoding(encoding, err);
    char *in = payload->data + from;
    size_t left = payload->len - from;
    int result = 0;
    while (result == 0 && left > 0) {
        char chunk[16 << 10];
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t done = iconv(how, &in, &left, &to, &room);
        int why = errno;
        buf_add(out, chunk, sizeof chunk - room);
        if (done == (size_t)-1 && why != E2BIG) {
            size_t at = payload->len - left;
            result =
                error_set(err, ERROR_DATA,
                          "line %zu, byte %zu (0x%02X): does not fit the encoding %s that the source file "
                          "declares%s",
                          line_of(payload, at), at, (unsigned)(unsigned char)payload->data[at], encoding,
                          why == EINVAL ? ": the export is cut off" : "");
        }
    }
    iconv_close(how);
    const char *nul = result == 0 && out->len > 0 ? memchr(buf_str(out), '\0', out->len) : NULL;
    if (nul != NULL)
        return error_set(err, ERROR_DATA,
                         "line %zu: a NUL character: the export is damaged, or is not in the encoding %s",
                         line_of(out, (size_t)(nul - buf_str(out))), encoding);
    return result == 0 ? buf_check(out, "the decoded export", err) : -1;
}

int decode_text(const struct buf *payload, const char *encoding, struct buf *out, struct error *err)
{
    static const struct {
        const char *mark, *encoding;
    } marks[] = {{"\xef\xbb\xbf", "utf-8"}, {"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"}};
    size_t from = 0;
    size_t bad = 0;
    for (size_t i = 0; from == 0 && i < sizeof marks / sizeof marks[0]; i++)
        if (payload->len >= strlen(marks[i].mark) &&
            memcmp(payload->data, marks[i].mark, strlen(marks[i].mark)) == 0) {
            from = strlen(marks[i].mark);
            encoding = marks[i].encoding;
        }
    if (strcasecmp(encoding, "utf-8") != 0 && strcasecmp(encoding, "utf8") != 0)
        return convert(payload, from, encoding, out, err);
    if (!text_is_utf8(buf_str(payload) + from, payload->len - from, &bad))
        return not_utf8(payload, from + bad, err);
    buf_add(out, buf_str(payload) + from, payload->len - from);
    return buf_check(out, "the decoded export", err);
}

int decode_check_encoding(const char *encoding, struct error *err)
{
    iconv_t how = iconv_open("UTF-8", encoding);
    if (how == (iconv_t)-1)
        return error_set(
            err, ERROR_CONFIG,
            "the encoding '%s' is not known: use utf-8, windows-1252, iso-8859-1, macintosh or utf-16",
            encoding);
    iconv_close(how);
    return 0;
}
