/* command.c: finds the command, runs it, and turns its error into a sentence and an exit
 * code. */
#include "command_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/date.h>
#include <yousaid/mem.h>
#include <yousaid/version.h>

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
                     command_hint(typed, names, count, "", hint, sizeof hint), set->program);
}

/* Adds a word; completes the command's name when it can. */
static int read_word(struct command_reading *r, char *word, struct error *err)
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

static int read_arguments(struct command_reading *r, struct error *err)
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
            result = command_long(r, arg + 2, err);
        else
            result = command_letters(r, arg + 1, err);
        if (result != 0)
            return -1;
    }
    return 0;
}

static int check_count(const struct command_reading *r, int count, struct error *err)
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

static int help_about(const struct command_reading *r, int argc, char **argv, struct buf *out,
                      struct error *err)
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

static int name_incomplete(const struct command_reading *r, struct error *err)
{
    if (r->word_count == 0)
        return error_set(err, ERROR_USAGE, "say what to do: %s help lists the commands", r->set->program);
    struct buf list = buf_new(ERROR_TEXT_MAX);
    is_group(r->set, r->words[0], &list);
    error_set(err, ERROR_USAGE, "%s needs a second word: %s", r->words[0], buf_str(&list));
    buf_free(&list);
    return -1;
}

static int run(struct command_reading *r, struct buf *out, struct error *err)
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
    if (date_check_now(err) != 0)
        return -1;
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
    struct command_reading r = {.set = &set, .common.directory = ".", .argc = argc, .argv = argv};
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
