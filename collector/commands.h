/* commands.h: every command of yousaid-collector; each is one cmd_*.c file and one row of the table in
 * main.c. */
#pragma once

#include <yousaid/command.h>

extern const struct command cmd_check;
extern const struct command cmd_forget;
extern const struct command cmd_import;
extern const struct command cmd_init;
extern const struct command cmd_preview;
extern const struct command cmd_purge;
extern const struct command cmd_rejects;
extern const struct command cmd_run;
extern const struct command cmd_sources;
extern const struct command cmd_status;
