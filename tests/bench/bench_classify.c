/* bench_classify.c: what classify costs beside matching alone: comments a second from the store to its
 * codings.
 *
 * bench_classify [patterns [comments [threads]]]. A store of made-up comments and a ruleset of ten patterns a
 * theme. Rounds are interleaved: matching only, then classify into the emptied store with every coding kept
 * (a row a comment, packed), then classify with nothing changed. Figures are medians of BENCH_ROUNDS (3);
 * only the ratios mean something on another machine. */
#include "classify.h"

#include <inttypes.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "corpus.h"

enum { SEED = 20261122, THEME = 10, CHUNK = 256, ROUNDS_MAX = 99, THREADS_MAX = 64, PATH_SIZE = 256 };

struct bench {
    char folder[PATH_SIZE / 2], store[PATH_SIZE];
    size_t patterns, comments, threads;
    struct buf texts;
    size_t *ends; /* of each comment in `texts` */
    struct pattern **compiled;
    atomic_size_t next;
    const struct matcher *matcher;
    atomic_uint_fast64_t found;
};

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "bench_classify: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds of processor time of all threads: what a busy machine does not change. */
static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void sql(sqlite3 *db, const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
}

/* The ruleset as a file, and its patterns compiled for matching alone. */
static void make_rules(struct bench *b, struct corpus *c)
{
    char path[PATH_SIZE];
    struct buf text = buf_new(1 << 16);
    snprintf(path, sizeof path, "%s/bench.yaml", b->folder);
    FILE *f = fopen(path, "w");
    if (f == NULL)
        fail("the ruleset cannot be written");
    fputs("ruleset: bench\ndimension: theme\nversion: 1\ncategories:\n", f);
    b->compiled = mem_new(b->patterns, sizeof *b->compiled);
    for (size_t i = 0; i < b->patterns; i++) {
        struct error err = {0};
        buf_clear(&text);
        corpus_pattern(c, i, &text);
        if (pattern_new(buf_str(&text), text.len, &b->compiled[i], &err) != 0)
            fail(err.text);
        if (i % THEME == 0)
            fprintf(f, "  - code: t%zu\n    label: T\n    rules:\n", i / THEME);
        fputs("      - match: '", f);
        for (const char *s = buf_str(&text); *s != '\0'; s++)
            fprintf(f, *s == '\'' ? "''" : "%c", *s);
        fputs("'\n", f);
    }
    if (fclose(f) != 0)
        fail("the ruleset cannot be written");
    buf_free(&text);
}

static void make_store(struct bench *b, struct corpus *c)
{
    struct store *store = NULL;
    struct error err = {0};
    sqlite3 *db = NULL;
    sqlite3_stmt *put[2] = {NULL, NULL};
    if (store_open(b->store, STORE_CREATE, &store, &err) != 0)
        fail(err.text);
    store_close(store);
    if (sqlite3_open(b->store, &db) != SQLITE_OK)
        fail("the store cannot be opened");
    sql(db, "BEGIN; INSERT INTO source (id, name, title, organisation, organisation_kind) VALUES (1, 's', "
            "'S', 'O', 'nhs');"
            "INSERT INTO run (id, source_id, kind, started_at, finished_at, outcome) VALUES (1, 1, 'import', "
            "'x', 'x', 'stored');"
            "INSERT INTO payload (id, run_id, source_id, url, fetched_at, sha256, bytes) VALUES (1, 1, 1, "
            "'x', 'x', 'x', 1);"
            "INSERT INTO question (id, source_id, key, text, polarity) VALUES (1, 1, 'q', 'q', 'open')");
    sqlite3_prepare_v2(db,
                       "INSERT INTO response (id, source_id, external_id, content_sha256, payload_id, "
                       "row_number, first_run_id)"
                       " VALUES (?1, 1, ?1, 'x', 1, ?1, 1)",
                       -1, &put[0], NULL);
    sqlite3_prepare_v2(db, "INSERT INTO comment VALUES (?1, ?1, 1, ?2, ?1)", -1, &put[1], NULL);
    b->texts = buf_new(SIZE_MAX / 2);
    b->ends = mem_new(b->comments + 1, sizeof *b->ends);
    for (size_t i = 0; i < b->comments; i++) {
        corpus_comment(c, 0, &b->texts);
        b->ends[i + 1] = b->texts.len;
        for (int k = 0; k < 2; k++) {
            sqlite3_bind_int64(put[k], 1, (sqlite3_int64)i + 1);
            if (k == 1)
                sqlite3_bind_text(put[k], 2, b->texts.data + b->ends[i], (int)(b->ends[i + 1] - b->ends[i]),
                                  SQLITE_STATIC);
            if (sqlite3_step(put[k]) != SQLITE_DONE)
                fail(sqlite3_errmsg(db));
            sqlite3_reset(put[k]);
        }
    }
    sql(db, "COMMIT");
    sqlite3_finalize(put[0]);
    sqlite3_finalize(put[1]);
    sqlite3_close(db);
}

/* ---- matching alone ---- */

static void *match(void *argument)
{
    struct bench *b = argument;
    struct matcher_scanner *s = matcher_scanner_new(b->matcher);
    uint64_t found = 0;
    for (size_t from = atomic_fetch_add(&b->next, CHUNK); from < b->comments;
         from = atomic_fetch_add(&b->next, CHUNK))
        for (size_t i = from; i < from + CHUNK && i < b->comments; i++) {
            size_t which = 0;
            struct pattern_span span;
            matcher_begin(s, b->texts.data + b->ends[i], b->ends[i + 1] - b->ends[i]);
            while (matcher_next(s, &which, &span) != PATTERN_NO)
                found++;
        }
    atomic_fetch_add(&b->found, found);
    matcher_scanner_free(s);
    return NULL;
}

static double match_all(struct bench *b)
{
    pthread_t threads[THREADS_MAX];
    double begin = now();
    atomic_store(&b->next, 0);
    atomic_store(&b->found, 0);
    for (size_t i = 0; i < b->threads; i++)
        pthread_create(&threads[i], NULL, match, b);
    for (size_t i = 0; i < b->threads; i++)
        pthread_join(threads[i], NULL);
    return now() - begin;
}

/* ---- classify ---- */

static double classify_all(struct bench *b, int64_t *codings)
{
    const char *names[] = {"./bench.yaml"};
    const struct classify_options o = {.jobs = (int64_t)b->threads, .quiet = true};
    struct codebook *book = NULL;
    struct store *store = NULL;
    struct classify_summary summary;
    struct error err = {0};
    double begin = now();
    if (codebook_read(b->folder, names, 1, &book, &err) != 0 ||
        store_open(b->store, STORE_WRITE, &store, &err) != 0 ||
        classify_run(store, book, &o, &summary, &err) != 0)
        fail(err.text);
    *codings = summary.codings;
    classify_summary_free(&summary);
    store_close(store);
    codebook_free(book);
    return now() - begin;
}

static void forget_codings(struct bench *b)
{
    sqlite3 *db = NULL;
    if (sqlite3_open(b->store, &db) != SQLITE_OK)
        fail("the store cannot be opened");
    sql(db, "DELETE FROM coded; DELETE FROM ruleset; PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(db);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

static size_t number(int argc, char **argv, int at, size_t otherwise)
{
    return argc > at ? strtoul(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    const char *said = getenv("BENCH_ROUNDS");
    size_t rounds = said != NULL ? strtoul(said, NULL, 10) : 3;
    struct bench b = {.patterns = number(argc, argv, 1, 1000),
                      .comments = number(argc, argv, 2, 100000),
                      .threads = number(argc, argv, 3, 2),
                      .folder = "/tmp/yousaid-bench-XXXXXX"};
    struct corpus c = {.state = SEED};
    double times[3][ROUNDS_MAX];
    double cpus[3][ROUNDS_MAX];
    bool *search = mem_new(b.patterns, sizeof *search);
    struct matcher *matcher = NULL;
    int64_t codings = 0;
    int64_t none = 0;
    if (rounds < 1 || rounds > ROUNDS_MAX || b.patterns < 1 || b.comments < 1 || b.threads < 1 ||
        b.threads > THREADS_MAX)
        fail("usage: bench_classify [patterns [comments [threads]]]");
    if (mkdtemp(b.folder) == NULL)
        fail("a folder below /tmp cannot be made");
    snprintf(b.store, sizeof b.store, "%s/store.db", b.folder);
    make_rules(&b, &c);
    make_store(&b, &c);
    memset(search, 1, b.patterns * sizeof *search);
    if (matcher_new((const struct pattern *const *)b.compiled, search, b.patterns, MATCHER_INDEX, &matcher,
                    NULL) != 0)
        fail("the matcher cannot be built");
    b.matcher = matcher;
    for (size_t i = 0; i < rounds; i++) {
        forget_codings(&b);
        double at = cpu();
        times[0][i] = match_all(&b);
        cpus[0][i] = cpu() - at;
        times[1][i] = classify_all(&b, &codings);
        cpus[1][i] = cpu() - at - cpus[0][i];
        times[2][i] = classify_all(&b, &none);
        cpus[2][i] = cpu() - at - cpus[0][i] - cpus[1][i];
    }
    double matching = median(times[0], rounds);
    double whole = median(times[1], rounds);
    double again = median(times[2], rounds);
    printf("%zu patterns, %zu comments, %zu threads, %zu rounds; %" PRIuFAST64 " matches, %" PRId64
           " codings stored\n",
           b.patterns, b.comments, b.threads, rounds, atomic_load(&b.found), codings);
    printf("matching only        %8.2f s  %9.0f comments/s\n", matching, (double)b.comments / matching);
    printf("classify into SQLite %8.2f s  %9.0f comments/s  %5.1f %% of matching only\n", whole,
           (double)b.comments / whole, 100 * matching / whole);
    printf("classify, no change  %8.4f s  %30.2f %% of the first\n", again, 100 * again / whole);
    double used[3];
    for (int i = 0; i < 3; i++)
        used[i] = median(cpus[i], rounds);
    printf("processor time       %8.2f s matching only, %.2f s classify: %.1f %%\n", used[0], used[1],
           100 * used[0] / used[1]);
    for (size_t i = 0; i < 5; i++) {
        static const char *const files[] = {"store.db", "store.db-wal", "store.db-shm", "bench.yaml", ""};
        char path[2 * PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", b.folder, files[i]);
        remove(path);
    }
    return 0;
}
