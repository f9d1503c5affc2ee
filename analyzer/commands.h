/* commands.h: every command of yousaid-analyzer; each is one cmd_*.c file and one row of the table in main.c. */
#pragma once

#include <yousaid/command.h>

extern const struct command cmd_classify;
extern const struct command cmd_evaluate;
extern const struct command cmd_quotes_export;
extern const struct command cmd_quotes_import;
extern const struct command cmd_quotes_list;
extern const struct command cmd_quotes_remove;
extern const struct command cmd_report;
extern const struct command cmd_rules_diff;
extern const struct command cmd_rules_check;
extern const struct command cmd_rules_suggest;
extern const struct command cmd_rules_test;
extern const struct command cmd_stream;
extern const struct command cmd_verdict_add;
extern const struct command cmd_verdict_confirm;
extern const struct command cmd_verdict_drop;
extern const struct command cmd_verdict_import;
extern const struct command cmd_verdict_list;
extern const struct command cmd_verdict_remove;
extern const struct command cmd_why;
