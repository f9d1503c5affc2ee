/* source_questions.c: the lists of a source: questions, conditions on rows, blank and dropped values. */
#include <string.h>

#include "source_internal.h"

static const struct config_field question_keys[] = {{SPEC(column, CONFIG_TEXT), .required = true},
                                                    {SPEC(polarity, CONFIG_ENUM), .values = store_polarities},
                                                    {SPEC(text, CONFIG_TEXT)},
                                                    {SPEC(optional, CONFIG_BOOL)}};
static const struct config_field condition_keys[] = {{SPEC(column, CONFIG_TEXT), .required = true},
                                                     {SPEC(is, CONFIG_TEXTS), .required = true},
                                                     {SPEC(optional, CONFIG_BOOL)}};

int source_need_list(const struct source_reading *r, const struct config_node *node, const char *what)
{
    if (node == NULL || config_kind(node) == CONFIG_LIST)
        return 0;
    return config_fail(node, r->err, "%s must be a list", what);
}

/* The long form: {column:, text:, polarity: {question: polarity}}. */
static int read_long_form(struct source_reading *r, const struct config_node *node)
{
    struct long_form {
        const char *column, *text;
        const struct config_node *polarity;
    } keys = {0};
    static const struct config_field fields[] = {
        {.key = "column",
         .type = CONFIG_TEXT,
         .offset = offsetof(struct long_form, column),
         .required = true},
        {.key = "text", .type = CONFIG_TEXT, .offset = offsetof(struct long_form, text), .required = true},
        {.key = "polarity", .type = CONFIG_NODE, .offset = offsetof(struct long_form, polarity)}};
    if (config_read(r->s->file, node, "questions", fields, COUNT(fields), &keys, r->err) != 0)
        return -1;
    const struct source_spec plain = {0};
    r->s->question_column = source_add_column(r, keys.column, &plain, node);
    r->s->text_column = r->s->question_column == SOURCE_NO_COLUMN
                            ? SOURCE_NO_COLUMN
                            : source_add_column(r, keys.text, &plain, node);
    r->s->polarities = keys.polarity;
    if (keys.polarity != NULL && config_kind(keys.polarity) != CONFIG_MAP)
        return config_fail(keys.polarity, r->err, "polarity must be a map: {\"What was good?\": good}");
    for (size_t i = 0; i < config_size(keys.polarity); i++) {
        const struct config_node *value = config_value(keys.polarity, i);
        const char *word = config_text(value) != NULL ? config_text(value) : "";
        int p = 0;
        while (store_polarities[p] != NULL && strcmp(store_polarities[p], word) != 0)
            p++;
        if (store_polarities[p] == NULL)
            return config_fail(value, r->err, "a polarity is good, improve or open");
    }
    if (r->s->text_column == SOURCE_NO_COLUMN)
        return -1;
    r->s->columns[r->s->question_column].single = true;
    return 0;
}

int source_read_questions(struct source_reading *r)
{
    struct source *s = r->s;
    const struct config_node *node = r->file.questions != NULL ? r->file.questions : r->profile.questions;
    s->question_column = s->text_column = SOURCE_NO_COLUMN;
    if (node == NULL)
        return config_fail(
            config_root(s->file), r->err,
            "a source needs questions: which columns hold comments (questions: [{column: ...}])");
    if (config_kind(node) == CONFIG_MAP)
        return read_long_form(r, node);
    if (source_need_list(r, node, "questions") != 0)
        return -1;
    s->questions = arena_new(&s->arena, config_size(node) + 1, sizeof *s->questions);
    for (size_t i = 0; i < config_size(node); i++) {
        struct source_spec spec;
        if (source_read_spec(r, config_item(node, i), "a question", question_keys, COUNT(question_keys),
                             &spec) != 0)
            return -1;
        int at = source_add_column(r, spec.column, &spec, config_item(node, i));
        if (at == SOURCE_NO_COLUMN)
            return -1;
        for (size_t k = 0; k < s->question_count; k++)
            if (s->questions[k].column == at)
                return config_fail(config_item(node, i), r->err, "the question '%s' is there twice",
                                   spec.column);
        s->questions[s->question_count++] =
            (struct source_question){.column = at, .polarity = spec.polarity, .text = spec.text};
    }
    return 0;
}

int source_read_conditions(struct source_reading *r, const struct config_node *profile,
                           const struct config_node *file, const char *what, struct source_condition **out,
                           size_t *count)
{
    const struct config_node *const lists[] = {profile, file};
    *out = arena_new(&r->s->arena, config_size(profile) + config_size(file) + 1, sizeof **out);
    for (size_t l = 0; l < 2; l++) {
        if (source_need_list(r, lists[l], what) != 0)
            return -1;
        for (size_t i = 0; i < config_size(lists[l]); i++) {
            const struct config_node *node = config_item(lists[l], i);
            struct source_spec spec;
            if (config_kind(node) != CONFIG_MAP)
                return config_fail(node, r->err, "%s needs {column: ..., is: [...]}", what);
            if (source_read_spec(r, node, what, condition_keys, COUNT(condition_keys), &spec) != 0)
                return -1;
            int at = source_add_column(r, spec.column, &spec, node);
            if (at == SOURCE_NO_COLUMN)
                return -1;
            (*out)[(*count)++] = (struct source_condition){.column = at, .is = spec.is};
        }
    }
    return 0;
}

static int read_texts(struct source_reading *r, const struct config_node *node, const char *what,
                      const char **to, size_t *count)
{
    if (source_need_list(r, node, what) != 0)
        return -1;
    for (size_t i = 0; i < config_size(node); i++) {
        const char *text = config_text(config_item(node, i));
        if (text == NULL)
            return config_fail(config_item(node, i), r->err, "%s must be a list of texts", what);
        if (to != NULL)
            to[(*count)++] = source_key(r, text);
    }
    return 0;
}

int source_read_blank(struct source_reading *r)
{
    struct source *s = r->s;
    s->blank = arena_new(&s->arena, config_size(r->file.blank) + config_size(r->profile.blank) + 1,
                         sizeof *s->blank);
    if (read_texts(r, r->profile.blank, "blank", s->blank, &s->blank_count) != 0 ||
        read_texts(r, r->file.blank, "blank", s->blank, &s->blank_count) != 0)
        return -1;
    if (read_texts(r, r->profile.drop, "drop", NULL, NULL) != 0)
        return -1;
    return read_texts(r, r->file.drop, "drop", NULL, NULL);
}
