/* main.c: the table of commands; everything else is behind it. */
#include "commands.h"

static const struct command *const commands[] = {
    &cmd_init,    &cmd_check,   &cmd_preview, &cmd_run,   &cmd_import, &cmd_status,
    &cmd_sources, &cmd_rejects, &cmd_forget,  &cmd_purge, NULL, /* the end: rows go above, in the order help
                                                                   shows them */
};

int main(int argc, char **argv)
{
    return command_main("yousaid-collector", "collects survey and Healthwatch feedback into one store",
                        commands, sizeof commands / sizeof commands[0] - 1, argc, argv);
}
