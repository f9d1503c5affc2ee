/* cmd_quotes_list.c: yousaid-analyzer quotes list: what will be published, and what no longer fits its
 * comment. */
#include "commands.h"
#include "quotes.h"
#include <yousaid/json.h>

#include <inttypes.h>
#include <stdio.h>
#include <yousaid/workspace.h>

enum { QUOTES_MAX_OUTPUT = 256 << 20 };

static const char *const states[] = {"publish", "withdrawn", "changed", "outside"};
static const char *const reasons[] = {"published", "not published: the response was withdrawn",
                                      "not published: the comment no longer says this",
                                      "not published: outside the period"};

static void put_json(struct buf *out, const struct quotes *q)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < q->count; i++) {
        json_comma(out);
        buf_puts(out, "\n{");
        json_key_int(out, "comment", q->quotes[i].comment_id);
        json_key_text(out, "source", q->quotes[i].source);
        json_key_text(out, "response", q->quotes[i].external_id);
        json_key_text(out, "question", q->quotes[i].question);
        json_key_text(out, "quote", q->quotes[i].text);
        json_key_text(out, "attribution", q->quotes[i].attribution);
        json_key_text(out, "approved_by", q->quotes[i].approved_by);
        json_key_text(out, "approved_on", q->quotes[i].approved_at);
        json_key_text(out, "state", states[q->quotes[i].state]);
        buf_putc(out, '}');
    }
    buf_puts(out, "\n]\n");
}

static void put_words(struct buf *out, const struct quotes *q)
{
    size_t published = 0;
    for (size_t i = 0; i < q->count; i++) {
        const struct quote *quote = &q->quotes[i];
        published += quote->state == QUOTE_GOOD;
        buf_printf(out, "%s %s: %s (approved by %s, %s)\n  \"%s\"%s%s\n", quote->source, quote->external_id,
                   reasons[quote->state], quote->approved_by, quote->approved_at, quote->text,
                   quote->attribution[0] != '\0' ? " - " : "", quote->attribution);
    }
    buf_printf(out, "%zu of %zu approved quote%s can be published\n", published, q->count,
               q->count == 1 ? "" : "s");
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    (void)argv;
    struct workspace *w = NULL;
    struct store *store = NULL;
    struct catalogue *book = NULL;
    struct quotes *q = NULL;
    struct buf out = buf_new(QUOTES_MAX_OUTPUT);
    int result = -1;
    if (workspace_open(common->directory, &w, err) == 0 &&
        store_open(w->store, STORE_READ, &store, err) == 0 && catalogue_load_all(store, &book, err) == 0 &&
        quotes_load(store, book, w->period_from, w->period_to, &q, err) == 0) {
        (common->json ? put_json : put_words)(&out, q);
        result = buf_check(&out, "the list of quotes", err);
        if (result == 0)
            fputs(buf_str(&out), stdout);
    }
    buf_free(&out);
    quotes_free(q);
    catalogue_free(book);
    store_close(store);
    workspace_close(w);
    return result;
}

const struct command cmd_quotes_list = {
    .name = "quotes list",
    .arguments = "",
    .summary = "Shows approved quotes, and those that no longer fit their comment",
    .about = "Shows each quote with who approved it and whether the next report prints it.\n\n"
             "  yousaid-analyzer quotes list\n"
             "  yousaid-analyzer quotes list --json",
    .max_args = 0,
    .run = run,
};
