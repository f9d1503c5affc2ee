/* engine_pcre2.c: what a straightforward program does: each pattern on each comment, with PCRE2 alone. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

#include "bench_matcher.h"
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY };

struct loop {
    pcre2_code **codes;
    size_t count;
};

struct loop_thread {
    const struct loop *loop;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

static void *loop_new(const struct bench_data *data, bool jit)
{
    struct loop *loop = mem_new(1, sizeof *loop);
    loop->codes = mem_new(data->pattern_count, sizeof *loop->codes);
    loop->count = data->pattern_count;
    for (size_t i = 0; i < loop->count; i++) {
        int error;
        size_t offset;
        loop->codes[i] = pcre2_compile((PCRE2_SPTR)pattern_text(data->patterns[i]), PCRE2_ZERO_TERMINATED,
                                       OPTIONS, &error, &offset, NULL);
        if (jit)
            pcre2_jit_compile(loop->codes[i], PCRE2_JIT_COMPLETE);
    }
    return loop;
}

static void *jit_new(const struct bench_data *data)
{
    return loop_new(data, true);
}

static void *interpreter_new(const struct bench_data *data)
{
    return loop_new(data, false);
}

static void *thread_new(void *shared)
{
    struct loop_thread *t = mem_new(1, sizeof *t);
    t->loop = shared;
    t->data = pcre2_match_data_create(1, NULL);
    t->context = pcre2_match_context_create(NULL);
    t->stack = pcre2_jit_stack_create(32 << 10, 1 << 20, NULL);
    pcre2_jit_stack_assign(t->context, NULL, t->stack);
    return t;
}

static void thread_free(void *own)
{
    struct loop_thread *t = own;
    pcre2_match_data_free(t->data);
    pcre2_match_context_free(t->context);
    pcre2_jit_stack_free(t->stack);
    free(t);
}

static void record(const struct loop_thread *t, int rc, size_t i, struct bench_sum *sum)
{
    const size_t *span = pcre2_get_ovector_pointer(t->data);
    if (rc >= 0)
        bench_found(sum, i, span[0], span[1]);
}

static void jit_comment(void *own, const char *text, size_t len, struct bench_sum *sum)
{
    struct loop_thread *t = own;
    for (size_t i = 0; i < t->loop->count; i++)
        record(t, pcre2_jit_match(t->loop->codes[i], (PCRE2_SPTR)text, len, 0, 0, t->data, t->context), i,
               sum);
}

static void interpreter_comment(void *own, const char *text, size_t len, struct bench_sum *sum)
{
    struct loop_thread *t = own;
    for (size_t i = 0; i < t->loop->count; i++)
        record(
            t,
            pcre2_match(t->loop->codes[i], (PCRE2_SPTR)text, len, 0, PCRE2_NO_UTF_CHECK, t->data, t->context),
            i, sum);
}

const struct bench_engine bench_jit = {.name = "jit",
                                       .slower = 200,
                                       .by_pattern = true,
                                       .shared_new = jit_new,
                                       .thread_new = thread_new,
                                       .thread_free = thread_free,
                                       .comment = jit_comment};
const struct bench_engine bench_interpreter = {.name = "interpreter",
                                               .slower = 1000,
                                               .by_pattern = true,
                                               .shared_new = interpreter_new,
                                               .thread_new = thread_new,
                                               .thread_free = thread_free,
                                               .comment = interpreter_comment};
