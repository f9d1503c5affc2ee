/* command.h: one table of commands and one of options drive dispatch, parsing, --help, errors and shell
 * completion. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>

enum command_type {
    COMMAND_FLAG, /* bool * */
    COMMAND_TEXT, /* const char ** (last one wins) */
    COMMAND_INT,  /* int64_t * within min..max */
    COMMAND_ENUM, /* int *: index into values */
    COMMAND_TEXTS /* struct command_texts *: may be repeated */
};
enum { COMMAND_TEXTS_MAX = 256 };
struct command_texts {
    size_t count;
    const char *text[COMMAND_TEXTS_MAX];
};
struct command_option {
    const char *name; /* long name without the dashes */
    char letter;      /* short form, or 0 */
    enum command_type type;
    void *target;
    const char *argument; /* how help shows the value: "DIR" */
    const char *help;     /* one line */
    const char *const *values;
    int64_t min, max;
};
/* Options every command of both programs has. */
struct command_common {
    const char *directory; /* -C: workspace, default "." */
    bool quiet, verbose, json;
};
/* Each command is one file cmd_<name>.c that ends in `const struct command cmd_<name> = {...}`, and one row
 * of the table in main.c. */
struct command {
    const char *name;       /* "run", or two words: "rules check" */
    const char *arguments;  /* "[SOURCE...]" */
    const char *summary;    /* one line for the list */
    const char *about;      /* paragraphs for `--help` of the command; may be NULL */
    int min_args, max_args; /* -1 = any number */
    const struct command_option *options;
    size_t option_count;
    /* 0 all that was asked is done; -1 failed, `err` is set and printed; a positive number is the exit code
     * (see error.h) of a command that has printed what it found by itself. */
    int (*run)(const struct command_common *common, int argc, char **argv, struct error *err);
};
/* Parses and runs. Returns the exit code. Prints help to stdout, errors to stderr as "<program>: <sentence>".
 * Knows `help`, `--help`,
 * `--version` and `completion` (a bash completion script from the same tables). Options and arguments may be
 * mixed; `--` ends options;
 * --name=value and --name value both work; unknown names get a did-you-mean and exit 64. */
int command_main(const char *program, const char *purpose, const struct command *const *commands,
                 size_t count, int argc, char **argv);
