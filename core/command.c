/* command.c: finds the command, fills its options, runs it, and turns its error into a sentence and an exit
 * code. */
#include "command_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>
#include <yousaid/version.h>

enum { COMMAND_NAMES_MAX = 128 };

const struct command command_help_row = {.name = "help",
                                         .arguments = "[COMMAND]",
                                         .summary = "Tells about this program or one command",
                                         .max_args = 2};
const struct command command_completion_row = {
    .name = "completion",
    .arguments = "",
    .summary = "Prints a completion script for bash",
    .about = "To use it in this shell:\n\n  . <(yousaid-collector completion)\n\nTo keep it, write it to a "
             "file in "
             "~/.local/share/bash-completion/completions that is named like the program."};

/* The command line while it is read: words are what is no option, the command's own name included. */
struct reading {
    const struct command_set *set;
    const struct command *command; /* NULL until its name is complete */
    int name_words;
    struct command_common common;
    struct command_option options[COMMAND_COMMON_OPTIONS];
    bool help, version;
    int argc, at;
    char **argv;
    char **words;
    int word_count;
};

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

/* " (did you mean X?)" into `out`, or "". */
static const char *did_you_mean(const char *typed, const char *const *names, size_t count, const char *dashes,
                                char *out, size_t size)
{
    const char *closest = text_closest(typed, names, count);
    out[0] = '\0';
    if (closest != NULL)
        snprintf(out, size, " (did you mean %s%s?)", dashes, closest);
    return out;
}

static const char *command_name_or_program(const struct reading *r)
{
    return r->command != NULL ? r->command->name : "";
}

/* "; see yousaid-analyzer rules check --help" */
static int usage_fail(const struct reading *r, struct error *err, const char *sentence)
{
    return error_set(err, ERROR_USAGE, "%s; see %s %s%s--help", sentence, r->set->program,
                     command_name_or_program(r), r->command != NULL ? " " : "");
}

static int unknown_option(const struct reading *r, const char *typed, size_t len, struct error *err)
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
             did_you_mean(name, names, count, "--", hint, sizeof hint));
    return usage_fail(r, err, sentence);
}

static const struct command_option *find_option(const struct reading *r, const char *name, size_t len,
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
static int take_option(struct reading *r, const struct command_option *o, const char *inline_value,
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

static int read_long(struct reading *r, const char *arg, struct error *err)
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

static int read_letters(struct reading *r, const char *letters, struct error *err)
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

static const struct command *find_command(const struct command_set *set, const char *name)
{
    if (strcmp(name, command_help_row.name) == 0)
        return &command_help_row;
    if (strcmp(name, command_completion_row.name) == 0)
        return &command_completion_row;
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->commands[i]->name, name) == 0)
            return set->commands[i];
    return NULL;
}

/* Whether `word` is the first of a two-word command; the second words go to `list` ("check, test") if it is
 * given. */
static bool is_group(const struct command_set *set, const char *word, struct buf *list)
{
    bool found = false;
    size_t len = strlen(word);
    for (size_t i = 0; i < set->count; i++) {
        const char *name = set->commands[i]->name;
        if (strncmp(name, word, len) != 0 || name[len] != ' ')
            continue;
        if (list != NULL)
            buf_printf(list, "%s%s", found ? ", " : "", name + len + 1);
        found = true;
    }
    return found;
}

static int unknown_command(const struct command_set *set, const char *typed, struct error *err)
{
    const char *names[COMMAND_NAMES_MAX];
    size_t count = 0;
    names[count++] = command_help_row.name;
    names[count++] = command_completion_row.name;
    for (size_t i = 0; i < set->count && count < COMMAND_NAMES_MAX; i++)
        names[count++] = set->commands[i]->name;
    char hint[160];
    return error_set(err, ERROR_USAGE, "there is no command '%.80s'%s; %s help lists the commands", typed,
                     did_you_mean(typed, names, count, "", hint, sizeof hint), set->program);
}

/* Adds a word; completes the command's name when it can. */
static int read_word(struct reading *r, char *word, struct error *err)
{
    r->words[r->word_count++] = word;
    if (r->command != NULL)
        return 0;
    char name[128];
    if (r->word_count == 1)
        snprintf(name, sizeof name, "%s", word);
    else
        snprintf(name, sizeof name, "%s %s", r->words[0], word);
    r->command = find_command(r->set, name);
    r->name_words = r->word_count;
    if (r->command != NULL || (r->word_count == 1 && is_group(r->set, word, NULL)))
        return 0;
    return unknown_command(r->set, name, err);
}

static int read_arguments(struct reading *r, struct error *err)
{
    bool options_ended = false;
    for (r->at = 1; r->at < r->argc; r->at++) {
        char *arg = r->argv[r->at];
        int result = 0;
        if (options_ended || arg[0] != '-' || arg[1] == '\0')
            result = read_word(r, arg, err);
        else if (strcmp(arg, "--") == 0)
            options_ended = true;
        else if (arg[1] == '-')
            result = read_long(r, arg + 2, err);
        else
            result = read_letters(r, arg + 1, err);
        if (result != 0)
            return -1;
    }
    return 0;
}

static int check_count(const struct reading *r, int count, struct error *err)
{
    const struct command *c = r->command;
    bool too_many = c->max_args >= 0 && count > c->max_args;
    if (count >= c->min_args && !too_many)
        return 0;
    struct buf usage = buf_new(ERROR_TEXT_MAX);
    command_usage(r->set, c, &usage);
    if (too_many)
        error_set(err, ERROR_USAGE, "%s does not take '%s'; usage: %s", c->name,
                  r->words[r->name_words + c->max_args], buf_str(&usage));
    else
        error_set(err, ERROR_USAGE, "%s needs %s; usage: %s", c->name,
                  count == 0 ? "an argument" : "one more argument", buf_str(&usage));
    buf_free(&usage);
    return -1;
}

static int help_about(const struct reading *r, int argc, char **argv, struct buf *out, struct error *err)
{
    if (argc == 0) {
        command_help(r->set, out);
        return 0;
    }
    char name[128];
    snprintf(name, sizeof name, "%s%s%s", argv[0], argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
    const struct command *c = find_command(r->set, name);
    if (c != NULL) {
        command_help_one(r->set, c, out);
        return 0;
    }
    if (argc > 1 || !is_group(r->set, name, NULL))
        return unknown_command(r->set, name, err);
    for (size_t i = 0, shown = 0; i < r->set->count; i++)
        if (strncmp(r->set->commands[i]->name, name, strlen(name)) == 0 &&
            r->set->commands[i]->name[strlen(name)] == ' ') {
            if (shown++ > 0)
                buf_putc(out, '\n');
            command_help_one(r->set, r->set->commands[i], out);
        }
    return 0;
}

static int name_incomplete(const struct reading *r, struct error *err)
{
    if (r->word_count == 0)
        return error_set(err, ERROR_USAGE, "say what to do: %s help lists the commands", r->set->program);
    struct buf list = buf_new(ERROR_TEXT_MAX);
    is_group(r->set, r->words[0], &list);
    error_set(err, ERROR_USAGE, "%s needs a second word: %s", r->words[0], buf_str(&list));
    buf_free(&list);
    return -1;
}

static int run(struct reading *r, struct buf *out, struct error *err)
{
    if (r->version) {
        buf_printf(out, "%s %s\n", r->set->program, version_string());
        return 0;
    }
    if (r->help && r->command != &command_help_row)
        return help_about(r, r->command != NULL ? r->name_words : r->word_count, r->words, out, err);
    if (r->command == NULL)
        return name_incomplete(r, err);
    int count = r->word_count - r->name_words;
    char **arguments = r->words + r->name_words;
    if (check_count(r, count, err) != 0)
        return -1;
    if (r->command == &command_help_row)
        return help_about(r, count, arguments, out, err);
    if (r->command == &command_completion_row) {
        command_complete(r->set, out);
        return 0;
    }
    return r->command->run(&r->common, count, arguments, err);
}

/* A full disk or closed pipe shows only when the last bytes are written. */
static int finish_output(const struct buf *out, struct error *err)
{
    fputs(buf_str(out), stdout);
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return 0;
    return error_set(err, ERROR_SYSTEM, "the output could not be written: %s", strerror(errno));
}

int command_main(const char *program, const char *purpose, const struct command *const *commands,
                 size_t count, int argc, char **argv)
{
    const struct command_set set = {program, purpose, commands, count};
    struct reading r = {.set = &set, .common.directory = ".", .argc = argc, .argv = argv};
    struct error err = {0};
    struct buf out = buf_new(COMMAND_OUTPUT_MAX);
    command_common_options(r.options, &r.common, &r.help, &r.version);
    r.words = mem_new((size_t)argc + 1, sizeof *r.words);
    int result = read_arguments(&r, &err);
    if (result == 0)
        result = run(&r, &out, &err);
    struct error output_error = {0};
    if (finish_output(&out, &output_error) != 0 && result == 0) {
        err = output_error;
        result = -1;
    }
    if (result < 0)
        fprintf(stderr, "%s: %s\n", program, err.text);
    buf_free(&out);
    free(r.words);
    if (result < 0)
        return err.kind != ERROR_NONE ? (int)err.kind : ERROR_SYSTEM;
    return result;
}
