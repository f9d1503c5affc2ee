/* cmd_stream.c: the command `stream`: codes lines from standard input to standard output, without a store. */
#include "commands.h"
#include "rules_names.h"
#include "stream.h"
#include <yousaid/json.h>

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { ABOUT_MAX = 1 << 20 };

static const char *const formats[] = {"ndjson", "tsv", NULL};
static const char *const engines[] = {"index", "naive", NULL};
static int from, to, engine;
static int64_t jobs;
static bool text, about;

static const struct command_option options[] = {
    {"from", 0, COMMAND_ENUM, &from, "FORMAT", "what comes in: ndjson (default) or tsv", formats, 0, 0},
    {"to", 0, COMMAND_ENUM, &to, "FORMAT",
     "what goes out: ndjson (default; a line a comment) or tsv (a row a coding)", formats, 0, 0},
    {"text", 0, COMMAND_FLAG, &text, NULL,
     "give the text back, in the form in which start and end count its bytes", NULL, 0, 0},
    {"about", 0, COMMAND_FLAG, &about, NULL, "only print the rulesets with version and hashes", NULL, 0, 0},
    {"engine", 0, COMMAND_ENUM, &engine, "NAME",
     "how patterns are found: index (fast), or naive (tries all; for checking)", engines, 0, 0},
    {"jobs", 'j', COMMAND_INT, &jobs, "N", "processors to code on (default: all)", NULL, 1, 256},
};

static void print_about(const struct codebook *book)
{
    struct buf out = buf_new(ABOUT_MAX);
    for (size_t i = 0; i < codebook_count(book); i++) {
        buf_putc(&out, '{');
        json_key_text(&out, "ruleset", codebook_ruleset(book, i)->name);
        json_key_text(&out, "version", codebook_ruleset(book, i)->version);
        json_key_text(&out, "sha256", codebook_hash(book, i));
        json_key_text(&out, "rules_sha256", codebook_ruleset(book, i)->sha256);
        buf_puts(&out, "}\n");
    }
    fputs(buf_str(&out), stdout);
    buf_free(&out);
}

static void log_line(const char *sentence)
{
    fprintf(stderr, "yousaid-analyzer: %s\n", sentence);
}

static int stream(const struct command_common *common, struct codebook *book, struct error *err)
{
    const struct stream_options o = {
        .in = (enum stream_format)from, .out = (enum stream_format)to, .jobs = jobs, .text = text};
    struct stream_summary summary;
    if (about) {
        print_about(book);
        return 0;
    }
    if (codebook_compile(book, engine == 0 ? MATCHER_INDEX : MATCHER_NAIVE, err) != 0 ||
        stream_run(book, &o, STDIN_FILENO, STDOUT_FILENO, common->quiet ? NULL : log_line, &summary, err) !=
            0)
        return -1;
    if (summary.failed > 0)
        return error_set(err, ERROR_DATA,
                         "%" PRId64 " of %" PRId64 " lines could not be coded; the first: %s", summary.failed,
                         summary.lines, summary.first);
    return 0;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct rules_names names;
    struct codebook *book = NULL;
    if (text && to == STREAM_TSV)
        return error_set(
            err, ERROR_USAGE,
            "--text gives the text back with --to ndjson only: a row of tsv is one coding; leave "
            "out --text or --to tsv");
    int result = rules_names_read(common->directory, argc, argv, &names, err);
    if (result == 0)
        result = ruleset_check_arguments(common->directory, names.name, (size_t)argc, err);
    if (result == 0)
        result = codebook_read(common->directory, names.name, names.count, &book, err);
    if (result == 0)
        result = stream(common, book, err);
    codebook_free(book);
    rules_names_free(&names);
    return result;
}

const struct command cmd_stream = {
    .name = "stream",
    .arguments = "[RULESET...]",
    .summary = "Codes comments from standard input to standard output",
    .about = "Needs no store and keeps nothing. RULESET is a name (non-answers themes) or a file; without "
             "one, those of the workspace.\n"
             "A line in is {\"id\": 1, \"text\": \"...\", \"polarity\": \"improve\"}; the line out has its "
             "id and codings. A line that\n"
             "cannot be read gives an error in its place, and exit code 65 at the end.\n\n"
             "  yousaid-analyzer stream <comments.ndjson >codings.ndjson\n"
             "  yousaid-analyzer stream --from tsv --to tsv non-answers themes <in >out",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .max_args = -1,
    .run = run,
};
