/* value_band.c: reads ages and age bands as people write them. */
#include "value_band.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

enum { BAND_MAX_LENGTH = 60, BAND_MAX_NUMBER = 1000000 };

/* Words that may stand in a band; what they do to its bounds. */
enum effect { EFFECT_NONE, EFFECT_FROM, EFFECT_OVER, EFFECT_UNDER };
static const struct {
    const char *word;
    enum effect effect;
} words[] = {
    {"age", EFFECT_NONE},      {"aged", EFFECT_NONE},   {"and", EFFECT_NONE},     {"or", EFFECT_NONE},
    {"old", EFFECT_NONE},      {"to", EFFECT_NONE},     {"year", EFFECT_NONE},    {"years", EFFECT_NONE},
    {"yrs", EFFECT_NONE},      {"than", EFFECT_NONE},   {"between", EFFECT_NONE}, {"above", EFFECT_FROM},
    {"older", EFFECT_FROM},    {"more", EFFECT_FROM},   {"plus", EFFECT_FROM},    {"over", EFFECT_FROM},
    {"upwards", EFFECT_FROM},  {"under", EFFECT_UNDER}, {"below", EFFECT_UNDER},  {"less", EFFECT_UNDER},
    {"younger", EFFECT_UNDER}, {"up", EFFECT_NONE},
};
enum { WORDS = (int)(sizeof words / sizeof words[0]) };

struct parts {
    int64_t number[2];
    size_t numbers;
    enum effect effect;
    bool effect_first; /* "over 65" as against "65 and over" */
};

static bool read_number(const char **at, struct parts *p)
{
    char *end = NULL;
    long long n = strtoll(*at, &end, 10);
    if (p->numbers == 2 || n > BAND_MAX_NUMBER)
        return false;
    p->number[p->numbers++] = n;
    *at = end;
    return true;
}

static bool read_word(const char **at, struct parts *p)
{
    size_t len = 0;
    while (isalpha((unsigned char)(*at)[len]))
        len++;
    size_t i = 0;
    while (i < WORDS && (strlen(words[i].word) != len || strncmp(words[i].word, *at, len) != 0))
        i++;
    if (i == WORDS)
        return false;
    if (words[i].effect != EFFECT_NONE) {
        p->effect = words[i].effect;
        p->effect_first = p->numbers == 0;
    }
    *at += len;
    return true;
}

static bool read_sign(const char **at, struct parts *p)
{
    static const char passed[] = " -/()";
    char c = *(*at)++;
    if (c == '+' || c == '>')
        p->effect = EFFECT_FROM;
    else if (c == '<')
        p->effect = EFFECT_UNDER;
    else if (strchr(passed, c) == NULL)
        return false;
    if (c == '<' || c == '>')
        p->effect_first = true;
    return true;
}

static bool split(const char *key, struct parts *p)
{
    while (*key != '\0') {
        bool fine = isdigit((unsigned char)*key)   ? read_number(&key, p)
                    : isalpha((unsigned char)*key) ? read_word(&key, p)
                                                   : read_sign(&key, p);
        if (!fine)
            return false;
    }
    return p->numbers > 0;
}

bool value_band(const char *value, int64_t *from, int64_t *to)
{
    struct buf key = buf_new(BAND_MAX_LENGTH);
    text_key(value, strlen(value), &key);
    struct parts p = {0};
    bool read = !key.failed && split(buf_str(&key), &p);
    buf_free(&key);
    if (!read || (p.numbers == 2 && (p.effect != EFFECT_NONE || p.number[0] > p.number[1])))
        return false;
    *from = p.number[0];
    *to = p.numbers == 2 ? p.number[1] : p.number[0];
    if (p.effect == EFFECT_FROM) {
        *from += p.effect_first ? 1 : 0;
        *to = INT64_MAX;
    } else if (p.effect == EFFECT_UNDER) {
        *to -= p.effect_first ? 1 : 0;
        *from = 0;
    }
    return true;
}
