/* cmd_report.c: yousaid-analyzer report: gathers the evidence, composes the report once and hands it to the
 * writers. */
#include "coder.h"
#include "commands.h"
#include "compose.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { REPORT_MAX_FILE = 256 << 20, CHANGED_MAX = 1 << 16 };

static const struct report_writer *const writers[] = {&report_writer_html, &report_writer_md,
                                                      &report_writer_csv, &report_writer_json};
enum { WRITERS = sizeof writers / sizeof writers[0] };
/* Choices of --format: the rows of `writers`, then all of them. */
static const char *const formats[] = {"html", "md", "csv", "json", "all", NULL};
static const char name[] = "you-said-we-did";

static int format = WRITERS + 1; /* not given: html, md and csv */
static const char *output;
static bool dated;

static const struct command_option options[] = {
    {.name = "format",
     .letter = 'f',
     .type = COMMAND_ENUM,
     .target = &format,
     .argument = "FORMAT",
     .help = "html, md, csv, json or all; without it html, md and csv",
     .values = formats},
    {.name = "output",
     .letter = 'o',
     .type = COMMAND_TEXT,
     .target = &output,
     .argument = "PATH",
     .help = "folder to write to, or file for one format; without it report/ in the workspace"},
    {.name = "dated",
     .type = COMMAND_FLAG,
     .target = &dated,
     .help = "print the day in the report (it then differs from day to day)"},
};

static bool wanted(size_t writer)
{
    return format == WRITERS || format == (int)writer ||
           (format == WRITERS + 1 && writers[writer] != &report_writer_json);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Makes the folder and the folders above it. */
static int make_folder(const char *path, struct error *err)
{
    char *copy = mem_strdup(path);
    for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0777);
        *slash = '/';
    }
    int made = mkdir(copy, 0777);
    int why = errno;
    free(copy);
    if (made == 0 || (why == EEXIST && is_folder(path)))
        return 0;
    return error_set(err, ERROR_SYSTEM, "%s: the folder cannot be made: %s", path, strerror(why));
}

static int write_file(const struct buf *content, const char *path, struct error *err)
{
    if (buf_check(content, "the report", err) != 0)
        return -1;
    return buf_write_file(content, path, err);
}

static int write_tables(const struct report *r, const struct report_writer *w, const char *folder,
                        struct error *err)
{
    struct buf path = buf_new(1 << 16), content = buf_new(REPORT_MAX_FILE);
    int result = make_folder(folder, err);
    for (size_t i = 0; i < r->block_count && result == 0; i++) {
        const struct table *t = r->blocks[i].table;
        if (t == NULL || t->file == NULL)
            continue;
        buf_clear(&path);
        buf_clear(&content);
        buf_printf(&path, "%s/%s.%s", folder, t->file, w->format);
        w->write_table(t, &content);
        result = write_file(&content, buf_str(&path), err);
    }
    buf_free(&path);
    buf_free(&content);
    return result;
}

/* `path`: the file, or the folder of tables. */
static int write_one(const struct report *r, const struct report_writer *w, const char *path, bool quiet,
                     struct error *err)
{
    struct buf content = buf_new(REPORT_MAX_FILE);
    int result = 0;
    if (w->write == NULL) {
        result = write_tables(r, w, path, err);
    } else {
        w->write(r, &content);
        result = write_file(&content, path, err);
    }
    buf_free(&content);
    if (result == 0 && !quiet)
        printf("%s: %s\n", path, w->holds);
    return result;
}

/* A single format may be given a file of its own; else everything goes into one folder. */
static int write_all(const struct report *r, const char *folder, bool quiet, struct error *err)
{
    bool one = format >= 0 && format < WRITERS && output != NULL && !is_folder(output) &&
               (writers[format]->write == NULL || output[strlen(output) - 1] != '/');
    if (one)
        return write_one(r, writers[format], output, quiet, err);
    int result = make_folder(folder, err);
    for (size_t i = 0; i < WRITERS && result == 0; i++) {
        if (!wanted(i))
            continue;
        struct buf path = buf_new(1 << 16);
        buf_printf(&path, "%s/%s%s", folder, writers[i]->write != NULL ? name : "tables",
                   writers[i]->extension);
        result = write_one(r, writers[i], buf_str(&path), quiet, err);
        buf_free(&path);
    }
    return result;
}

/* What a person should know before publishing; the report itself says what readers need to know. */
static void warn(const struct evidence *e)
{
    size_t stale = 0;
    for (size_t i = 0; i < e->quotes->count; i++)
        stale += e->quotes->quotes[i].state == QUOTE_WITHDRAWN || e->quotes->quotes[i].state == QUOTE_CHANGED;
    if (stale > 0)
        fprintf(
            stderr,
            "warning: %zu approved quote%s not published, because the comment was withdrawn or changed: see "
            "yousaid-analyzer quotes list\n",
            stale, stale == 1 ? " is" : "s are");
    for (size_t i = 0; i < e->tally->unknown_group_count; i++)
        fprintf(stderr,
                "warning: respondents declared the group \"%s\", which no ruleset has: mend the map of the "
                "source\n",
                e->tally->unknown_groups[i]);
    for (size_t i = 0; i < e->tally->unknown_place_count; i++)
        fprintf(stderr,
                "warning: the place \"%s\" is not in yousaid.yaml: its responses count as elsewhere\n",
                e->tally->unknown_places[i]);
    for (size_t i = 0; i < e->strategy->placeholder_count; i++)
        fprintf(
            stderr,
            "warning: %s:%d: \"%s\" is still the text that init wrote: write your own before you publish\n",
            e->workspace->strategy, e->strategy->placeholders[i].line, e->strategy->placeholders[i].text);
    if (e->rule.scheme == DISCLOSURE_NONE)
        fprintf(stderr,
                "warning: small numbers are not hidden (disclosure: none): do not publish this report\n");
}

/* What was coded stays as it is, so an old report can be printed again; who has just mended a rule must know
 * that it does not count yet. */
static void warn_of_changed_rules(const struct evidence *e)
{
    struct codebook *now = NULL;
    struct error err = {0};
    if (codebook_read_workspace(e->workspace, &now, &err) != 0) {
        fprintf(stderr, "warning: the report is of rules as they were: %s\n", err.text);
        return;
    }
    struct buf changed = buf_new(CHANGED_MAX);
    for (size_t i = 0; i < e->book->ruleset_count; i++) {
        const struct catalogue_ruleset *then = &e->book->rulesets[i];
        int at = codebook_find(now, then->name);
        if (at >= 0 && strcmp(codebook_hash(now, (size_t)at), then->sha256) != 0)
            buf_printf(&changed, "%s%s", changed.len > 0 ? ", " : "", then->name);
    }
    if (changed.len > 0)
        fprintf(
            stderr,
            "warning: rules have changed since comments were coded by %s; the report is of what was coded: "
            "run yousaid-analyzer classify, then report again\n",
            buf_str(&changed));
    buf_free(&changed);
    codebook_free(now);
}

static int make_report(struct workspace *w, const struct command_common *common, struct error *err)
{
    struct store *store = NULL;
    struct evidence *e = NULL;
    char today[DATE_SIZE];
    date_now(today);
    today[10] = '\0'; /* the day */
    int result = -1;
    if (store_open(w->store, STORE_READ, &store, err) != 0 || evidence_gather(store, w, &e, err) != 0)
        goto done;
    struct report *r = compose_report(e, dated ? today : NULL);
    if (!common->quiet) {
        warn(e);
        warn_of_changed_rules(e);
    }
    result = write_all(r, output != NULL ? output : workspace_path(w, "report"), common->quiet, err);
    report_free(r);
done:
    evidence_free(e);
    store_close(store);
    return result;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    (void)argv;
    struct workspace *w = NULL;
    if (workspace_open(common->directory, &w, err) != 0)
        return -1;
    int result = make_report(w, common, err);
    workspace_close(w);
    return result;
}

const struct command cmd_report = {
    .name = "report",
    .arguments = "",
    .summary = "Writes \"You said, we did\" from the coded comments",
    .about = "Writes what people said, who they are, what was done about it and what has no answer yet: as a "
             "web page to publish "
             "(HTML), as Markdown, and its tables as CSV files.\n\n"
             "Only numbers that passed disclosure control are printed. The same store, files and rules give "
             "the same bytes. The report "
             "is refused while comments wait to be coded.\n\n"
             "  yousaid-analyzer report\n"
             "  yousaid-analyzer report --format md --output report.md",
    .max_args = 0,
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .run = run,
};
