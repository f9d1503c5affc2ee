/* cmd_verdict_confirm.c: the command `verdict confirm`: a person says that a code is right. */
#include "commands.h"
#include "verdict.h"

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    return verdict_decide(common, argv, "confirm", err);
}

const struct command cmd_verdict_confirm = {
    .name = "verdict confirm",
    .arguments = "RESPONSE CODE",
    .summary = "Records that a code the rules gave is right",
    .about = "RESPONSE is as for why; where a response has several comments, name one (c12) or its "
             "--question. CODE is the code of a category, or ruleset/code. Only what a rule codes can be "
             "confirmed. "
             "A verdict outlives every later version of the rules, and shows at once in why and in the next "
             "report. One comment "
             "has one verdict on a code: the last.",
    .min_args = 2,
    .max_args = 2,
    .options = verdict_options,
    .option_count = VERDICT_OPTIONS,
    .run = run,
};
