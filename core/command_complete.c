/* command_complete.c: a bash completion script from the tables, so that it cannot fall behind them. */
#include "command_internal.h"

#include <string.h>

/* Shell function names take no dash. */
static void function_name(const struct command_set *set, struct buf *out)
{
    buf_putc(out, '_');
    for (const char *p = set->program; *p != '\0'; p++)
        buf_putc(out, *p == '-' ? '_' : *p);
}

static void option_names(struct buf *out, const struct command_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (options[i].letter != 0)
            buf_printf(out, "-%c ", options[i].letter);
        buf_printf(out, "--%s ", options[i].name);
    }
}

/* First words; or, for a given first word, the second words of its commands. Each is written once. */
static void words(const struct command_set *set, const char *first, struct buf *out)
{
    size_t skip = first != NULL ? strlen(first) + 1 : 0;
    const char *last = "";
    size_t last_len = 0;
    for (size_t i = 0; i < set->count; i++) {
        const char *name = set->commands[i]->name;
        if (first != NULL && (strncmp(name, first, skip - 1) != 0 || name[skip - 1] != ' '))
            continue;
        size_t len = strcspn(name + skip, " ");
        if (len == last_len && strncmp(name + skip, last, len) == 0)
            continue;
        buf_printf(out, "%.*s ", (int)len, name + skip);
        last = name + skip;
        last_len = len;
    }
}

/* One case a command: its options, and the values of those that have a list. */
static void command_cases(const struct command_set *set, struct buf *out)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct command *c = set->commands[i];
        buf_printf(out, "    '%s') options=\"", c->name);
        option_names(out, c->options, c->option_count);
        buf_puts(out, "\"\n");
        for (size_t o = 0; o < c->option_count; o++) {
            if (c->options[o].type != COMMAND_ENUM)
                continue;
            buf_printf(out, "        [ \"$previous\" = --%s ] && values=\"", c->options[o].name);
            for (int v = 0; c->options[o].values[v] != NULL; v++)
                buf_printf(out, "%s ", c->options[o].values[v]);
            buf_puts(out, "\"\n");
        }
        buf_puts(out, "        ;;\n");
    }
}

static void group_cases(const struct command_set *set, struct buf *out)
{
    size_t done = 0;
    for (size_t i = 0; i < set->count; i++) {
        const char *name = set->commands[i]->name;
        size_t len = strcspn(name, " ");
        if (name[len] == '\0' || (done == len && strncmp(name, set->commands[i - 1]->name, len) == 0))
            continue;
        char first[64];
        snprintf(first, sizeof first, "%.*s", (int)len, name);
        buf_printf(out, "    %s) second=\"", first);
        words(set, first, out);
        buf_puts(out, "\" ;;\n");
        done = len;
    }
    buf_puts(out, "    help) second=\"");
    words(set, NULL, out);
    buf_puts(out, "\" ;;\n");
}

void command_complete(const struct command_set *set, struct buf *out)
{
    struct command_common common;
    bool help;
    bool version;
    struct command_option options[COMMAND_COMMON_OPTIONS];
    command_common_options(options, &common, &help, &version);
    buf_printf(out, "# bash completion of %s, made by \"%s completion\"\n", set->program, set->program);
    function_name(set, out);
    buf_puts(out, "()\n{\n"
                  "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                  "    local first= name= second= values= options= i\n"
                  "    [ \"$previous\" = = ] && previous=${COMP_WORDS[COMP_CWORD-2]}\n"
                  "    [ \"$word\" = = ] && word=\n"
                  "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                  "        case ${COMP_WORDS[i]} in\n"
                  "        -C|--directory) i=$((i + 1)) ;;\n"
                  "        -*) ;;\n"
                  "        *) if [ -z \"$first\" ]; then first=${COMP_WORDS[i]}; name=$first\n"
                  "           elif [ \"$name\" = \"$first\" ]; then name=\"$first ${COMP_WORDS[i]}\"; fi ;;\n"
                  "        esac\n"
                  "    done\n"
                  "    case $first in\n");
    group_cases(set, out);
    buf_puts(out, "    esac\n"
                  "    [ \"$name\" = \"$first\" ] || [ -n \"$second\" ] || name=$first\n"
                  "    case $name in\n");
    command_cases(set, out);
    buf_puts(out, "    esac\n    options=\"$options");
    option_names(out, options, COMMAND_COMMON_OPTIONS);
    buf_puts(out, "\"\n"
                  "    if [ -n \"$values\" ]; then COMPREPLY=($(compgen -W \"$values\" -- \"$word\"))\n"
                  "    elif [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                  "    elif [ -z \"$first\" ]; then COMPREPLY=($(compgen -W \"");
    words(set, NULL, out);
    buf_puts(out, "help completion\" -- \"$word\"))\n"
                  "    elif [ \"$name\" = \"$first\" ] && [ -n \"$second\" ]; then COMPREPLY=($(compgen -W "
                  "\"$second\" -- \"$word\"))\n"
                  "    else COMPREPLY=($(compgen -f -- \"$word\")); fi\n"
                  "}\ncomplete -o filenames -F ");
    function_name(set, out);
    buf_printf(out, " %s\n", set->program);
}
