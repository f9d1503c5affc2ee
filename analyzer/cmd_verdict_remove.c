/* cmd_verdict_remove.c: the command `verdict remove`: a person takes a code from a comment. */
#include "commands.h"
#include "verdict.h"

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    return verdict_decide(common, argv, "remove", err);
}

const struct command cmd_verdict_remove = {
    .name = "verdict remove",
    .arguments = "RESPONSE CODE",
    .summary = "Takes a code from a comment that the rules gave wrongly",
    .about = "RESPONSE is as for why; where a response has several comments, name one (c12) or its "
             "--question. CODE is the code of a category, or ruleset/code. Codes below it stay, and count "
             "for it. What no rule codes can be removed too: it then stays away. "
             "A verdict outlives every later version of the rules, and shows at once in why and in the next "
             "report. One comment "
             "has one verdict on a code: the last.",
    .min_args = 2,
    .max_args = 2,
    .options = verdict_options,
    .option_count = VERDICT_OPTIONS,
    .run = run,
};
