/* cmd_verdict_add.c: the command `verdict add`: a person gives a comment a code. */
#include "commands.h"
#include "verdict.h"

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    return verdict_decide(common, argv, "add", err);
}

const struct command cmd_verdict_add = {
    .name = "verdict add",
    .arguments = "RESPONSE CODE",
    .summary = "Gives a comment a code that the rules did not find",
    .about = "RESPONSE is as for why; where a response has several comments, name one (c12) or its "
             "--question. CODE is the code of a category, or ruleset/code. What rules code already can be "
             "added too: it then stays whatever they find later. "
             "A verdict outlives every later version of the rules, and shows at once in why and in the next "
             "report. One comment "
             "has one verdict on a code: the last.",
    .min_args = 2,
    .max_args = 2,
    .options = verdict_options,
    .option_count = VERDICT_OPTIONS,
    .run = run,
};
