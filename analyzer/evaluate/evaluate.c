/* evaluate.c: codes labelled comments and sets what the rules gave beside what people gave. */
#include "comments.h"
#include "evaluate_internal.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/hash.h>
#include <yousaid/text.h>

enum { UNKNOWN_SHOWN = 3, UNKNOWN_BYTES = 60 };

size_t evaluate_fold(const char *respondent, size_t folds)
{
    char hex[HASH_SIZE];
    hash_bytes(respondent, strlen(respondent), hex);
    hex[8] = '\0';
    return strtoul(hex, NULL, 16) % folds;
}

bool evaluate_chosen(const struct labelled *c, const struct evaluate_options *o)
{
    return o->only_fold < 0 ||
           evaluate_fold(c->respondent != NULL ? c->respondent : "", o->folds) == (size_t)o->only_fold;
}

/* Whether a comment is compared; else counts why not. */
static bool belongs(struct evaluation *e, const struct labelled *c, const struct evaluate_options *o)
{
    if (!evaluate_chosen(c, o)) {
        e->other_fold++;
        return false;
    }
    if (c->text[0] == '\0')
        e->no_text++;
    else if (c->labels == 0 && c->none == 0)
        e->no_label++;
    else if (c->usable == 0)
        e->no_counterpart++;
    else if (c->usable * 2 <= c->coders)
        e->no_majority++;
    else
        return true;
    return false;
}

static const struct coder_codes *code(struct coder *coder, const struct labelled *c, size_t which)
{
    const struct coder_comment comment = comments_of_label(c);
    return coder_run(coder, &comment, UINT64_C(1) << which);
}

/* Whether what a rule found counts: all does, unless only rules that speak of one person are asked for. */
static bool counts(const struct evaluation *e, const struct coder_firing *f)
{
    return e->person == RULE_ANY ||
           ruleset_rule(e->ruleset, f->by.category, f->by.rule, NULL, NULL)->person ==
               (enum rule_person)e->person;
}

static bool any_counts(const struct evaluation *e, const struct coder_codes *codes)
{
    for (size_t i = 0; i < codes->firing_count; i++)
        if (codes->firings[i].by.ruleset == e->which && counts(e, &codes->firings[i]))
            return true;
    return false;
}

/* Keeps one firing of each rule that gave an error, so that it can be shown. */
static size_t keep_firing(struct evaluation *e, const struct coder_codes *codes, unsigned which,
                          size_t category)
{
    for (size_t i = 0; i < codes->firing_count; i++) {
        const struct coder_firing *f = &codes->firings[i];
        if (f->by.ruleset != which || !counts(e, f))
            continue;
        int c = (int)f->by.category;
        while (c >= 0 && (size_t)c != category)
            c = e->ruleset->categories[c].parent;
        if (c < 0)
            continue;
        e->firing = mem_grow(e->firing, &e->firing_cap, e->firing_count + 1, sizeof *e->firing);
        e->firing[e->firing_count] = *f;
        return e->firing_count++;
    }
    return SIZE_MAX;
}

static void keep_errors(struct evaluation *e, const struct evaluate_table *t, size_t row,
                        const struct coder_codes *codes, unsigned which)
{
    for (size_t k = 0; k < t->columns; k++) {
        unsigned char cell = *evaluate_cell(t, row, k);
        size_t category = e->category[k].index;
        if ((cell != CELL_PEOPLE && cell != CELL_RULES) ||
            (e->error_category >= 0 && (size_t)e->error_category != category))
            continue;
        e->error = mem_grow(e->error, &e->error_cap, e->error_count + 1, sizeof *e->error);
        e->error[e->error_count++] = (struct evaluate_error){
            .comment = t->comment[row],
            .category = category,
            .missed = cell == CELL_PEOPLE,
            .firing = cell == CELL_RULES ? keep_firing(e, codes, which, category) : SIZE_MAX};
    }
}

/* Marks what the rules gave, in the category and all that group it. */
static void mark_rules(struct evaluation *e, const struct evaluate_table *t, size_t row,
                       const struct coder_codes *codes, unsigned which)
{
    int before = -1;
    for (size_t i = 0; i < codes->firing_count; i++) {
        const struct coder_firing *f = &codes->firings[i];
        if (f->by.ruleset != which || (int)f->by.category == before || !counts(e, f))
            continue;
        before = (int)f->by.category;
        bool judged = false;
        for (int c = before; c >= 0; c = e->ruleset->categories[c].parent) {
            if (t->column_of[c] < 0)
                continue;
            *evaluate_cell(t, row, (size_t)t->column_of[c]) |= CELL_RULES;
            judged = true;
        }
        e->unjudged += !judged;
    }
}

static void fill_row(struct evaluation *e, struct evaluate_table *t, const struct labelled *c,
                     const struct coder_codes *codes, unsigned which, bool errors)
{
    size_t row = t->rows++;
    t->comment[row] = c;
    for (size_t k = 0; k < t->columns; k++)
        *evaluate_cell(t, row, k) = labels_given(c, e->category[k].index) ? CELL_PEOPLE : 0;
    mark_rules(e, t, row, codes, which);
    e->non_answers += codes->non_answer && e->ruleset->dimension != RULESET_ANSWER;
    e->undecided += codes->undecided_count;
    if (errors)
        keep_errors(e, t, row, codes, which);
}

static struct evaluate_table new_table(struct evaluation *e)
{
    struct evaluate_table t = {0};
    const struct ruleset *r = e->ruleset;
    e->category = arena_new(&e->arena, r->category_count, sizeof *e->category);
    t.column_of = arena_new(&e->arena, r->category_count, sizeof *t.column_of);
    for (size_t c = 0; c < r->category_count; c++) {
        t.column_of[c] = e->labels->judged[c] ? (int)t.columns : -1;
        if (e->labels->judged[c])
            e->category[t.columns++].index = c;
    }
    e->category_count = t.columns;
    t.cell = mem_new(e->labels->count * t.columns, 1);
    t.comment = arena_new(&e->arena, e->labels->count, sizeof *t.comment);
    return t;
}

static int by_category(const void *a, const void *b)
{
    const struct evaluate_error *x = a;
    const struct evaluate_error *y = b;
    if (x->category != y->category)
        return x->category < y->category ? -1 : 1;
    if (x->missed != y->missed)
        return x->missed ? 1 : -1;
    return (x->comment->line > y->comment->line) - (x->comment->line < y->comment->line);
}

static bool speaks_of(const struct ruleset *r, enum rule_person person)
{
    for (size_t c = 0; c < r->category_count; c++)
        for (size_t i = 0; i < r->categories[c].rule_count; i++)
            if (r->categories[c].rules[i].person == person)
                return true;
    return false;
}

/* Whether the options fit the ruleset. */
static int check(struct evaluation *e, const struct evaluate_options *o, struct error *err)
{
    e->person = o->person;
    e->error_category = o->category != NULL ? ruleset_find(e->ruleset, o->category) : -1;
    if (o->category != NULL && e->error_category < 0)
        return error_set(err, ERROR_USAGE, "--category: the ruleset %s has no category %s", e->ruleset->name,
                         o->category);
    if (o->person != RULE_ANY && !speaks_of(e->ruleset, (enum rule_person)o->person))
        return error_set(err, ERROR_USAGE,
                         "--person: no rule of the ruleset %s says 'person: %s'; name another with --ruleset",
                         e->ruleset->name, rule_persons[o->person]);
    return 0;
}

/* The first labels that stand for no category: "Records", "Queue" and 4 more. */
static void name_unknown(const struct labels *l, struct buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < l->label_count; i++) {
        const struct label *label = &l->label[i];
        if (label->category >= 0 || label->given == 0 || ++count > UNKNOWN_SHOWN)
            continue;
        size_t shown = text_fit(label->name, UNKNOWN_BYTES);
        buf_printf(out, "%s\"%.*s%s\"", count > 1 ? ", " : "", (int)shown, label->name,
                   label->name[shown] != '\0' ? "..." : "");
    }
    if (count > UNKNOWN_SHOWN)
        buf_printf(out, " and %zu more", count - UNKNOWN_SHOWN);
}

/* Says why no comment is compared, and what to do. */
static int nothing(const struct evaluation *e, const struct evaluate_options *o, struct error *err)
{
    struct buf why = buf_new(ERROR_TEXT_MAX);
    if (o->only_fold >= 0)
        buf_printf(&why, "fold %ld of %zu holds no comment that can be compared", o->only_fold, o->folds);
    else
        buf_puts(&why, "no comment can be compared");
    if (e->no_counterpart > 0) {
        buf_printf(&why, ": %s has no counterpart of ", e->ruleset->name);
        name_unknown(e->labels, &why);
        buf_puts(&why, "; lead labels to categories with --map");
    }
    if (e->no_label > 0)
        buf_puts(&why, "; if an empty cell means that no label fits, add --empty-is-none");
    if (e->no_text > 0)
        buf_printf(&why,
                   "; the column \"%.*s\" is empty in %zu: if the text is in another, name it with --text",
                   (int)text_fit(e->labels->text_column, UNKNOWN_BYTES), e->labels->text_column, e->no_text);
    if (e->no_majority > 0)
        buf_printf(&why, "; %zu have no label by more than half of their coders", e->no_majority);
    if (e->no_counterpart + e->no_label + e->no_text + e->no_majority == 0)
        buf_puts(&why, "; choose another with --fold, or fewer with --folds");
    int result = error_set(err, ERROR_DATA, "%s: %s", csv_table_path(e->labels->table), buf_str(&why));
    buf_free(&why);
    return result;
}

int evaluate(const struct codebook *book, size_t which, struct labels *labels,
             const struct evaluate_options *options, struct evaluation **out, struct error *err)
{
    struct evaluation *e = mem_new(1, sizeof *e);
    e->book = book;
    e->ruleset = codebook_ruleset(book, which);
    e->which = which;
    e->labels = labels;
    if (check(e, options, err) != 0) {
        evaluation_free(e);
        return -1;
    }
    struct coder *coder = coder_new(book);
    struct evaluate_table t = new_table(e);
    for (size_t i = 0; i < labels->count; i++) {
        const struct labelled *c = &labels->comment[i];
        bool compared = belongs(e, c, options);
        if (!compared && (c->text[0] == '\0' || !evaluate_chosen(c, options)))
            continue;
        e->judged_none += compared && c->labels == 0;
        const struct coder_codes *codes = code(coder, c, which);
        if (compared)
            fill_row(e, &t, c, codes, (unsigned)which, options->errors);
        else
            e->left_out_coded += any_counts(e, codes) && !codes->non_answer;
    }
    coder_free(coder);
    e->compared = t.rows;
    int result = 0;
    if (t.rows == 0)
        result = nothing(e, options, err);
    else
        evaluate_figures(e, &t, options);
    if (e->error_count > 0)
        qsort(e->error, e->error_count, sizeof *e->error, by_category);
    free(t.cell);
    if (result != 0) {
        evaluation_free(e);
        return -1;
    }
    *out = e;
    return 0;
}

void evaluation_free(struct evaluation *e)
{
    if (e == NULL)
        return;
    free(e->error);
    free(e->firing);
    arena_free(&e->arena);
    free(e);
}
