/* comments.c: hands out comments of the store or of a file, and shows them. */
#include "comments.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <yousaid/store_comment.h>
#include <yousaid/workspace.h>

enum { NAME_SIZE = 48 };

struct stored {
    comments_fn *each;
    void *ctx;
};

static int hand_out(void *ctx, const struct store_comment *c, struct error *err)
{
    const struct stored *s = ctx;
    char name[NAME_SIZE];
    struct comment comment = {.coded = {.text = c->text,
                                        .len = c->len,
                                        .source = c->source,
                                        .service = c->service,
                                        .place = c->place},
                              .name = name};
    snprintf(name, sizeof name, "c%" PRId64, c->id);
    for (int i = 0; polarities[i] != NULL; i++)
        if (strcmp(polarities[i], c->polarity) == 0)
            comment.coded.polarity = (enum polarity)i;
    return s->each(s->ctx, &comment, err);
}

int comments_of_store(const char *directory, comments_fn *each, void *ctx, struct error *err)
{
    struct workspace *w = NULL;
    struct store *store = NULL;
    struct stored stored = {each, ctx};
    int result = workspace_open(directory, &w, err);
    if (result == 0)
        result = store_open(w->store, STORE_READ, &store, err);
    if (result == 0)
        result = store_comment_each(store, hand_out, &stored, err);
    store_close(store);
    workspace_close(w);
    return result;
}

struct coder_comment comments_of_label(const struct labelled *c)
{
    return (struct coder_comment){.text = c->text,
                                  .len = strlen(c->text),
                                  .polarity = c->polarity,
                                  .source = c->source,
                                  .service = c->service,
                                  .place = c->place};
}

int comments_of_file(const struct labels *labels, comments_fn *each, void *ctx, struct error *err)
{
    size_t blank = 0;
    while (blank < labels->count && labels->comment[blank].text[0] == '\0')
        blank++;
    if (blank == labels->count)
        return error_set(err, ERROR_DATA,
                         "%s: the column \"%s\" has no text in any row; name another with --text",
                         csv_table_path(labels->table), labels->text_column);
    for (size_t i = 0; i < labels->count; i++) {
        const struct labelled *l = &labels->comment[i];
        char name[NAME_SIZE];
        const struct comment comment = {.coded = comments_of_label(l), .name = name, .labelled = l};
        snprintf(name, sizeof name, "line %zu", l->line);
        if (l->text[0] != '\0' && each(ctx, &comment, err) != 0)
            return -1;
    }
    return 0;
}

int comments_open_rules(const char *directory, const char *ruleset, struct codebook **book, struct error *err)
{
    const char *names[] = {ruleset, "non-answers"};
    struct codebook *read = NULL;
    if (codebook_read(directory, names, 1, &read, err) != 0)
        return -1;
    bool alone = codebook_ruleset(read, 0)->dimension == RULESET_ANSWER;
    codebook_free(read);
    return codebook_open(directory, names, alone ? 1 : 2, MATCHER_INDEX, book, err);
}

/* Text on one line. */
static void one_line(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        buf_putc(out, s[i] == '\n' ? ' ' : s[i]);
}

void comments_in_context(struct buf *out, const char *text, size_t start, size_t end, size_t around)
{
    size_t len = strlen(text);
    size_t from = start > around ? start - around : 0;
    size_t to = len - end > around ? end + around : len;
    while (from > 0 && text[from] != ' ' && text[from] != '\n')
        from--;
    while (to < len && text[to] != ' ' && text[to] != '\n')
        to++;
    buf_puts(out, from > 0 ? "..." : "");
    one_line(out, text + from, start - from);
    buf_puts(out, end > start ? "[" : "");
    one_line(out, text + start, end - start);
    buf_puts(out, end > start ? "]" : "");
    one_line(out, text + end, to - end);
    buf_puts(out, to < len ? "..." : "");
}

void comments_rule_name(struct buf *out, const struct codebook *book, const struct coder_rule *rule)
{
    const struct ruleset *r = codebook_ruleset(book, rule->ruleset);
    const struct ruleset_category *category = &r->categories[rule->category];
    buf_printf(out, "%s rule %u", category->code, rule->rule);
    /* A combined category takes over the rules of others; it has no lines of its own. */
    if (rule->rule >= 1 && rule->rule <= category->rule_count)
        buf_printf(out, " (%s:%d)", r->path, config_line(category->rules[rule->rule - 1].node));
}
