/* command_internal.h: what command.c, command_help.c and command_complete.c share. */
#pragma once

#include <stdio.h>
#include <yousaid/buf.h>
#include <yousaid/command.h>

enum { COMMAND_COMMON_OPTIONS = 6, COMMAND_OUTPUT_MAX = 1 << 20, COMMAND_NAMES_MAX = 128 };

/* One program: its name, what it is for, and its commands (`help` and `completion` not among them). */
struct command_set {
    const char *program;
    const char *purpose;
    const struct command *const *commands;
    size_t count;
};

/* The command line while it is read: words are what is no option, the command's own name included. */
struct command_reading {
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

/* The commands that every program has besides its own. */
extern const struct command command_help_row, command_completion_row;
/* -C, -q, -v, --json, --help, --version: their targets are in `common` and the two flags. */
void command_common_options(struct command_option options[COMMAND_COMMON_OPTIONS],
                            struct command_common *common, bool *help, bool *version);

/* Takes the option at argv[at] ("--name..." without its dashes, or the letters behind one dash) and, if it
 * has one, its value. */
int command_long(struct command_reading *r, const char *name, struct error *err);
int command_letters(struct command_reading *r, const char *letters, struct error *err);
/* " (did you mean X?)" into `out`, or "". Returns `out`. */
const char *command_hint(const char *typed, const char *const *names, size_t count, const char *dashes,
                         char *out, size_t size);

/* Help of the whole program, or of one command, wrapped at 79 columns. */
void command_help(const struct command_set *set, struct buf *out);
void command_help_one(const struct command_set *set, const struct command *command, struct buf *out);
/* "yousaid-analyzer rules check [OPTION...] [FILE...]" */
void command_usage(const struct command_set *set, const struct command *command, struct buf *out);
/* The bash completion script. */
void command_complete(const struct command_set *set, struct buf *out);
