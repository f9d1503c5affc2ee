/* error.c: fills struct error; sentences are cut on a character boundary. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yousaid/error.h>

/* vsnprintf may have cut inside a UTF-8 character: step back to its start and show that something is missing. */
static void mark_cut(char *text, int wanted)
{
    if (wanted < ERROR_TEXT_MAX)
        return;
    size_t end = ERROR_TEXT_MAX - 4;
    while (end > 0 && ((unsigned char) text[end] & 0xC0) == 0x80)
        end--;
    memcpy(text + end, "...", 4);
}

int error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
    if (err == NULL)
        return -1;
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    mark_cut(err->text, wanted);
    err->kind = kind;
    return -1;
}

int error_at(struct error *err, enum error_kind kind, const char *file, int line, int column,
             const char *format, ...)
{
    if (err == NULL)
        return -1;
    char sentence[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    mark_cut(sentence, wanted);
    if (line > 0 && column > 0)
        return error_set(err, kind, "%s:%d:%d: %s", file, line, column, sentence);
    if (line > 0)
        return error_set(err, kind, "%s:%d: %s", file, line, sentence);
    return error_set(err, kind, "%s: %s", file, sentence);
}

int error_prefix(struct error *err, const char *format, ...)
{
    if (err == NULL)
        return -1;
    char context[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(context, sizeof context, format, args);
    va_end(args);
    mark_cut(context, wanted);
    char sentence[ERROR_TEXT_MAX];
    memcpy(sentence, err->text, sizeof sentence);
    return error_set(err, err->kind, "%s%s", context, sentence);
}
