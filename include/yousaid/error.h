/* error.h: one sentence a user can act on, and what kind of failure it is. */
#pragma once

/* The kind becomes the exit code of the program (values from BSD sysexits.h). */
enum error_kind {
    ERROR_NONE = 0,
    ERROR_USAGE = 64,    /* the command line asks for something that does not exist */
    ERROR_DATA = 65,     /* what was read (an export, a page, a comment) is not what it should be */
    ERROR_SYSTEM = 74,   /* disk, memory, database: this machine */
    ERROR_TEMPFAIL = 75, /* network, lock, rate limit: the same call may succeed later */
    ERROR_CONFIG = 78    /* yousaid.yaml, a source, a ruleset: a person must edit a file */
};

enum { ERROR_TEXT_MAX = 1024 };

/* Caller-owned; start with `struct error err = {0};`. Every failing function fills it exactly once. */
struct error {
    enum error_kind kind;
    char text[ERROR_TEXT_MAX];
};

/* Sets kind and sentence, returns -1 so that `return error_set(err, ...)` reads well. `err` may be NULL.
 * A sentence longer than the struct is cut on a character boundary and ends in "...". */
int error_set(struct error *err, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, with "file:line:column: " in front. Line and column count from 1; 0 leaves them out. */
int error_at(struct error *err, enum error_kind kind, const char *file, int line, int column,
             const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Puts context in front of a sentence already set ("source gp-access: ..."); keeps the kind; returns -1. */
int error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
