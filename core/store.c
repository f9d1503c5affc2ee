/* store.c: opening, migrating and guarding the SQLite store. */
#include "store_internal.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>

extern const char schema_001_store[];
extern const char schema_002_coded[];

/* The position is the version: append only. */
static const char *const migrations[] = {schema_001_store, schema_002_coded};
enum { MIGRATIONS = (int)(sizeof migrations / sizeof migrations[0]), STORE_URI_MAX = 64 << 10 };

struct store_statement {
    struct store_statement *next;
    const char *sql;
    sqlite3_stmt *prepared;
};

/* What a user can do about the SQLite results that are not bugs of ours. */
static const struct {
    int code;
    enum error_kind kind;
    const char *advice;
} failures[] = {
    {SQLITE_BUSY, ERROR_TEMPFAIL, "another program is writing to it: try again later"},
    {SQLITE_LOCKED, ERROR_TEMPFAIL, "another program is writing to it: try again later"},
    {SQLITE_FULL, ERROR_SYSTEM,
     "the disk is full: make room, then run again; nothing of this run was stored"},
    {SQLITE_IOERR, ERROR_SYSTEM, "the disk could not be read or written: check the disk, then run again"},
    {SQLITE_READONLY, ERROR_SYSTEM, "it cannot be written: check the permissions of the file and its folder"},
    {SQLITE_CANTOPEN, ERROR_SYSTEM, "it cannot be opened: check the path and its permissions"},
    {SQLITE_PERM, ERROR_SYSTEM, "it cannot be opened: check its permissions"},
    {SQLITE_NOTADB, ERROR_DATA, "it is not a yousaid store: check the path"},
    {SQLITE_CORRUPT, ERROR_DATA, "it is damaged: restore it from a backup"},
};

int store_fail(struct store *s, struct error *err)
{
    int code = sqlite3_errcode(s->db) & 0xFF;
    if (store_still_broken(s))
        return error_set(
            err, ERROR_TEMPFAIL,
            "store %s: another program wrote it while it was read, and its folder leaves no room for "
            "locks: try again later",
            s->path);
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
        if (failures[i].code == code)
            return error_set(err, failures[i].kind, "store %s: %s", s->path, failures[i].advice);
    return error_set(err, ERROR_SYSTEM, "store %s: %s", s->path, sqlite3_errmsg(s->db));
}

int store_damaged(struct store *s, int64_t comment, struct error *err)
{
    return error_set(err, ERROR_DATA,
                     "store %s: the codings of comment %" PRId64
                     " cannot be read: run yousaid-analyzer classify --again",
                     s->path, comment);
}

int store_exec(struct store *s, const char *sql, struct error *err)
{
    bool done = sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK;
    return done && !store_still_broken(s) ? 0 : store_fail(s, err);
}

sqlite3_stmt *store_statement(struct store *s, const char *sql, struct error *err)
{
    for (struct store_statement *have = s->statements; have != NULL; have = have->next)
        if (have->sql == sql) {
            sqlite3_reset(have->prepared);
            sqlite3_clear_bindings(have->prepared);
            return have->prepared;
        }
    sqlite3_stmt *prepared = NULL;
    if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL) != SQLITE_OK) {
        store_fail(s, err);
        return NULL;
    }
    struct store_statement *made = mem_new(1, sizeof *made);
    *made = (struct store_statement){.next = s->statements, .sql = sql, .prepared = prepared};
    s->statements = made;
    return prepared;
}

int store_step(struct store *s, sqlite3_stmt *statement, struct error *err)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return 1;
    if (code == SQLITE_DONE && !store_still_broken(s)) {
        sqlite3_reset(statement);
        return 0;
    }
    store_fail(s, err);
    sqlite3_reset(statement);
    return -1;
}

int store_run(struct store *s, sqlite3_stmt *statement, struct error *err)
{
    return statement != NULL && store_step(s, statement, err) >= 0 ? 0 : -1;
}

void store_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (text == NULL)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

const char *store_column_text(sqlite3_stmt *statement, int column)
{
    return (const char *)sqlite3_column_text(statement, column);
}

static int schema_version(struct store *s, int *version, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "PRAGMA user_version", err);
    if (ask == NULL || store_step(s, ask, err) != 1)
        return -1;
    *version = sqlite3_column_int(ask, 0);
    sqlite3_reset(ask);
    return 0;
}

static int apply_migrations(struct store *s, int from, struct error *err)
{
    for (int i = from; i < MIGRATIONS; i++) {
        if (store_exec(s, migrations[i], err) != 0)
            return error_prefix(err, "bringing the schema to version %d: ", i + 1);
        /* A pragma takes no bound parameter; the number is ours. */
        char *sql = sqlite3_mprintf("PRAGMA user_version = %d", i + 1);
        int result = sql == NULL ? -1 : store_exec(s, sql, err);
        sqlite3_free(sql);
        if (result != 0)
            return -1;
    }
    return 0;
}

/* A database of another program has no version of ours either: it must not be given our tables. */
static int check_ours(struct store *s, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "SELECT COUNT(*) FROM sqlite_schema", err);
    if (ask == NULL || store_step(s, ask, err) != 1)
        return -1;
    int objects = sqlite3_column_int(ask, 0);
    sqlite3_reset(ask);
    if (objects == 0)
        return 0;
    return error_set(err, ERROR_DATA, "store %s: it is a database of another program: check the path",
                     s->path);
}

/* To read only: what has no version of ours is either. */
static int refuse_foreign(struct store *s, struct error *err)
{
    if (check_ours(s, err) != 0)
        return -1;
    return error_set(err, ERROR_CONFIG,
                     "store %s: it is an empty file: yousaid-collector run or import fills it", s->path);
}

/* All or nothing; the version is read inside the transaction so that two programs cannot both decide to
 * migrate. */
static int migrate(struct store *s, struct error *err)
{
    int version = 0;
    if (schema_version(s, &version, err) != 0)
        return -1;
    if (version == MIGRATIONS)
        return 0;
    if (version > MIGRATIONS)
        return error_set(err, ERROR_CONFIG,
                         "store %s: its schema is version %d and this program knows %d: upgrade this program",
                         s->path, version, MIGRATIONS);
    if (s->mode == STORE_READ && version == 0)
        return refuse_foreign(s, err);
    if (s->mode == STORE_READ)
        return error_set(err, ERROR_CONFIG,
                         "store %s: its schema is version %d and this program needs %d: "
                         "run yousaid-collector run or yousaid-analyzer classify once to upgrade it",
                         s->path, version, MIGRATIONS);
    if (store_begin(s, err) != 0)
        return -1;
    if (schema_version(s, &version, err) != 0 || (version == 0 && check_ours(s, err) != 0) ||
        apply_migrations(s, version, err) != 0) {
        store_rollback(s);
        return -1;
    }
    return store_commit(s, err);
}

/* Once in WAL a file stays in it. Two programs that switch a new file at once wait for each other in a way
 * that SQLite reports as busy without waiting, so the waiting is ours. */
static int switch_to_wal(struct store *s, struct error *err)
{
    enum { PAUSE_MS = 20 };
    int result = SQLITE_BUSY;
    for (int waited = 0; result == SQLITE_BUSY && waited < STORE_BUSY_MS; waited += PAUSE_MS) {
        result = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (result == SQLITE_BUSY)
            sqlite3_sleep(PAUSE_MS);
    }
    return result == SQLITE_OK ? 0 : store_fail(s, err);
}

static int prepare_connection(struct store *s, struct error *err)
{
    sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (store_exec(s, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF", err) != 0)
        return -1;
    if (s->mode == STORE_READ)
        return store_exec(s, "PRAGMA query_only = ON", err);
    if (store_exec(s, "PRAGMA page_size = 8192; PRAGMA synchronous = FULL", err) != 0)
        return -1;
    return switch_to_wal(s, err);
}

static void disconnect(struct store *s)
{
    while (s->statements != NULL) {
        struct store_statement *next = s->statements->next;
        sqlite3_finalize(s->statements->prepared);
        free(s->statements);
        s->statements = next;
    }
    sqlite3_close(s->db);
    s->db = NULL;
}

/* No mutex: a store belongs to one thread. */
static int connect(struct store *s, const char *name, int flags, struct error *err)
{
    bool opened = sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    if (!opened && s->db == NULL)
        return error_set(err, ERROR_SYSTEM, "store %s: out of memory", s->path);
    if (!opened)
        return store_fail(s, err);
    return prepare_connection(s, err) == 0 ? migrate(s, err) : -1;
}

static int connect_still(struct store *s, struct error *err)
{
    struct buf uri = buf_new(STORE_URI_MAX);
    disconnect(s);
    int result = store_still_begin(s, &uri, err);
    if (result == 0)
        result = connect(s, buf_str(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    buf_free(&uri);
    return result;
}

/* SQLite counts its memory under one lock, for which the threads of classify would wait; nobody asks it. */
static void count_no_memory(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int store_open(const char *path, enum store_mode mode, struct store **out, struct error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, count_no_memory);
    struct stat st;
    if (mode != STORE_CREATE && strcmp(path, ":memory:") != 0 && stat(path, &st) != 0)
        return error_set(err, ERROR_CONFIG,
                         "there is no store at %s: yousaid-collector run or import makes it", path);
    struct store *s = mem_new(1, sizeof *s);
    s->path = mem_strdup(path);
    s->mode = mode;
    /* Read-only mode still opens read-write: a WAL reader may have to recover the log; query_only guards the
     * data. */
    int flags = SQLITE_OPEN_READWRITE | (mode == STORE_CREATE ? SQLITE_OPEN_CREATE : 0);
    int result = connect(s, path, flags, err);
    if (result != 0 && s->db != NULL && store_still_wanted(s))
        result = connect_still(s, err);
    if (result != 0) {
        store_close(s);
        return -1;
    }
    *out = s;
    return 0;
}

void store_close(struct store *s)
{
    if (s == NULL)
        return;
    disconnect(s);
    free(s->path);
    free(s);
}

const char *store_path(const struct store *s)
{
    return s->path;
}

int store_begin(struct store *s, struct error *err)
{
    return store_exec(s, "BEGIN IMMEDIATE", err);
}

int store_begin_read(struct store *s, struct error *err)
{
    return store_exec(s, "BEGIN", err);
}

int store_commit(struct store *s, struct error *err)
{
    if (store_exec(s, "COMMIT", err) == 0)
        return 0;
    store_rollback(s);
    return -1;
}

void store_rollback(struct store *s)
{
    if (sqlite3_get_autocommit(s->db) == 0)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int store_audit(struct store *s, const char *who, const char *action, const char *detail, const char *at,
                struct error *err)
{
    sqlite3_stmt *add =
        store_statement(s, "INSERT INTO audit (at, who, action, detail) VALUES (?1, ?2, ?3, ?4)", err);
    if (add == NULL)
        return -1;
    store_bind_text(add, 1, at);
    store_bind_text(add, 2, who);
    store_bind_text(add, 3, action);
    store_bind_text(add, 4, detail);
    return store_run(s, add, err);
}
