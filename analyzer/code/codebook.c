/* codebook.c: loads the rulesets in use and lays out their rules and patterns for the matcher. */
#include "codebook_internal.h"

#include <stdlib.h>
#include <string.h>

/* Finds a pattern by its text, so that rules which share one share its work. */
struct pattern_table {
    size_t size;    /* a power of two */
    uint32_t *slot; /* position + 1; 0 = free */
};

static bool is_answer(const struct codebook *b, size_t i)
{
    return b->rulesets[i]->dimension == RULESET_ANSWER;
}

/* An answer ruleset decides what the others see, so its hash is part of theirs. */
static void effective_hash(struct codebook *b, size_t i)
{
    struct hash *h = hash_new();
    hash_field(h, b->rulesets[i]->sha256);
    for (size_t k = 0; k < b->count && !is_answer(b, i); k++)
        if (is_answer(b, k))
            hash_field(h, b->rulesets[k]->sha256);
    hash_end(h, b->hash[i]);
}

static int read_one(struct codebook *b, const char *directory, const char *name, struct error *err)
{
    struct ruleset *r = NULL;
    if (ruleset_read(directory, name, &r, err) != 0)
        return -1;
    if (codebook_find(b, r->name) >= 0) {
        error_set(err, ERROR_CONFIG, "the ruleset %s is named twice: remove one", r->name);
        ruleset_free(r);
        return -1;
    }
    b->rulesets[b->count] = r;
    if (r->dimension == RULESET_ANSWER)
        b->answers |= UINT64_C(1) << b->count;
    b->count++;
    return 0;
}

int codebook_read(const char *directory, const char *const *names, size_t count, struct codebook **out,
                  struct error *err)
{
    if (count == 0 || count > CODEBOOK_MAX_RULESETS)
        return error_set(err, ERROR_CONFIG, "%zu rulesets are in use: there must be from 1 to %d", count,
                         CODEBOOK_MAX_RULESETS);
    struct codebook *b = mem_new(1, sizeof *b);
    b->rulesets = mem_new(count, sizeof(struct ruleset *));
    b->hash = mem_new(count, HASH_SIZE);
    for (size_t i = 0; i < count; i++)
        if (read_one(b, directory, names[i], err) != 0) {
            codebook_free(b);
            return -1;
        }
    for (size_t i = 0; i < count; i++)
        effective_hash(b, i);
    *out = b;
    return 0;
}

int codebook_read_workspace(const struct workspace *w, struct codebook **out, struct error *err)
{
    const struct config_texts *named = &w->rulesets;
    if (config_get(config_root(w->config), "rulesets") != NULL)
        return codebook_read(w->directory, named->text, named->count, out, err);
    const char **there = mem_new(named->count, sizeof *there);
    size_t count = 0;
    for (size_t i = 0; i < named->count; i++) {
        char *path = NULL;
        if (workspace_find(w->directory, "rulesets", named->text[i], &path, NULL, NULL) == 0)
            there[count++] = named->text[i];
        free(path);
    }
    int result = codebook_read(w->directory, there, count, out, err);
    free(there);
    return result;
}

static uint64_t text_hash(const char *s)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *s != '\0'; s++)
        h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
    return h;
}

/* Position of a pattern; it is added when it is new. */
static uint32_t place_pattern(struct codebook *b, struct pattern_table *t, const struct pattern *p,
                              uint32_t rule)
{
    const char *text = pattern_text(p);
    size_t at = text_hash(text) & (t->size - 1);
    for (; t->slot[at] != 0; at = (at + 1) & (t->size - 1))
        if (strcmp(pattern_text(b->patterns[t->slot[at] - 1]), text) == 0)
            return t->slot[at] - 1;
    size_t position = b->pattern_count++;
    b->patterns[position] = p;
    b->owner[position] = rule;
    t->slot[at] = (uint32_t)position + 1;
    return (uint32_t)position;
}

static void place_list(struct codebook *b, struct pattern_table *t, const struct rule_list *list,
                       uint32_t rule, struct codebook_list *out)
{
    out->at = arena_new(&b->arena, list->count, sizeof *out->at);
    for (size_t i = 0; i < list->count; i++) {
        uint32_t at = place_pattern(b, t, list->any[i].pattern, rule);
        bool have = false;
        for (size_t k = 0; k < out->count; k++)
            have = have || out->at[k] == at;
        if (!have)
            out->at[out->count++] = at;
    }
}

static void place_names(struct codebook *b, const struct config_texts *texts, struct codebook_names *out)
{
    out->count = texts->count;
    out->key = arena_new(&b->arena, texts->count, sizeof *out->key);
    for (size_t i = 0; i < texts->count; i++) {
        struct buf key = buf_new(CONFIG_MAX_FILE);
        text_pattern(texts->text[i], strlen(texts->text[i]), &key);
        out->key[i] = arena_strdup(&b->arena, buf_str(&key));
        buf_free(&key);
    }
}

static bool is_brief(const struct codebook_rule *r)
{
    const struct rule_when *when = &r->rule->when;
    bool anywhere = when->polarities == 0 && when->min_words < 0 && when->max_words < 0;
    for (size_t i = 0; i < RULE_NAMES; i++)
        anywhere = anywhere && r->any[i].count + r->none[i].count == 0;
    return anywhere && r->match.count == 1 && r->also.count == 0 && r->unless.count == 0 &&
           !r->rule->sentence && r->rule->residual == RULE_ALWAYS;
}

static void place_rule(struct codebook *b, struct pattern_table *t, const struct rule *rule,
                       struct coder_rule id)
{
    uint32_t position = (uint32_t)b->rule_count++;
    struct codebook_rule *out = &b->rules[position];
    out->rule = rule;
    out->id = id;
    out->category = b->category_base[id.ruleset] + id.category;
    place_list(b, t, &rule->match, position, &out->match);
    place_list(b, t, &rule->also, position, &out->also);
    place_list(b, t, &rule->unless, position, &out->unless);
    for (size_t i = 0; i < RULE_NAMES; i++) {
        place_names(b, &rule->when.names[i].any, &out->any[i]);
        place_names(b, &rule->when.names[i].none, &out->none[i]);
    }
    for (size_t i = 0; i < out->match.count; i++)
        b->search[out->match.at[i]] = true;
    b->brief[position] = (struct codebook_brief){is_brief(out) ? out->match.at[0] : CODEBOOK_NOT_BRIEF,
                                                 (uint32_t)out->category, (uint8_t)id.ruleset,
                                                 rule->residual != RULE_ALWAYS, false};
}

static void place_ruleset(struct codebook *b, struct pattern_table *t, unsigned ruleset)
{
    const struct ruleset *r = b->rulesets[ruleset];
    for (unsigned c = 0; c < r->category_count; c++) {
        b->first_rule[b->category_base[ruleset] + c] = b->rule_count;
        for (unsigned k = 0; k < r->categories[c].rule_count; k++)
            place_rule(b, t, &r->categories[c].rules[k], (struct coder_rule){ruleset, c, k + 1});
    }
}

/* Which rules to look at when a pattern is a candidate. */
static void place_users(struct codebook *b)
{
    b->user_start = mem_new(b->pattern_count + 2, sizeof *b->user_start);
    for (size_t i = 0; i < b->rule_count; i++)
        for (size_t k = 0; k < b->rules[i].match.count; k++)
            b->user_start[b->rules[i].match.at[k] + 2]++;
    for (size_t p = 1; p < b->pattern_count + 2; p++)
        b->user_start[p] += b->user_start[p - 1];
    b->users = mem_new(b->user_start[b->pattern_count + 1], sizeof *b->users);
    for (size_t i = 0; i < b->rule_count; i++)
        for (size_t k = 0; k < b->rules[i].match.count; k++)
            b->users[b->user_start[b->rules[i].match.at[k] + 1]++] = (uint32_t)i;
}

static void count_uses(const struct codebook_list *list, uint32_t *uses)
{
    for (size_t i = 0; i < list->count; i++)
        uses[list->at[i]]++;
}

/* Which patterns stand for one brief rule and nothing else. */
static void place_alone(struct codebook *b)
{
    uint32_t *uses = mem_new(b->pattern_count, sizeof *uses);
    for (size_t i = 0; i < b->rule_count; i++) {
        count_uses(&b->rules[i].match, uses);
        count_uses(&b->rules[i].also, uses);
        count_uses(&b->rules[i].unless, uses);
    }
    b->alone = mem_new(b->pattern_count, sizeof *b->alone);
    for (size_t p = 0; p < b->pattern_count; p++) {
        struct codebook_brief *brief = &b->brief[b->owner[p]];
        bool alone = uses[p] == 1 && brief->pattern == p;
        brief->alone = brief->alone || alone;
        b->alone[p] = alone ? b->owner[p] : CODEBOOK_NOT_ALONE;
    }
    free(uses);
}

static void count_all(struct codebook *b, size_t *rules, size_t *patterns)
{
    for (size_t i = 0; i < b->count; i++) {
        b->category_base[i] = b->category_count;
        b->category_count += b->rulesets[i]->category_count;
        for (size_t c = 0; c < b->rulesets[i]->category_count; c++) {
            const struct ruleset_category *category = &b->rulesets[i]->categories[c];
            if (category->combined_count > 0)
                b->combining |= UINT64_C(1) << i;
            *rules += category->rule_count;
            for (size_t k = 0; k < category->rule_count; k++)
                *patterns += category->rules[k].match.count + category->rules[k].also.count +
                             category->rules[k].unless.count;
        }
    }
}

int codebook_compile(struct codebook *b, enum matcher_engine engine, struct error *err)
{
    size_t rules = 0;
    size_t patterns = 0;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): codebook_read() sets it whenever it returns 0 */
    for (size_t i = 0; i < b->count; i++)
        if (ruleset_compile(b->rulesets[i], err) != 0)
            return -1;
    b->category_base = mem_new(b->count, sizeof *b->category_base);
    count_all(b, &rules, &patterns);
    b->first_rule = mem_new(b->category_count, sizeof *b->first_rule);
    b->rules = mem_new(rules, sizeof *b->rules);
    b->brief = mem_new(rules, sizeof *b->brief);
    b->patterns = mem_new(patterns, sizeof(struct pattern *));
    b->search = mem_new(patterns, sizeof *b->search);
    b->owner = mem_new(patterns, sizeof *b->owner);
    struct pattern_table table = {.size = 16};
    while (table.size < 2 * patterns)
        table.size *= 2;
    table.slot = mem_new(table.size, sizeof *table.slot);
    for (int answers = 1; answers >= 0; answers--)
        for (size_t i = 0; i < b->count; i++)
            if (is_answer(b, i) == (answers == 1))
                place_ruleset(b, &table, (unsigned)i);
    free(table.slot);
    place_users(b);
    place_alone(b);
    return matcher_new(b->patterns, b->search, b->pattern_count, engine, &b->matcher, err);
}

int codebook_open(const char *directory, const char *const *names, size_t count, enum matcher_engine engine,
                  struct codebook **out, struct error *err)
{
    struct codebook *b = NULL;
    if (codebook_read(directory, names, count, &b, err) != 0)
        return -1;
    if (codebook_compile(b, engine, err) != 0) {
        codebook_free(b);
        return -1;
    }
    *out = b;
    return 0;
}

void codebook_free(struct codebook *b)
{
    if (b == NULL)
        return;
    matcher_free(b->matcher);
    for (size_t i = 0; i < b->count; i++)
        ruleset_free(b->rulesets[i]);
    free(b->rulesets);
    free(b->hash);
    free(b->category_base);
    free(b->first_rule);
    free(b->rules);
    free(b->brief);
    free(b->alone);
    free(b->patterns);
    free(b->search);
    free(b->owner);
    free(b->user_start);
    free(b->users);
    arena_free(&b->arena);
    free(b);
}

size_t codebook_count(const struct codebook *b)
{
    return b->count;
}

const struct ruleset *codebook_ruleset(const struct codebook *b, size_t i)
{
    return b->rulesets[i];
}

int codebook_find(const struct codebook *b, const char *name)
{
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->rulesets[i]->name, name) == 0)
            return (int)i;
    return -1;
}

const char *codebook_hash(const struct codebook *b, size_t i)
{
    return b->hash[i];
}

bool codebook_asks_places(const struct codebook *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (ruleset_asks(b->rulesets[i], RULE_SERVICE) || ruleset_asks(b->rulesets[i], RULE_PLACE))
            return true;
    return false;
}
