/* rules.h: for tests: writes ruleset files into a folder of their own and loads them. */
#pragma once

#include <stddef.h>
#include <yousaid/error.h>

/* A new empty folder below /tmp; removed with everything in it by rules_remove(). The caller frees the path.
 */
char *rules_folder(void);
void rules_remove(char *folder);
/* Writes `yaml` as FOLDER/rulesets/NAME.yaml. */
void rules_write(const char *folder, const char *name, const char *yaml);
