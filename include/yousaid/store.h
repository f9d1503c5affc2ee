/* store.h: opens the SQLite store, brings its schema up to date, and guards its transactions.
 *
 * What each program reads and writes stands in store_collect.h (collector), store_code.h (classification) and store_report.h (reports). */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <yousaid/error.h>

enum store_mode {
    STORE_READ,  /* must exist and have the newest schema; nothing is written */
    STORE_WRITE, /* must exist; migrated if older */
    STORE_CREATE /* made if missing */
};
enum { STORE_BUSY_MS = 10000 };

struct store;

/* Opens `path` (":memory:" for tests). A newer schema is refused (ERROR_CONFIG: upgrade this program), a file that is no store is ERROR_DATA, a
 * lock held too long is ERROR_TEMPFAIL, a full disk or unreadable file ERROR_SYSTEM. WAL journal, foreign keys on. A store is used by one
 * thread at a time. */
int store_open(const char *path, enum store_mode mode, struct store **out, struct error *err);
void store_close(struct store *s);
const char *store_path(const struct store *s);

/* One write transaction (BEGIN IMMEDIATE). What is not committed is gone after a crash or store_rollback(). */
int store_begin(struct store *s, struct error *err);
int store_commit(struct store *s, struct error *err);
void store_rollback(struct store *s);
/* One read transaction: every read in it sees the same state. Ends with store_commit(). */
int store_begin_read(struct store *s, struct error *err);

/* One audited act of a person: "approve quote", "verdict", "forget". `detail` must hold no personal data. */
int store_audit(struct store *s, const char *who, const char *action, const char *detail, const char *at, struct error *err);
