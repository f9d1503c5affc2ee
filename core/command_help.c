/* command_help.c: help for a terminal of 80 columns, from the same tables that parse. */
#include "command_internal.h"

#include <stdlib.h>
#include <string.h>

enum { HELP_WIDTH = 79, HELP_LEFT_MAX = 28, HELP_LEFT_SIZE = 160 };

/* Columns that UTF-8 text takes: its characters, for all that our tables hold. */
static int columns(const char *s, size_t len)
{
    int n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n;
}

/* Wraps words at HELP_WIDTH, the next lines `indent` deep; `at` is the column where the first line goes on.
 */
static void wrap(struct buf *out, const char *s, size_t len, int indent, int at)
{
    size_t i = 0;
    bool first = true;
    while (i < len) {
        size_t start = i;
        while (i < len && s[i] != ' ' && s[i] != '\n')
            i++;
        int width = columns(s + start, i - start);
        if (width > 0) {
            if (!first && at + 1 + width > HELP_WIDTH) {
                buf_printf(out, "\n%*s", indent, "");
                at = indent;
            } else if (!first) {
                buf_putc(out, ' ');
                at++;
            }
            buf_add(out, s + start, i - start);
            at += width;
            first = false;
        }
        i++;
    }
    buf_putc(out, '\n');
}

/* "  left   right", the right part wrapped under itself. */
static void row(struct buf *out, const char *left, const char *right, int left_width)
{
    int used = 2 + columns(left, strlen(left));
    buf_printf(out, "  %s", left);
    if (used + 2 > left_width + 4) {
        buf_putc(out, '\n');
        used = 0;
    }
    buf_printf(out, "%*s", left_width + 4 - used, "");
    wrap(out, right, strlen(right), left_width + 4, left_width + 4);
}

/* Length of a paragraph: up to an empty line, or one that begins with a space. */
static size_t paragraph_length(const char *s)
{
    size_t len = strcspn(s, "\n");
    while (len > 0 && s[len] == '\n' && s[len + 1] != '\n' && s[len + 1] != ' ' && s[len + 1] != '\0')
        len += 1 + strcspn(s + len + 1, "\n");
    return len;
}

/* Paragraphs are wrapped anew; a line that begins with a space is kept as it is. */
static void paragraphs(struct buf *out, const char *about)
{
    while (*about != '\0') {
        size_t len = *about == ' ' ? strcspn(about, "\n") : paragraph_length(about);
        if (*about == ' ' || len == 0) {
            buf_add(out, about, len);
            buf_putc(out, '\n');
        } else {
            wrap(out, about, len, 0, 0);
        }
        about += len + (about[len] == '\n');
    }
}

/* "-C, --directory=DIR" */
static void option_left(const struct command_option *o, char left[HELP_LEFT_SIZE])
{
    struct buf b = buf_new(HELP_LEFT_SIZE - 1);
    if (o->letter != 0)
        buf_printf(&b, "-%c, ", o->letter);
    else
        buf_puts(&b, "    ");
    buf_printf(&b, "--%s", o->name);
    if (o->type == COMMAND_ENUM) {
        for (int i = 0; o->values[i] != NULL; i++)
            buf_printf(&b, "%s%s", i == 0 ? "=" : "|", o->values[i]);
    } else if (o->type != COMMAND_FLAG) {
        buf_printf(&b, "=%s", o->argument != NULL ? o->argument : "VALUE");
    }
    snprintf(left, HELP_LEFT_SIZE, "%s", buf_str(&b));
    buf_free(&b);
}

static void option_rows(struct buf *out, const struct command_option *options, size_t count)
{
    char left[HELP_LEFT_SIZE];
    int width = 0;
    for (size_t i = 0; i < count; i++) {
        option_left(&options[i], left);
        int w = columns(left, strlen(left));
        if (w <= HELP_LEFT_MAX && w > width)
            width = w;
    }
    for (size_t i = 0; i < count; i++) {
        option_left(&options[i], left);
        row(out, left, options[i].help, width);
    }
}

static void common_rows(struct buf *out)
{
    struct command_common common;
    bool help;
    bool version;
    struct command_option options[COMMAND_COMMON_OPTIONS];
    command_common_options(options, &common, &help, &version);
    option_rows(out, options, COMMAND_COMMON_OPTIONS);
}

static void command_rows(const struct command_set *set, struct buf *out)
{
    const struct command *own[] = {&command_help_row, &command_completion_row};
    size_t total = set->count + sizeof own / sizeof own[0];
    int width = 0;
    for (size_t i = 0; i < total; i++) {
        const struct command *c = i < set->count ? set->commands[i] : own[i - set->count];
        int w = columns(c->name, strlen(c->name));
        width = w > width ? w : width;
    }
    for (size_t i = 0; i < total; i++) {
        const struct command *c = i < set->count ? set->commands[i] : own[i - set->count];
        row(out, c->name, c->summary, width);
    }
}

void command_usage(const struct command_set *set, const struct command *command, struct buf *out)
{
    bool arguments = command->arguments != NULL && command->arguments[0] != '\0';
    buf_printf(out, "%s %s [OPTION...]%s%s", set->program, command->name, arguments ? " " : "",
               arguments ? command->arguments : "");
}

void command_help(const struct command_set *set, struct buf *out)
{
    char title[512];
    snprintf(title, sizeof title, "%s: %s", set->program, set->purpose);
    wrap(out, title, strlen(title), 0, 0);
    buf_printf(out, "\nUsage: %s COMMAND [OPTION...] [ARGUMENT...]\n\nCommands:\n", set->program);
    command_rows(set, out);
    buf_puts(out, "\nOptions of every command:\n");
    common_rows(out);
    buf_printf(out, "\n%s COMMAND --help tells more about one command.\n", set->program);
}

void command_help_one(const struct command_set *set, const struct command *command, struct buf *out)
{
    char title[512];
    snprintf(title, sizeof title, "%s: %s", command->name, command->summary);
    wrap(out, title, strlen(title), 0, 0);
    buf_puts(out, "\nUsage: ");
    struct buf usage = buf_new(1024);
    command_usage(set, command, &usage);
    wrap(out, buf_str(&usage), usage.len, 9, 7);
    buf_free(&usage);
    if (command->about != NULL) {
        buf_putc(out, '\n');
        paragraphs(out, command->about);
    }
    if (command->option_count > 0) {
        buf_puts(out, "\nOptions:\n");
        option_rows(out, command->options, command->option_count);
    }
    buf_puts(out, "\nOptions of every command:\n");
    common_rows(out);
}
