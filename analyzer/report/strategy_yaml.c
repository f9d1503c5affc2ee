/* strategy_yaml.c: reads strategy.yaml. */
#include "strategy_internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct head {
    const char *link;
    const struct config_node *title, *commitments, *no_answer;
};
static const struct config_field head_fields[] = {
    {.key = "strategy", .type = CONFIG_NODE, .offset = offsetof(struct head, title)},
    {.key = "link", .type = CONFIG_TEXT, .offset = offsetof(struct head, link)},
    {.key = "commitments",
     .type = CONFIG_NODE,
     .offset = offsetof(struct head, commitments),
     .required = true},
    {.key = "needs_no_answer", .type = CONFIG_NODE, .offset = offsetof(struct head, no_answer)},
};

/* Every value as a node: where it stands is part of each later message. */
struct keys {
    const struct config_node *id, *title, *answers, *you_said, *we_did, *text, *status, *why, *owner, *by,
        *date, *evidence, *section, *where;
};
#define NODE(name, member, needed)                                                                           \
    {                                                                                                        \
        .key = name, .type = CONFIG_NODE, .offset = offsetof(struct keys, member), .required = needed        \
    }
static const struct config_field commitment_fields[] = {
    NODE("id", id, true),
    NODE("title", title, true),
    NODE("answers", answers, true),
    NODE("you_said", you_said, false),
    NODE("we_did", we_did, false),
    NODE("text", text, false),
    NODE("status", status, true),
    NODE("why", why, false),
    NODE("owner", owner, false),
    NODE("by", by, false),
    NODE("date", date, false),
    NODE("evidence", evidence, false),
    NODE("strategy_section", section, false),
    NODE("where", where, false),
};
struct answer_keys {
    const struct config_node *theme, *group, *place;
};
static const struct config_field answer_fields[] = {
    {.key = "theme", .type = CONFIG_NODE, .offset = offsetof(struct answer_keys, theme)},
    {.key = "group", .type = CONFIG_NODE, .offset = offsetof(struct answer_keys, group)},
    {.key = "place", .type = CONFIG_NODE, .offset = offsetof(struct answer_keys, place)},
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int take_text(const struct config_node *n, struct strategy_text *out, struct error *err)
{
    if (n == NULL)
        return 0;
    *out = (struct strategy_text){config_text(n), config_line(n), config_column(n)};
    return out->text != NULL ? 0 : config_fail(n, err, "this must be text, not a list or a map");
}

/* A scalar or a list of them. `*out` is given to free(). */
static int take_texts(const struct config_node *n, struct strategy_text **out, size_t *count,
                      struct error *err)
{
    bool list = n != NULL && config_kind(n) == CONFIG_LIST;
    size_t size = list ? config_size(n) : n != NULL ? 1 : 0;
    *out = mem_new(size + 1, sizeof **out);
    for (*count = 0; *count < size; (*count)++)
        if (take_text(list ? config_item(n, *count) : n, &(*out)[*count], err) != 0)
            return -1;
    return 0;
}

static int take_answer(struct config *c, const struct config_node *n, struct strategy_raw_answer *out,
                       struct error *err)
{
    if (config_kind(n) != CONFIG_MAP)
        return take_text(n, &out->code, err);
    struct answer_keys keys = {0};
    if (config_read(c, n, "an answer", answer_fields, COUNT(answer_fields), &keys, err) != 0)
        return -1;
    out->place = (struct strategy_text){"", config_line(n), config_column(n)};
    return take_text(keys.theme, &out->theme, err) != 0 || take_text(keys.group, &out->group, err) != 0 ||
                   take_text(keys.place, &out->place, err) != 0
               ? -1
               : 0;
}

static int take_answers(struct config *c, const struct config_node *n, struct strategy_entry *e,
                        struct error *err)
{
    bool list = config_kind(n) == CONFIG_LIST;
    size_t size = list ? config_size(n) : 1;
    if (size > STRATEGY_MAX_ANSWERS)
        return config_fail(n, err, "a commitment answers at most %d themes and groups", STRATEGY_MAX_ANSWERS);
    e->answers = mem_new(size + 1, sizeof *e->answers);
    for (size_t i = 0; i < size; i++)
        if (take_answer(c, list ? config_item(n, i) : n, &e->answers[e->answer_count++], err) != 0)
            return -1;
    return 0;
}

/* `text` and `date` are other names for `we_did` and `by`. */
static int take_alias(const struct config_node *n, const struct config_node *alias, struct strategy_text *out,
                      struct error *err)
{
    if (n != NULL && alias != NULL)
        return config_fail(alias, err,
                           "this says again what another key of the commitment says; keep one of them");
    return take_text(n != NULL ? n : alias, out, err);
}

static int read_entry(struct config *c, const struct config_node *n, struct strategy_entry *e,
                      struct error *err)
{
    struct keys k = {0};
    if (config_read(c, n, "a commitment", commitment_fields, COUNT(commitment_fields), &k, err) != 0)
        return -1;
    e->at = (struct strategy_text){"", config_line(n), config_column(n)};
    const struct {
        const struct config_node *node;
        struct strategy_text *to;
    } texts[] = {{k.id, &e->id},   {k.title, &e->title}, {k.you_said, &e->you_said}, {k.status, &e->status},
                 {k.why, &e->why}, {k.owner, &e->owner}, {k.section, &e->section}};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (take_text(texts[i].node, texts[i].to, err) != 0)
            return -1;
    return take_alias(k.we_did, k.text, &e->we_did, err) != 0 || take_alias(k.by, k.date, &e->by, err) != 0 ||
                   take_texts(k.evidence, &e->evidence, &e->evidence_count, err) != 0 ||
                   take_texts(k.where, &e->where, &e->where_count, err) != 0
               ? -1
               : take_answers(c, k.answers, e, err);
}

/* `needs_no_answer: []` is a choice as well: then every theme needs one. */
static int read_no_answer(struct strategy_reader *r, const struct config_node *n, struct error *err)
{
    struct strategy_text *codes = NULL;
    size_t count = 0;
    if (n == NULL)
        return 0;
    int result = take_texts(config_kind(n) != CONFIG_NULL ? n : NULL, &codes, &count, err);
    if (result == 0)
        result = strategy_set_no_answer(r, codes, count, err);
    free(codes);
    return result;
}

int strategy_read_yaml(struct strategy_reader *r, struct error *err)
{
    struct strategy *s = r->strategy;
    struct head head = {"", NULL, NULL, NULL};
    struct strategy_text title = {"", 0, 0};
    if (config_load(r->path, &s->config, err) != 0 ||
        config_read(s->config, config_root(s->config), "the strategy", head_fields, COUNT(head_fields), &head,
                    err) != 0 ||
        take_text(head.title, &title, err) != 0)
        return -1;
    s->title = title.text;
    strategy_note(r, title);
    s->link = head.link;
    if (config_kind(head.commitments) != CONFIG_LIST && config_kind(head.commitments) != CONFIG_NULL)
        return config_fail(head.commitments, err, "'commitments' must be a list");
    int result = read_no_answer(r, head.no_answer, err);
    for (size_t i = 0; i < config_size(head.commitments) && result == 0; i++) {
        struct strategy_entry e = {0};
        result = read_entry(s->config, config_item(head.commitments, i), &e, err);
        if (result == 0)
            result = strategy_add(r, &e, err);
        free(e.answers);
        free(e.evidence);
        free(e.where);
    }
    return result;
}
