/* scrub_check.c: check digits of identifiers, and cheap questions that spare a text the search for them. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "scrub_internal.h"

enum { NHS_DIGITS = 10 };

/* NHS numbers: weights 10 to 2 over the first nine digits, 11 less the remainder by 11 is the tenth; 11 is 0
 * and 10 is no number (NHS Data Model and Dictionary, NHS NUMBER). */
bool scrub_is_nhs_number(const char *digits, size_t count)
{
    int sum = 0;
    if (count != NHS_DIGITS)
        return false;
    for (int i = 0; i < NHS_DIGITS - 1; i++)
        sum += (digits[i] - '0') * (NHS_DIGITS - i);
    int check = 11 - sum % 11;
    return check != 10 && check % 11 == digits[NHS_DIGITS - 1] - '0';
}

/* Payment cards: the Luhn sum (ISO/IEC 7812-1). */
bool scrub_is_card(const char *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int d = digits[count - 1 - i] - '0';
        d = i % 2 == 1 ? 2 * d : d;
        sum += d > 9 ? d - 9 : d;
    }
    return count >= 13 && count <= 19 && sum % 10 == 0;
}

/* British telephone numbers: 10 or 11 digits from 0, or 44 and 10 without it; 11 to 13 with another country's
 * code. */
bool scrub_is_phone(const char *digits, size_t count)
{
    if (strncmp(digits, "0044", 4) == 0)
        return count == 14 || count == 13 || count == 15;
    if (digits[0] == '0')
        return count == 10 || count == 11;
    return count >= 11 && count <= 13;
}

bool scrub_has_at(const char *text, size_t len)
{
    return memchr(text, '@', len) != NULL;
}

bool scrub_has_stop(const char *text, size_t len)
{
    return memchr(text, '.', len) != NULL || memchr(text, ':', len) != NULL;
}

/* "(at" and the like. */
bool scrub_has_bracket(const char *text, size_t len)
{
    bool found = false;
    for (size_t i = 0; i + 4 <= len && !found; i++)
        if (strchr("([{<", text[i]) != NULL) {
            bool wide = ((unsigned char)text[i + 1] & 0x80) != 0; /* a space of another kind, perhaps */
            size_t at = i + 1 + (isspace((unsigned char)text[i + 1]) != 0);
            found = wide || (at + 2 <= len && strncasecmp(text + at, "at", 2) == 0);
        }
    return found;
}

bool scrub_has_domain(const char *text, size_t len)
{
    bool found = false;
    for (size_t i = 0; i + 3 <= len && !found; i++)
        found = (text[i] == '.' && strchr("cnoCNO", text[i + 1]) != NULL) ||
                ((text[i] == 'd' || text[i] == 'D') && strncasecmp(text + i, "dot", 3) == 0);
    return found;
}

/* Digits of other scripts count too. */
bool scrub_has_digit(const char *text, size_t len)
{
    bool found = false;
    for (size_t i = 0; i < len && !found; i++)
        found = (text[i] >= '0' && text[i] <= '9') || ((unsigned char)text[i] & 0x80) != 0;
    return found;
}

/* The zeros of the scripts of Unicode that people in Britain write numbers in; each is followed by its nine
 * other digits. The last five are the mathematical styles. */
static const unsigned zeros[] = {
    0x660, 0x6F0, 0x966,  0x9E6,  0xA66,  0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,   0xD66,
    0xE50, 0xED0, 0x1040, 0x17E0, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
};

/* The text is valid UTF-8. */
static unsigned code_point(const char *text, size_t len, size_t *size)
{
    unsigned first = (unsigned char)text[0];
    size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (bytes > len)
        bytes = len;
    unsigned code = bytes == 1 ? first : first & (0x7FU >> bytes);
    for (size_t i = 1; i < bytes; i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3FU);
    *size = bytes;
    return code;
}

int scrub_digit(const char *text, size_t len, size_t *size)
{
    unsigned code = code_point(text, len, size);
    if (code >= '0' && code <= '9')
        return (int)(code - '0');
    for (size_t i = 0; code >= zeros[0] && i < sizeof zeros / sizeof zeros[0]; i++)
        if (code >= zeros[i] && code <= zeros[i] + 9)
            return (int)(code - zeros[i]);
    return -1;
}
