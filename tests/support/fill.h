/* fill.h: for tests: a store with comments put into it by plain SQL. */
#pragma once

#include <sqlite3.h>
#include <stdint.h>

/* Opens (making it if missing, through store_open) the store at `path` by a connection of its own. One source
 * "survey" of the place Northport, with the questions 1 good, 2 improve, 3 open. */
sqlite3 *fill_open(const char *path);
/* Adds a response with one comment, both with the number `id`; its revision is the next. */
void fill_comment(sqlite3 *db, int64_t id, int question, const char *text);
/* Adds a coding of a comment, as if its category's ruleset had given it; codings of one comment come in the order of category and rule. */
void fill_coding(sqlite3 *db, int64_t comment, int64_t category, int rule, int start, int end);
/* Runs SQL that must succeed. */
void fill_run(sqlite3 *db, const char *sql);
/* One number, and one text (rows joined by '\n', columns by '|'; the caller frees it). */
int64_t fill_number(sqlite3 *db, const char *sql);
char *fill_text(sqlite3 *db, const char *sql);
