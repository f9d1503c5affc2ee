/* command_options.c: finds an option in the tables and puts its value where the table says. */
#include "command_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

void command_common_options(struct command_option options[COMMAND_COMMON_OPTIONS],
                            struct command_common *common, bool *help, bool *version)
{
    const struct command_option rows[COMMAND_COMMON_OPTIONS] = {
        {"directory", 'C', COMMAND_TEXT, &common->directory, "DIR", "the workspace (default: this folder)",
         NULL, 0, 0},
        {"quiet", 'q', COMMAND_FLAG, &common->quiet, NULL, "print errors and what was asked for only", NULL,
         0, 0},
        {"verbose", 'v', COMMAND_FLAG, &common->verbose, NULL, "say more about what is done", NULL, 0, 0},
        {"json", 0, COMMAND_FLAG, &common->json, NULL, "print for a machine, where the command can", NULL, 0,
         0},
        {"help", 'h', COMMAND_FLAG, help, NULL, "show this help", NULL, 0, 0},
        {"version", 0, COMMAND_FLAG, version, NULL, "show the version", NULL, 0, 0},
    };
    memcpy(options, rows, sizeof rows);
}

const char *command_hint(const char *typed, const char *const *names, size_t count, const char *dashes,
                         char *out, size_t size)
{
    const char *closest = text_closest(typed, names, count);
    out[0] = '\0';
    if (closest != NULL)
        snprintf(out, size, " (did you mean %s%s?)", dashes, closest);
    return out;
}

static const char *name_so_far(const struct command_reading *r)
{
    return r->command != NULL ? r->command->name : "";
}

/* "; see yousaid-analyzer rules check --help" */
static int usage_fail(const struct command_reading *r, struct error *err, const char *sentence)
{
    return error_set(err, ERROR_USAGE, "%s; see %s %s%s--help", sentence, r->set->program, name_so_far(r),
                     r->command != NULL ? " " : "");
}

static int unknown_option(const struct command_reading *r, const char *typed, size_t len, struct error *err)
{
    const char *names[COMMAND_NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < COMMAND_COMMON_OPTIONS; i++)
        names[count++] = r->options[i].name;
    for (size_t i = 0; r->command != NULL && i < r->command->option_count && count < COMMAND_NAMES_MAX; i++)
        names[count++] = r->command->options[i].name;
    char name[128];
    char hint[160];
    char sentence[512];
    snprintf(name, sizeof name, "%.*s", (int)len, typed);
    snprintf(sentence, sizeof sentence, "there is no option --%s%s", name,
             command_hint(name, names, count, "--", hint, sizeof hint));
    return usage_fail(r, err, sentence);
}

static const struct command_option *find_option(const struct command_reading *r, const char *name, size_t len,
                                                char letter)
{
    const struct command_option *tables[] = {r->command != NULL ? r->command->options : NULL, r->options};
    size_t counts[] = {r->command != NULL ? r->command->option_count : 0, COMMAND_COMMON_OPTIONS};
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < counts[t]; i++) {
            const struct command_option *o = &tables[t][i];
            if (letter != 0 ? o->letter == letter : strlen(o->name) == len && memcmp(o->name, name, len) == 0)
                return o;
        }
    return NULL;
}

static int set_int(const struct command_option *o, const char *value, struct error *err)
{
    char *end = NULL;
    errno = 0;
    long long n = strtoll(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0')
        return error_set(err, ERROR_USAGE, "--%s needs a whole number, not '%s'", o->name, value);
    if ((o->min != 0 || o->max != 0) && (n < o->min || n > o->max))
        return error_set(err, ERROR_USAGE, "--%s must be from %lld to %lld, not %lld", o->name,
                         (long long)o->min, (long long)o->max, n);
    *(int64_t *)o->target = n;
    return 0;
}

static int set_enum(const struct command_option *o, const char *value, struct error *err)
{
    struct buf list = buf_new(ERROR_TEXT_MAX);
    for (int i = 0; o->values[i] != NULL; i++) {
        if (strcmp(o->values[i], value) == 0) {
            *(int *)o->target = i;
            buf_free(&list);
            return 0;
        }
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", o->values[i]);
    }
    error_set(err, ERROR_USAGE, "--%s must be one of %s, not '%s'", o->name, buf_str(&list), value);
    buf_free(&list);
    return -1;
}

static int set_texts(const struct command_option *o, const char *value, struct error *err)
{
    struct command_texts *texts = o->target;
    if (texts->count == COMMAND_TEXTS_MAX)
        return error_set(err, ERROR_USAGE, "--%s may be given up to %d times", o->name,
                         (int)COMMAND_TEXTS_MAX);
    texts->text[texts->count++] = value;
    return 0;
}

static int set_option(const struct command_option *o, const char *value, struct error *err)
{
    switch (o->type) {
    case COMMAND_FLAG:
        *(bool *)o->target = true;
        return 0;
    case COMMAND_TEXT:
        *(const char **)o->target = value;
        return 0;
    case COMMAND_INT:
        return set_int(o, value, err);
    case COMMAND_ENUM:
        return set_enum(o, value, err);
    case COMMAND_TEXTS:
        return set_texts(o, value, err);
    }
    return 0;
}

/* `inline_value`: what stood behind '=' or the letter, or NULL: then the next argument is the value. */
static int take_option(struct command_reading *r, const struct command_option *o, const char *inline_value,
                       struct error *err)
{
    if (o->type == COMMAND_FLAG)
        return set_option(o, NULL, err);
    if (inline_value == NULL && r->at + 1 >= r->argc) {
        char sentence[256];
        snprintf(sentence, sizeof sentence, "--%s needs a value: --%s=%s", o->name, o->name,
                 o->argument != NULL ? o->argument : "VALUE");
        return usage_fail(r, err, sentence);
    }
    return set_option(o, inline_value != NULL ? inline_value : r->argv[++r->at], err);
}

int command_long(struct command_reading *r, const char *arg, struct error *err)
{
    const char *equals = strchr(arg, '=');
    size_t len = equals != NULL ? (size_t)(equals - arg) : strlen(arg);
    const struct command_option *o = find_option(r, arg, len, 0);
    if (o == NULL)
        return unknown_option(r, arg, len, err);
    if (equals != NULL && o->type == COMMAND_FLAG) {
        char sentence[256];
        snprintf(sentence, sizeof sentence, "--%s takes no value", o->name);
        return usage_fail(r, err, sentence);
    }
    return take_option(r, o, equals != NULL ? equals + 1 : NULL, err);
}

int command_letters(struct command_reading *r, const char *letters, struct error *err)
{
    for (; *letters != '\0'; letters++) {
        const struct command_option *o = find_option(r, NULL, 0, *letters);
        if (o == NULL) {
            char sentence[64];
            snprintf(sentence, sizeof sentence, "there is no option -%c", *letters);
            return usage_fail(r, err, sentence);
        }
        if (o->type != COMMAND_FLAG)
            return take_option(r, o, letters[1] != '\0' ? letters + 1 : NULL, err);
        if (take_option(r, o, NULL, err) != 0)
            return -1;
    }
    return 0;
}
