/* main.c: the table of commands; everything else is behind it. */
#include "commands.h"

static const struct command *const commands[] = {
    &cmd_classify,
    &cmd_report,
    &cmd_why,
    &cmd_verdict_add,
    &cmd_verdict_remove,
    &cmd_verdict_confirm,
    &cmd_verdict_drop,
    &cmd_verdict_list,
    &cmd_verdict_import,
    &cmd_quotes_export,
    &cmd_quotes_import,
    &cmd_quotes_list,
    &cmd_quotes_remove,
    &cmd_rules_check,
    &cmd_rules_test,
    &cmd_rules_diff,
    &cmd_rules_suggest,
    &cmd_evaluate,
    &cmd_stream,
    NULL, /* the end: rows go above, in the order help shows them */
};

int main(int argc, char **argv)
{
    return command_main("yousaid-analyzer", "codes what people said and reports what changed because of it",
                        commands, sizeof commands / sizeof commands[0] - 1, argc, argv);
}
