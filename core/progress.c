/* progress.c: redraws one line of stderr, and leaves nothing behind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <yousaid/mem.h>
#include <yousaid/progress.h>

enum { REDRAW_MS = 100, PROGRESS_WIDTH = 79 };

struct progress {
    char *what;
    int64_t total;
    int64_t drawn_ms; /* when the line was last drawn; 0 = never */
    bool shown;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct progress *progress_new(const char *what, int64_t total, bool quiet)
{
    struct progress *p = mem_new(1, sizeof *p);
    const char *terminal = getenv("TERM");
    p->what = mem_strdup(what);
    p->total = total;
    p->shown = !quiet && isatty(STDERR_FILENO) && (terminal == NULL || strcmp(terminal, "dumb") != 0);
    return p;
}

/* Cut to the width on a character boundary, so that the line never wraps and can always be taken back. */
static void draw(const char *line)
{
    size_t len = 0;
    for (int columns = 0; line[len] != '\0'; len++) {
        columns += ((unsigned char)line[len] & 0xC0) != 0x80;
        if (columns > PROGRESS_WIDTH)
            break;
    }
    fprintf(stderr, "\r%.*s\033[K", (int)len, line);
    fflush(stderr);
}

void progress_set(struct progress *p, int64_t done, const char *note)
{
    if (p == NULL || !p->shown)
        return;
    int64_t now = now_ms();
    if (p->drawn_ms != 0 && now - p->drawn_ms < REDRAW_MS)
        return;
    p->drawn_ms = now;
    char count[64];
    char line[512];
    if (p->total > 0)
        snprintf(count, sizeof count, "%lld of %lld (%d%%)", (long long)done, (long long)p->total,
                 (int)(100.0 * (double)done / (double)p->total));
    else
        snprintf(count, sizeof count, "%lld", (long long)done);
    snprintf(line, sizeof line, "%s: %s%s%s", p->what, count, note != NULL ? " " : "",
             note != NULL ? note : "");
    draw(line);
}

void progress_free(struct progress *p)
{
    if (p == NULL)
        return;
    if (p->drawn_ms != 0)
        draw("");
    free(p->what);
    free(p);
}
