/* rules_known.c: warns of conditions that name a source, service or place which the workspace does not have.
 */
#include "rules_known.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/store_comment.h>
#include <yousaid/text.h>

enum { KNOWN_PATH_MAX = 4096, KNOWN_NAME_MAX = CONFIG_MAX_FILE };
static const char ending[] = ".yaml";

static void add(struct rules_known *k, enum rule_name kind, const char *name, size_t len)
{
    struct rules_known_names *n = &k->names[kind];
    n->name = mem_grow(n->name, &n->cap, n->count + 1, sizeof *n->name);
    n->name[n->count++] = arena_strndup(&k->arena, name, len);
}

/* Sources that were never read have a file only. */
static void read_files(struct rules_known *k, const struct workspace *w)
{
    struct buf path = buf_new(KNOWN_PATH_MAX);
    buf_printf(&path, "%s/sources", w->directory);
    DIR *folder = opendir(buf_str(&path));
    buf_free(&path);
    if (folder == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        size_t len = strlen(entry->d_name);
        size_t tail = sizeof ending - 1;
        if (entry->d_name[0] != '.' && len > tail && strcmp(entry->d_name + len - tail, ending) == 0)
            add(k, RULE_SOURCE, entry->d_name, len - tail);
    }
    closedir(folder);
}

static int add_source(void *ctx, const char *name, struct error *err)
{
    (void)err;
    add(ctx, RULE_SOURCE, name, strlen(name));
    return 0;
}

static int add_service(void *ctx, const char *name, struct error *err)
{
    (void)err;
    add(ctx, RULE_SERVICE, name, strlen(name));
    return 0;
}

int rules_known_read(struct rules_known *k, const struct workspace *w, struct store *store, struct error *err)
{
    *k = (struct rules_known){0};
    if (w == NULL)
        return 0;
    read_files(k, w);
    for (size_t i = 0; i < w->place_count; i++)
        add(k, RULE_PLACE, w->places[i].name, strlen(w->places[i].name));
    if (store == NULL)
        return 0;
    return store_source_each(store, add_source, k, err) == 0 ? store_service_each(store, add_service, k, err)
                                                             : -1;
}

void rules_known_free(struct rules_known *k)
{
    for (size_t i = 0; i < RULE_NAMES; i++)
        free(k->names[i].name);
    arena_free(&k->arena);
    *k = (struct rules_known){0};
}

/* The known names of one kind as they are compared. */
struct compared {
    const struct rules_known_names *known;
    struct buf *key, *plain;
};

static struct compared compared_new(const struct rules_known_names *known)
{
    struct compared c = {known, mem_new(known->count + 1, sizeof *c.key),
                         mem_new(known->count + 1, sizeof *c.plain)};
    for (size_t i = 0; i < known->count; i++) {
        c.key[i] = buf_new(KNOWN_NAME_MAX);
        c.plain[i] = buf_new(KNOWN_NAME_MAX);
        text_key(known->name[i], strlen(known->name[i]), &c.key[i]);
        text_plain(known->name[i], strlen(known->name[i]), &c.plain[i]);
    }
    return c;
}

static void compared_free(struct compared *c)
{
    for (size_t i = 0; i < c->known->count; i++) {
        buf_free(&c->key[i]);
        buf_free(&c->plain[i]);
    }
    free(c->key);
    free(c->plain);
}

/* Whether some known name is the one meant, in which `*` stands for anything. */
static bool is_known(const struct compared *c, const char *name)
{
    struct buf pattern = buf_new(KNOWN_NAME_MAX);
    bool found = false;
    text_pattern(name, strlen(name), &pattern);
    for (size_t i = 0; i < c->known->count && !found; i++)
        found = text_pattern_meets(buf_str(&pattern), buf_str(&c->key[i]), buf_str(&c->plain[i]));
    buf_free(&pattern);
    return found;
}

/* A name that a rule is for, or (`none`) not for. The latter may be of a service that another area has, so it
 * is only doubted where it is nearly one of this workspace. */
static void check_name(const struct compared *c, enum rule_name kind, bool none, const char *where,
                       const struct config_node *node, struct rules_findings *f)
{
    const char *name = config_text(node);
    if (is_known(c, name))
        return;
    const char *closest = text_closest(name, c->known->name, c->known->count);
    if (closest != NULL)
        rules_warn(f, node, "%s: there is no %s '%s' in this workspace: did you mean '%s'?", where,
                   rule_name_kinds[kind], name, closest);
    else if (!none)
        rules_warn(f, node, "%s: there is no %s '%s' in this workspace%s", where, rule_name_kinds[kind], name,
                   kind == RULE_SERVICE
                       ? " so far, so nothing fires for it yet: mend the name if something should"
                       : ", so the rule never fires for it: mend the name, or take it out");
}

static void check_names(const struct compared *c, const struct config_node *names, enum rule_name kind,
                        bool none, const char *where, struct rules_findings *f)
{
    bool list = config_kind(names) == CONFIG_LIST;
    size_t count = list ? config_size(names) : config_kind(names) == CONFIG_SCALAR;
    for (size_t i = 0; i < count && c->known->count > 0; i++)
        check_name(c, kind, none, where, list ? config_item(names, i) : names, f);
}

/* `later`, which may be NULL, stands in place of `when`, key by key. */
static void check_when(const struct compared c[RULE_NAMES], const struct config_node *when,
                       const struct config_node *later, const char *where, struct rules_findings *f)
{
    for (int kind = 0; kind < RULE_NAMES; kind++)
        for (int none = 0; none < 2; none++) {
            const char *key = rule_name_keys[kind][none];
            if (config_get(later, key) == NULL)
                check_names(&c[kind], config_get(when, key), (enum rule_name)kind, none == 1, where, f);
        }
}

static void check_category(const struct compared known[RULE_NAMES], const struct ruleset_category *c,
                           struct rules_findings *f)
{
    struct buf where = buf_new(KNOWN_NAME_MAX);
    check_when(known, c->when[0], c->when[1], c->code, f);
    check_when(known, c->when[1], NULL, c->code, f);
    for (size_t n = 0; n < c->rule_count; n++) {
        buf_clear(&where);
        buf_printf(&where, "%s rule %zu", c->code, n + 1);
        check_when(known, config_get(c->rules[n].node, "when"), NULL, buf_str(&where), f);
    }
    buf_free(&where);
}

void rules_known_check(const struct rules_known *k, const struct ruleset *r, struct rules_findings *f)
{
    struct compared known[RULE_NAMES];
    for (size_t kind = 0; kind < RULE_NAMES; kind++)
        known[kind] = compared_new(&k->names[kind]);
    for (size_t i = 0; i < r->category_count; i++)
        check_category(known, &r->categories[i], f);
    for (size_t kind = 0; kind < RULE_NAMES; kind++)
        compared_free(&known[kind]);
}
