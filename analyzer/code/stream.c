/* stream.c: one thread reads, some code, one writes; a bounded ring of chunks lies between them. */
#include "stream.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK_BYTES = 64 << 10, /* asked of one read; a chunk grows beyond it only for a longer line */
    CHUNK_OUT = 1 << 30,
    CHUNKS_PER_JOB = 2,
    SPARE_CHUNKS = 2,
    KEPT_BYTES = 1 << 20, /* a buffer that has grown beyond this is given back */
    MAX_JOBS = 256
};

enum chunk_state { CHUNK_FREE, CHUNK_READ, CHUNK_TAKEN, CHUNK_DONE };

/* Whole lines on their way from `in` to `out`. */
struct chunk {
    enum chunk_state state;
    struct buf lines;   /* each ends in '\n' */
    int64_t first_line; /* number of the first one */
    bool too_long;      /* stands for one line beyond the limit; `lines` is empty */
    struct buf out, log;
    int64_t line_count, failed;
};
struct stream {
    const struct codebook *book;
    const struct stream_options *options;
    void (*log)(const char *sentence);
    struct stream_summary *summary;
    int in, out;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct chunk *chunks;
    size_t chunk_count;
    size_t next; /* chunk that the next free coder takes */
    size_t read; /* chunks that were read */
    bool ended;  /* nothing more will be read */
    bool stop;
    struct error read_error;
};

static void set_state(struct stream *s, struct chunk *c, enum chunk_state state)
{
    pthread_mutex_lock(&s->lock);
    c->state = state;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

/* ---- reading ---- */

/* The next chunk to fill, when it is free; NULL when all is to stop. */
static struct chunk *free_chunk(struct stream *s)
{
    pthread_mutex_lock(&s->lock);
    struct chunk *c = &s->chunks[s->read % s->chunk_count];
    while (c->state != CHUNK_FREE && !s->stop)
        pthread_cond_wait(&s->changed, &s->lock);
    bool stop = s->stop;
    pthread_mutex_unlock(&s->lock);
    return stop ? NULL : c;
}

static void hand_over(struct stream *s, struct chunk *c)
{
    pthread_mutex_lock(&s->lock);
    c->state = CHUNK_READ;
    s->read++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

static int64_t count_lines(const struct buf *lines)
{
    int64_t count = 0;
    for (const char *at = lines->data, *end = at + lines->len; at < end; count++)
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    return count;
}

/* Lines as they arrive: what was read and ends no line yet is `rest`. */
struct intake {
    struct buf rest;
    int64_t line;  /* number of the line that `rest` begins */
    bool skipping; /* inside a line that is too long */
};

/* Gives the whole lines of `rest` to a chunk. 0, or -1 to stop. */
static int give_lines(struct stream *s, struct intake *t, size_t len)
{
    struct chunk *c = free_chunk(s);
    if (c == NULL)
        return -1;
    buf_clear(&c->lines);
    buf_add(&c->lines, t->rest.data, len);
    memmove(t->rest.data, t->rest.data + len, t->rest.len - len);
    t->rest.len -= len;
    c->too_long = false;
    c->first_line = t->line;
    c->line_count = count_lines(&c->lines);
    t->line += c->line_count;
    hand_over(s, c);
    return 0;
}

static int give_too_long(struct stream *s, struct intake *t)
{
    struct chunk *c = free_chunk(s);
    if (c == NULL)
        return -1;
    buf_clear(&c->lines);
    c->too_long = true;
    c->first_line = t->line++;
    c->line_count = 1;
    hand_over(s, c);
    return 0;
}

/* Takes what one read brought. */
static int take_bytes(struct stream *s, struct intake *t, const char *bytes, size_t len)
{
    if (t->skipping) {
        const char *end = memchr(bytes, '\n', len);
        if (end == NULL)
            return 0;
        len -= (size_t)(end + 1 - bytes);
        bytes = end + 1;
        t->skipping = false;
    }
    buf_add(&t->rest, bytes, len);
    size_t whole = t->rest.len;
    while (whole > 0 && t->rest.data[whole - 1] != '\n')
        whole--;
    if (whole > 0)
        return give_lines(s, t, whole);
    if (t->rest.len <= STREAM_MAX_LINE)
        return 0;
    buf_clear(&t->rest);
    t->skipping = true;
    return give_too_long(s, t);
}

static void *read_all(void *argument)
{
    struct stream *s = argument;
    struct intake t = {.rest = buf_new(STREAM_MAX_LINE + 2 * CHUNK_BYTES), .line = 1};
    char *bytes = mem_new(CHUNK_BYTES, 1);
    ssize_t got = 0;
    int result = 0;
    do {
        got = read(s->in, bytes, CHUNK_BYTES);
        if (got > 0)
            result = take_bytes(s, &t, bytes, (size_t)got);
    } while (result == 0 && (got > 0 || (got < 0 && errno == EINTR)));
    if (got < 0)
        error_set(&s->read_error, ERROR_SYSTEM, "reading the input failed: %s", strerror(errno));
    if (result == 0 && t.rest.len > 0) { /* a last line without its end */
        buf_putc(&t.rest, '\n');
        give_lines(s, &t, t.rest.len);
    }
    free(bytes);
    buf_free(&t.rest);
    pthread_mutex_lock(&s->lock);
    s->ended = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- coding ---- */

struct worker {
    struct stream *stream;
    struct coder *coder;
    struct stream_parser *parser;
};

static void line_failed(const struct worker *w, struct chunk *c, const struct stream_record *r,
                        int64_t number, const struct error *why)
{
    char sentence[ERROR_TEXT_MAX + 32];
    snprintf(sentence, sizeof sentence, "line %" PRId64 ": %s", number, why->text);
    stream_write_error(&c->out, w->stream->options, r, number, sentence);
    buf_printf(&c->log, "%s\n", sentence);
    c->failed++;
}

static void code_chunk(const struct worker *w, struct chunk *c)
{
    struct stream_record r = {.id = "", .id_text = ""};
    struct error why = {0};
    int64_t number = c->first_line;
    c->failed = 0;
    buf_clear(&c->out);
    buf_clear(&c->log);
    if (c->too_long) {
        error_set(&why, ERROR_DATA, "it is longer than the limit of %d bytes", STREAM_MAX_LINE);
        line_failed(w, c, &r, number, &why);
        return;
    }
    char *at = c->lines.data;
    char *end = at + c->lines.len;
    if (number == 1 && c->lines.len >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3; /* the byte order mark that Windows programs begin a file with */
    for (; at < end; number++) {
        char *stop = memchr(at, '\n', (size_t)(end - at));
        *stop = '\0';
        if (stream_parse(w->parser, at, (size_t)(stop - at), &r, &why) == 0)
            stream_write(&c->out, w->stream->options, w->stream->book, &r,
                         coder_run(w->coder, &r.comment, CODEBOOK_ALL));
        else
            line_failed(w, c, &r, number, &why);
        at = stop + 1;
    }
}

static void *work(void *argument)
{
    struct worker *w = argument;
    struct stream *s = w->stream;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        struct chunk *c = &s->chunks[s->next % s->chunk_count];
        if (s->stop || (s->ended && s->next == s->read))
            break;
        if (c->state != CHUNK_READ || s->next == s->read) {
            pthread_cond_wait(&s->changed, &s->lock);
            continue;
        }
        c->state = CHUNK_TAKEN;
        s->next++;
        pthread_mutex_unlock(&s->lock);
        code_chunk(w, c);
        set_state(s, c, CHUNK_DONE);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- writing ---- */

static int write_all(int out, const char *bytes, size_t len, struct error *err)
{
    while (len > 0) {
        ssize_t put = write(out, bytes, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return error_set(err, ERROR_SYSTEM, "writing the output failed: %s", strerror(errno));
        bytes += put;
        len -= (size_t)put;
    }
    return 0;
}

static void log_lines(struct stream *s, struct chunk *c)
{
    char *at = c->log.data;
    for (char *end = at + c->log.len; at < end;) {
        char *stop = memchr(at, '\n', (size_t)(end - at));
        *stop = '\0';
        if (s->summary->first[0] == '\0')
            snprintf(s->summary->first, sizeof s->summary->first, "%s", at);
        if (s->log != NULL)
            s->log(at);
        at = stop + 1;
    }
}

/* One long line must not make every chunk as large for ever. */
static void shrink(struct buf *b)
{
    size_t max = b->max;
    if (b->cap <= KEPT_BYTES)
        return;
    buf_free(b);
    *b = buf_new(max);
}

static int write_chunk(struct stream *s, struct chunk *c, struct error *err)
{
    s->summary->lines += c->line_count;
    s->summary->failed += c->failed;
    if (buf_check(&c->out, "the output of one chunk of lines", err) != 0 ||
        write_all(s->out, buf_str(&c->out), c->out.len, err) != 0)
        return -1;
    if (c->log.len > 0)
        log_lines(s, c);
    shrink(&c->out);
    shrink(&c->lines);
    set_state(s, c, CHUNK_FREE);
    return 0;
}

/* Writes chunks in the order in which they were read, each as soon as it is done. */
static int write_in_order(struct stream *s, struct error *err)
{
    for (size_t writing = 0;; writing++) {
        struct chunk *c = &s->chunks[writing % s->chunk_count];
        pthread_mutex_lock(&s->lock);
        while (!(s->ended && writing == s->read) && (writing == s->read || c->state != CHUNK_DONE))
            pthread_cond_wait(&s->changed, &s->lock);
        bool over = writing == s->read;
        pthread_mutex_unlock(&s->lock);
        if (over)
            return 0;
        if (write_chunk(s, c, err) != 0)
            return -1;
    }
}

/* ---- threads ---- */

static size_t job_count(const struct stream_options *o)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t jobs = o->jobs > 0 ? o->jobs : processors > 0 ? processors : 1;
    return (size_t)(jobs < MAX_JOBS ? jobs : MAX_JOBS);
}

static size_t start_workers(struct stream *s, struct worker *workers, pthread_t *threads, size_t jobs)
{
    size_t started = 0;
    for (; started < jobs; started++) {
        workers[started] = (struct worker){s, coder_new(s->book), stream_parser_new(s->options->in)};
        if (pthread_create(&threads[started], NULL, work, &workers[started]) == 0)
            continue;
        coder_free(workers[started].coder);
        stream_parser_free(workers[started].parser);
        break;
    }
    return started;
}

/* A reader that waits for input cannot be told to stop: after a failed write it is left, with the chunks, to
 * the end of the program. */
static int run_threads(struct stream *s, size_t jobs, struct error *err)
{
    struct worker *workers = mem_new(jobs, sizeof *workers);
    pthread_t *threads = mem_new(jobs, sizeof *threads);
    pthread_t reader;
    int result = -1;
    size_t started = start_workers(s, workers, threads, jobs);
    bool reading = started > 0 && pthread_create(&reader, NULL, read_all, s) == 0;
    if (reading)
        result = write_in_order(s, err);
    else
        error_set(err, ERROR_TEMPFAIL, "no thread could be started: try again later");
    pthread_mutex_lock(&s->lock);
    s->stop = result != 0;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        coder_free(workers[i].coder);
        stream_parser_free(workers[i].parser);
    }
    if (reading && result == 0)
        pthread_join(reader, NULL);
    else if (reading)
        pthread_detach(reader);
    free(threads);
    free(workers);
    return result;
}

int stream_run(const struct codebook *book, const struct stream_options *options, int in, int out,
               void (*log)(const char *sentence), struct stream_summary *summary, struct error *err)
{
    size_t jobs = job_count(options);
    struct stream *s = mem_new(1, sizeof *s);
    *s = (struct stream){.book = book,
                         .options = options,
                         .log = log,
                         .summary = summary,
                         .in = in,
                         .out = out,
                         .chunk_count = jobs * CHUNKS_PER_JOB + SPARE_CHUNKS};
    *summary = (struct stream_summary){0};
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    s->chunks = mem_new(s->chunk_count, sizeof *s->chunks);
    for (size_t i = 0; i < s->chunk_count; i++) {
        s->chunks[i].lines = buf_new(STREAM_MAX_LINE + 2 * CHUNK_BYTES);
        s->chunks[i].out = buf_new(CHUNK_OUT);
        s->chunks[i].log = buf_new(CHUNK_OUT);
    }
    if (run_threads(s, jobs, err) != 0)
        return -1;
    int result = 0;
    if (s->read_error.kind != ERROR_NONE)
        result = error_set(err, s->read_error.kind, "%s", s->read_error.text);
    for (size_t i = 0; i < s->chunk_count; i++) {
        buf_free(&s->chunks[i].lines);
        buf_free(&s->chunks[i].out);
        buf_free(&s->chunks[i].log);
    }
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s->chunks);
    free(s);
    return result;
}
