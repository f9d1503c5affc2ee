/* fuzz_text.c: canonical form is stable UTF-8 and folding leads back to character boundaries, whatever the
 * bytes. */
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

static void fold(const char *s, size_t len)
{
    struct text_folded f = {0};
    text_fold(&f, s, len);
    require(text_is_utf8(f.data, f.len, NULL));
    size_t before = 0;
    for (size_t at = 0; at <= f.len; at++) {
        size_t back = text_unfold(&f, at);
        require(back >= before && back <= len);
        require(f.identical || back == len || ((unsigned char)s[back] & 0xC0) != 0x80);
        before = back;
    }
    text_folded_free(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *s = (const char *)data;
    struct buf once = buf_new(1 << 24);
    struct buf twice = buf_new(1 << 24);
    struct buf key = buf_new(1 << 24);
    bool ok = text_canonical(s, size, &once, NULL) == 0;
    require(ok == text_is_utf8(s, size, NULL));
    if (ok) {
        require(text_is_utf8(buf_str(&once), once.len, NULL));
        require(text_canonical(buf_str(&once), once.len, &twice, NULL) == 0);
        require(once.len == twice.len && strcmp(buf_str(&once), buf_str(&twice)) == 0);
        fold(s, size);
    }
    text_key(s, size, &key);
    text_words(s, size);
    buf_free(&key);
    buf_free(&twice);
    buf_free(&once);
    return 0;
}
