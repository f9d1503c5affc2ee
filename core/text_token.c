/* text_token.c: the tokens that stand for what was taken out of a text, and their hiding from patterns. */
#include <string.h>
#include <strings.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

enum { HIDDEN = 0x1A /* SUBSTITUTE (ECMA-48): text_canonical() leaves none in a text */ };

const char *const text_tokens[TEXT_TOKENS] = {
    [TEXT_TOKEN_EMAIL] = "[email]",
    [TEXT_TOKEN_LINK] = "[link]",
    [TEXT_TOKEN_BIRTH] = "[date of birth]",
    [TEXT_TOKEN_NHS_NUMBER] = "[NHS number]",
    [TEXT_TOKEN_CARD_NUMBER] = "[card number]",
    [TEXT_TOKEN_NI_NUMBER] = "[NI number]",
    [TEXT_TOKEN_PHONE] = "[phone]",
    [TEXT_TOKEN_POSTCODE] = "[postcode]",
    [TEXT_TOKEN_ADDRESS] = "[address]",
    [TEXT_TOKEN_NAME] = "[name]",
};

/* What those who publish comments write: exports of the Friends and Family Test have "[Name Redacted]" in
 * them. "[unreadable]" stays: that it cannot be read is what a rule may look for. */
static const char *const foreign[] = {
    "[date redacted]", "[email address]", "[name redacted]", "[nickname redacted]",
    "[phone number]",  "[redacted]",      "[removed]",       "[telephone number]",
};
enum { FOREIGN = sizeof foreign / sizeof foreign[0] };

static size_t token_in(const char *const *tokens, size_t count, const char *s, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(tokens[i]);
        if (size <= len && strncasecmp(s, tokens[i], size) == 0)
            return size;
    }
    return 0;
}

/* Length of the token that begins at s, or 0. */
static size_t token_at(const char *s, size_t len)
{
    size_t own = token_in(text_tokens, TEXT_TOKENS, s, len);
    return own > 0 ? own : token_in(foreign, FOREIGN, s, len);
}

/* The folded text as memory of its own, which may be written to. */
static char *own_copy(struct text_folded *f)
{
    if (f->data != f->scratch.data) {
        f->scratch.data = mem_grow(f->scratch.data, &f->scratch.cap, f->len + 1, 1);
        memcpy(f->scratch.data, f->data, f->len);
        f->scratch.data[f->len] = '\0';
        f->scratch.len = f->len;
        f->data = f->scratch.data;
    }
    return f->scratch.data;
}

void text_hide_tokens(struct text_folded *f)
{
    const char *end = f->data + f->len;
    for (const char *s = memchr(f->data, '[', f->len); s != NULL;) {
        size_t size = token_at(s, (size_t)(end - s));
        size_t at = (size_t)(s - f->data);
        if (size > 0) {
            memset(own_copy(f) + at + 1, HIDDEN, size - 2);
            end = f->data + f->len;
        }
        at += size > 0 ? size : 1;
        s = memchr(f->data + at, '[', f->len - at);
    }
}
