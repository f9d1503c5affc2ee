/* evaluate_json.c: an evaluation as JSON. micro.f1, macro.f1 and
 * categories[].{code,precision,recall,f1,support} are stable names. */
#include "evaluate.h"
#include <math.h>
#include <stdint.h>
#include <yousaid/json.h>

/* Opens a member that is an object or a list. */
static void open_member(struct buf *out, const char *name, char bracket)
{
    json_key(out, name);
    buf_putc(out, bracket);
}

static void open_item(struct buf *out)
{
    json_comma(out);
    buf_putc(out, '{');
}

static void interval(struct buf *out, const char *name, struct measure_interval i)
{
    open_member(out, name, '[');
    json_number(out, i.low);
    buf_putc(out, ',');
    json_number(out, i.high);
    buf_putc(out, ']');
}

static void counts(struct buf *out, const struct measure_counts *c)
{
    json_key_number(out, "both", (double)c->both);
    json_key_number(out, "rules_only", (double)c->rules);
    json_key_number(out, "people_only", (double)c->people);
    json_key_number(out, "support", (double)(c->both + c->people));
    json_key_number(out, "predicted", (double)(c->both + c->rules));
}

static void columns(const struct labels *l, struct buf *out)
{
    open_member(out, "columns", '{');
    json_key_text(out, "text", l->text_column);
    json_key_text(out, "question", l->question_column);
    json_key_text(out, "polarity", l->polarity_column);
    json_key_text(out, "source", l->source_column);
    json_key_text(out, "service", l->service_column);
    json_key_text(out, "place", l->place_column);
    json_key_text(out, "labels", l->label_column);
    json_key_text(out, "respondent", l->respondent_column);
    json_key_text(out, "id", l->id_column);
    json_key_text(out, "coder", l->coder_column);
    buf_putc(out, '}');
    open_member(out, "no_label", '[');
    for (size_t i = 0; i < l->stray_count; i++) {
        json_comma(out);
        json_text(out, l->stray[i]);
    }
    buf_putc(out, ']');
    open_member(out, "questions", '[');
    for (size_t i = 0; i < l->question_count; i++) {
        open_item(out);
        json_key_text(out, "text", l->question[i].text);
        json_key_text(out, "polarity", polarities[l->question[i].polarity]);
        json_key_text(out, "because", l->question[i].because);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    open_member(out, "labels", '[');
    for (size_t i = 0; i < l->label_count; i++) {
        open_item(out);
        json_key_text(out, "label", l->label[i].name);
        json_key_text(out, "code",
                      l->label[i].category >= 0 ? l->ruleset->categories[l->label[i].category].code : NULL);
        json_key_number(out, "given", (double)l->label[i].given);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void base(const struct evaluation *e, struct buf *out)
{
    json_key_number(out, "rows", (double)e->labels->rows);
    json_key_number(out, "compared", (double)e->compared);
    open_member(out, "left_out", '{');
    json_key_number(out, "no_text", (double)e->no_text);
    json_key_number(out, "no_label", (double)e->no_label);
    json_key_number(out, "no_counterpart", (double)e->no_counterpart);
    json_key_number(out, "no_majority", (double)e->no_majority);
    json_key_number(out, "other_fold", (double)e->other_fold);
    buf_putc(out, '}');
    json_key_number(out, "judged_none", (double)e->judged_none);
    json_key_number(out, "non_answers", (double)e->non_answers);
    json_key_number(out, "left_out_coded", (double)e->left_out_coded);
    json_key_number(out, "unjudged", (double)e->unjudged);
    json_key_number(out, "undecided", (double)e->undecided);
}

static void overall(const struct evaluation *e, struct buf *out)
{
    open_member(out, "micro", '{');
    json_key_number(out, "precision", measure_precision(&e->micro));
    interval(out, "precision_interval", e->micro_precision);
    json_key_number(out, "recall", measure_recall(&e->micro));
    interval(out, "recall_interval", e->micro_recall);
    json_key_number(out, "f1", measure_f1(&e->micro));
    interval(out, "f1_interval", e->micro_f1);
    counts(out, &e->micro);
    buf_putc(out, '}');
    open_member(out, "macro", '{');
    json_key_number(out, "precision", e->macro_precision);
    json_key_number(out, "recall", e->macro_recall);
    json_key_number(out, "f1", e->macro_f1);
    interval(out, "f1_interval", e->macro_f1_interval);
    buf_putc(out, '}');
    json_key_number(out, "exact_match", (double)e->exact / (double)e->compared);
    json_key_number(out, "kappa", e->kappa);
    json_key_number(out, "alpha", e->alpha);
    json_key_number(out, "alpha_people", e->alpha_people);
    json_key_number(out, "spearman", e->spearman);
}

static void categories(const struct evaluation *e, struct buf *out)
{
    open_member(out, "categories", '[');
    for (size_t k = 0; k < e->category_count; k++) {
        const struct evaluate_category *c = &e->category[k];
        open_item(out);
        json_key_text(out, "code", e->ruleset->categories[c->index].code);
        json_key_text(out, "label", e->ruleset->categories[c->index].label);
        json_key_number(out, "precision", measure_precision(&c->counts));
        interval(out, "precision_interval", c->precision);
        json_key_number(out, "recall", measure_recall(&c->counts));
        interval(out, "recall_interval", c->recall);
        json_key_number(out, "f1", measure_f1(&c->counts));
        interval(out, "f1_interval", c->f1);
        counts(out, &c->counts);
        json_key_number(out, "kappa", measure_kappa(&c->counts));
        json_key_number(out, "alpha", c->alpha);
        json_key_number(out, "alpha_people", c->alpha_people);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void parts(const char *name, const struct evaluate_part *part, size_t count, struct buf *out)
{
    open_member(out, name, '[');
    for (size_t i = 0; i < count; i++) {
        open_item(out);
        json_key_text(out, "name", part[i].name);
        json_key_number(out, "compared", (double)part[i].comments);
        json_key_number(out, "exact_match",
                        part[i].comments > 0 ? (double)part[i].exact / (double)part[i].comments : NAN);
        json_key_number(out, "precision", measure_precision(&part[i].micro));
        json_key_number(out, "recall", measure_recall(&part[i].micro));
        json_key_number(out, "micro_f1", measure_f1(&part[i].micro));
        json_key_number(out, "macro_f1", part[i].macro_f1);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void errors(const struct evaluation *e, struct buf *out)
{
    struct buf rule = buf_new(1 << 16);
    open_member(out, "errors", '[');
    for (size_t i = 0; i < e->error_count; i++) {
        const struct evaluate_error *error = &e->error[i];
        buf_clear(&rule);
        evaluate_rule_name(e, error, &rule);
        open_item(out);
        json_key_text(out, "code", e->ruleset->categories[error->category].code);
        json_key_text(out, "error", error->missed ? "missed" : "rules only");
        json_key_number(out, "line", (double)error->comment->line);
        json_key_text(out, "id", error->comment->id);
        json_key_text(out, "polarity", polarities[error->comment->polarity]);
        json_key_text(out, "rule", error->missed ? NULL : buf_str(&rule));
        if (error->firing != SIZE_MAX) {
            json_key_number(out, "start", (double)e->firing[error->firing].start);
            json_key_number(out, "end", (double)e->firing[error->firing].end);
        }
        json_key_text(out, "text", error->comment->text);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    buf_free(&rule);
}

void evaluate_print_json(const struct evaluation *e, const struct labels_options *options, struct buf *out)
{
    buf_putc(out, '{');
    open_member(out, "ruleset", '{');
    json_key_text(out, "name", e->ruleset->name);
    json_key_text(out, "version", e->ruleset->version);
    json_key_text(out, "sha256", e->ruleset->sha256);
    json_key_text(out, "codings_sha256", codebook_hash(e->book, e->which));
    json_key_text(out, "person", rule_persons[e->person]);
    buf_putc(out, '}');
    json_key_text(out, "file", options->file);
    columns(e->labels, out);
    base(e, out);
    overall(e, out);
    categories(e, out);
    parts("lengths", e->length, EVALUATE_LENGTHS, out);
    parts("folds", e->fold, e->fold_count, out);
    if (e->error_count > 0)
        errors(e, out);
    buf_puts(out, "}\n");
}
