/* why.c: finds the response, asks the rules again, and compares with what the store holds. */
#include "why.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/hash.h>

const char *const why_states[] = {"current", "waiting", "changed", NULL};

static enum store_find kind_of(const char *which)
{
    const char *digits = which[0] == 'c' ? which + 1 : which;
    if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return STORE_FIND_NAME;
    return which[0] == 'c' ? STORE_FIND_COMMENT : STORE_FIND_RESPONSE;
}

void why_context(struct buf *out, const char *text, size_t len, size_t start, size_t end, size_t around)
{
    size_t from = start > around ? start - around : 0;
    size_t to = len - end > around ? end + around : len;
    while (from > 0 && from < start && ((unsigned char)text[from] & 0xC0) == 0x80)
        from++;
    while (to < len && ((unsigned char)text[to] & 0xC0) == 0x80)
        to++;
    if (from > 0)
        buf_puts(out, "...");
    for (size_t i = from; i <= to; i++) {
        if (i == start)
            buf_putc(out, '[');
        if (i == end)
            buf_putc(out, ']');
        if (i < to)
            buf_putc(out, text[i] == '\n' ? ' ' : text[i]);
    }
    if (to < len)
        buf_puts(out, "...");
}

/* Whether the store's codings of one ruleset are those that the rules give. */
static bool same_codings(const struct store_why_comment *stored, const struct coder_codes *codes,
                         const struct why_ruleset *r)
{
    size_t i = 0;
    for (size_t k = 0; k < stored->coding_count; k++) {
        const struct store_why_coding *c = &stored->codings[k];
        if (strcmp(c->ruleset, r->rules->name) != 0)
            continue;
        while (i < codes->firing_count && codes->firings[i].by.ruleset != r->position)
            i++;
        if (i == codes->firing_count)
            return false;
        const struct coder_firing *f = &codes->firings[i++];
        if (strcmp(r->rules->categories[f->by.category].code, c->category) != 0 ||
            (int64_t)f->by.rule != c->rule || (int64_t)f->start != c->start || (int64_t)f->end != c->end)
            return false;
    }
    while (i < codes->firing_count && codes->firings[i].by.ruleset != r->position)
        i++;
    return i == codes->firing_count;
}

static int fill_ruleset(struct store *store, const struct codebook *book, unsigned i, int64_t revision,
                        struct why_ruleset *out, struct error *err)
{
    bool known = false;
    char sha256[HASH_SIZE] = "";
    int64_t mark = 0;
    *out = (struct why_ruleset){
        .rules = codebook_ruleset(book, i), .position = i, .sha256 = codebook_hash(book, i)};
    if (store_ruleset_known(store, out->rules->name, &known, sha256, &mark, err) != 0)
        return -1;
    if (!known || mark < revision)
        out->state = WHY_WAITING;
    else if (strcmp(sha256, out->sha256) != 0)
        out->state = WHY_CHANGED;
    return 0;
}

static enum polarity polarity_of(const char *text)
{
    for (int i = 0; polarities[i] != NULL; i++)
        if (strcmp(polarities[i], text) == 0)
            return (enum polarity)i;
    return POLARITY_OPEN;
}

static int explain_comment(struct store *store, const struct codebook *book, struct coder *coder,
                           const struct store_why_comment *stored, struct why_options options,
                           struct buf *out, struct error *err)
{
    struct why_ruleset rulesets[CODEBOOK_MAX_RULESETS];
    const struct store_coded_comment *c = &stored->comment;
    const struct coder_comment comment = {.text = c->text,
                                          .len = c->len,
                                          .polarity = polarity_of(c->polarity),
                                          .source = c->source,
                                          .service = c->service,
                                          .place = c->place};
    struct why_comment w = {.stored = stored,
                            .codes = coder_run(coder, &comment, CODEBOOK_ALL),
                            .ruleset_count = codebook_count(book),
                            .rulesets = rulesets,
                            .verbose = options.verbose};
    for (unsigned i = 0; i < w.ruleset_count; i++) {
        if (fill_ruleset(store, book, i, c->revision, &rulesets[i], err) != 0)
            return -1;
        rulesets[i].differs =
            rulesets[i].state == WHY_CURRENT && !same_codings(stored, w.codes, &rulesets[i]);
    }
    (options.json ? why_json_comment : why_text_comment)(out, book, &w);
    return 0;
}

int why_find(struct store *store, const char *which, struct arena *arena, struct store_origin *o,
             struct error *err)
{
    enum store_find kind = kind_of(which);
    return store_origin_read(store, kind, kind == STORE_FIND_COMMENT ? which + 1 : which, arena, o, err);
}

int why_response(struct store *store, const struct codebook *book, const char *which,
                 struct why_options options, struct buf *out, struct error *err)
{
    struct arena arena = {0};
    struct store_origin o;
    int result = why_find(store, which, &arena, &o, err);
    if (result != 0) {
        arena_free(&arena);
        return -1;
    }
    struct coder *coder = coder_new(book);
    coder_explain(coder, true);
    (options.json ? why_json_origin : why_text_origin)(out, &o);
    for (size_t i = 0; i < o.comment_count && result == 0; i++)
        result = explain_comment(store, book, coder, &o.comments[i], options, out, err);
    if (options.json)
        buf_puts(out, "]}\n");
    coder_free(coder);
    arena_free(&arena);
    return result == 0 ? buf_check(out, "the explanation", err) : -1;
}
