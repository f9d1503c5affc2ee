/* pattern.c: one safe PCRE2 pattern: compiled, run by JIT, and stopped by limits that are the same on every
 * machine.
 *
 * A search runs in two gears. The quick one is plain JIT code with a match limit so low that even its worst
 * case is short. PCRE2 counts that limit afresh at every start position and not at all inside simple repeats,
 * so it alone bounds nothing. A search that passes it, and any long text, is run again by the metered code:
 * the same pattern compiled with automatic callouts, through which we count the work and stop it at a fixed
 * amount. So no honest match is lost to the low limit, and a hostile one ends in time. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/pattern.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY |
              PCRE2_NEVER_BACKSLASH_C,
    QUICK_SUBJECT = 4096,       /* bytes; longer texts are metered at once */
    QUICK_WORK = 1 << 30,       /* start positions x matches x bytes that the quick gear may spend at worst */
    METER_BASE = 50000000,      /* work units of any metered search ... */
    METER_PER_BYTE = 256,       /* ... and for each byte of text: a pattern whose time is linear passes */
    METER_STEP = 8,             /* units for one callout; each byte moved over is one more */
    JIT_STACK_START = 32 << 10, /* bytes */
    INTERPRETER_HEAP = 64 << 10, /* KiB */
    SHOWN = 60                   /* bytes of a pattern quoted in an error */
};

enum machine { MACHINE_UNMADE, MACHINE_NONE, MACHINE_READY };

/* Made on first need by whichever thread comes first. Machine code takes most of the time of compiling, and
 * of a large codebook most patterns are never tried: their words are the match, or are not in the texts. */
struct later {
    _Atomic(pcre2_code *) metered;
    atomic_int machine; /* enum machine: of `code`, which nobody runs while it is unmade */
    pthread_mutex_t making;
};

struct pattern {
    char *text;
    size_t len;
    uint32_t options;
    pcre2_code *code;
    struct later *later;
};

struct meter {
    size_t at; /* where the last callout was */
    uint64_t spent, budget;
};

struct pattern_scratch {
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
    pcre2_match_context *quick, *slow;
    size_t quick_len; /* the text length that the limit of `quick` is set for */
    struct meter meter;
};

static size_t clip(const char *text, size_t len)
{
    if (len <= SHOWN)
        return len;
    size_t end = SHOWN;
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    return end;
}

static int refuse(struct error *err, const char *text, size_t len, size_t offset, const char *why)
{
    size_t column = 1;
    for (size_t i = 0; i < offset && i < len; i++)
        column += ((unsigned char)text[i] & 0xC0) != 0x80;
    size_t shown = clip(text, len);
    return error_set(err, ERROR_CONFIG, "pattern '%.*s%s': column %zu: %s", (int)shown, text,
                     shown < len ? "..." : "", column, why);
}

/* PCRE2 (10.42) makes \s+ possessive before an atomic group with an empty branch, as in \s+(?>|s) , and then
 * misses matches. It does so only where it can compare the characters, so variants of one pattern could
 * differ; patterns with atomic parts do without. */
static uint32_t without_a_fault_of_pcre2(const char *text, size_t len)
{
    for (size_t i = 0; i + 2 < len; i++)
        if (memcmp(text + i, "(?>", 3) == 0 || memcmp(text + i, "(*a", 3) == 0 ||
            (text[i] == ')' && text[i + 2] == '+') || (text[i] == '}' && text[i + 1] == '+'))
            return PCRE2_NO_AUTO_POSSESS;
    return 0;
}

static pcre2_code *compile(const char *text, size_t len, uint32_t options, int *why, size_t *offset)
{
    options |= without_a_fault_of_pcre2(text, len);
    return pcre2_compile((PCRE2_SPTR)text, len, options, why, offset, NULL);
}

static struct pattern *wrap(const char *text, size_t len, uint32_t options, pcre2_code *code)
{
    struct pattern *p = mem_new(1, sizeof *p);
    p->text = mem_strndup(text, len);
    p->len = len;
    p->options = options;
    p->code = code;
    p->later = mem_new(1, sizeof *p->later);
    pthread_mutex_init(&p->later->making, NULL);
    return p;
}

int pattern_new(const char *text, size_t len, struct pattern **out, struct error *err)
{
    if (len > PATTERN_MAX_LENGTH)
        return refuse(err, text, len, PATTERN_MAX_LENGTH,
                      "the pattern is longer than 65536 bytes; split it into several");
    const char *nul = memchr(text, '\0', len);
    if (nul != NULL)
        return refuse(err, text, (size_t)(nul - text), len, "a pattern cannot hold a NUL byte; remove it");
    int code = 0;
    size_t offset = 0;
    pcre2_code *compiled = compile(text, len, OPTIONS, &code, &offset);
    if (compiled == NULL) {
        char why[256] = "";
        pcre2_get_error_message(code, (PCRE2_UCHAR *)why, sizeof why);
        return refuse(err, text, len, offset, why);
    }
    *out = wrap(text, len, OPTIONS, compiled);
    return 0;
}

/* Whether the pattern means the same on ASCII text without UTF and UCP. Code points above 255 do not compile
 * without UTF, and none below has an ASCII character as its other case; what is left are the constructs that
 * look at Unicode properties or set options. */
static bool means_the_same_in_ascii(const struct pattern *p)
{
    for (size_t i = 0; i < p->len; i++) {
        char c = p->text[i], next = p->text[i + 1];
        if ((unsigned char)c >= 0x80 || (c == '(' && next == '*') || (c == '[' && next == ':') ||
            (c == '\\' && next != '\0' && strchr("pPX", next) != NULL))
            return false;
    }
    return true;
}

struct pattern *pattern_variant(const struct pattern *p, unsigned how)
{
    uint32_t options = p->options;
    if ((how & PATTERN_ANCHORED) != 0)
        options |= PCRE2_ANCHORED;
    if ((how & PATTERN_ASCII) != 0) {
        if (!means_the_same_in_ascii(p))
            return NULL;
        options &= ~(uint32_t)(PCRE2_UTF | PCRE2_UCP);
    }
    int why = 0;
    size_t offset = 0;
    pcre2_code *code = compile(p->text, p->len, options, &why, &offset);
    return code == NULL ? NULL : wrap(p->text, p->len, options, code);
}

void pattern_free(struct pattern *p)
{
    if (p == NULL)
        return;
    pcre2_code_free(atomic_load(&p->later->metered));
    pcre2_code_free(p->code);
    pthread_mutex_destroy(&p->later->making);
    free(p->later);
    free(p->text);
    free(p);
}

const char *pattern_text(const struct pattern *p)
{
    return p->text;
}

/* What a callout costs is itself, and the text that the item before it ran over. */
static int measure(pcre2_callout_block *block, void *data)
{
    struct meter *meter = data;
    size_t at = block->current_position;
    meter->spent += METER_STEP + (at > meter->at ? at - meter->at : meter->at - at);
    meter->at = at;
    return meter->spent > meter->budget ? PCRE2_ERROR_CALLOUT : 0;
}

static void *take(size_t size, void *unused)
{
    (void)unused;
    return mem_new(1, size);
}

static void give(void *memory, void *unused)
{
    (void)unused;
    free(memory);
}

static pcre2_match_context *context_new(pcre2_general_context *memory, pcre2_jit_stack *stack)
{
    pcre2_match_context *context = pcre2_match_context_create(memory);
    pcre2_jit_stack_assign(context, NULL, stack);
    pcre2_set_match_limit(context, PATTERN_MATCH_LIMIT);
    pcre2_set_heap_limit(context, INTERPRETER_HEAP);
    return context;
}

struct pattern_scratch *pattern_scratch_new(void)
{
    struct pattern_scratch *s = mem_new(1, sizeof *s);
    pcre2_general_context *memory = pcre2_general_context_create(take, give, NULL);
    s->quick_len = SIZE_MAX;
    s->data = pcre2_match_data_create(1, memory);
    s->stack = pcre2_jit_stack_create(JIT_STACK_START, PATTERN_JIT_STACK, memory);
    s->quick = context_new(memory, s->stack);
    s->slow = context_new(memory, s->stack);
    pcre2_set_callout(s->slow, measure, &s->meter);
    pcre2_general_context_free(memory);
    return s;
}

void pattern_scratch_free(struct pattern_scratch *s)
{
    if (s == NULL)
        return;
    pcre2_match_context_free(s->slow);
    pcre2_match_context_free(s->quick);
    pcre2_jit_stack_free(s->stack);
    pcre2_match_data_free(s->data);
    free(s);
}

/* The metered code of `p`, or NULL when it cannot be compiled (it needs more room than the plain one). */
static const pcre2_code *metered_code(const struct pattern *p)
{
    pcre2_code *code = atomic_load(&p->later->metered);
    if (code != NULL)
        return code;
    int why = 0;
    size_t offset = 0;
    code = compile(p->text, p->len, p->options | PCRE2_AUTO_CALLOUT, &why, &offset);
    if (code != NULL)
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    pcre2_code *first = NULL;
    if (code != NULL && !atomic_compare_exchange_strong(&p->later->metered, &first, code)) {
        pcre2_code_free(code);
        code = first;
    }
    return code;
}

static int run_metered(const struct pattern *p, struct pattern_scratch *s, const char *subject, size_t len,
                       size_t from)
{
    const pcre2_code *code = metered_code(p);
    if (code == NULL)
        return PCRE2_ERROR_NOMEMORY;
    s->meter = (struct meter){.at = from, .budget = METER_BASE + (uint64_t)METER_PER_BYTE * (len - from)};
    int rc = pcre2_match(code, (PCRE2_SPTR)subject, len, from, PCRE2_NO_UTF_CHECK, s->data, s->slow);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(code, (PCRE2_SPTR)subject, len, from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, s->data,
                         s->slow);
    return rc;
}

static int make_machine_code(const struct pattern *p)
{
    pthread_mutex_lock(&p->later->making);
    int machine = atomic_load(&p->later->machine);
    if (machine == MACHINE_UNMADE) {
        machine = pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) == 0 ? MACHINE_READY : MACHINE_NONE;
        atomic_store(&p->later->machine, machine);
    }
    pthread_mutex_unlock(&p->later->making);
    return machine;
}

/* The interpreter runs the same pattern where PCRE2 has no JIT for it. */
static bool has_machine_code(const struct pattern *p)
{
    int machine = atomic_load_explicit(&p->later->machine, memory_order_acquire);
    return (machine == MACHINE_UNMADE ? make_machine_code(p) : machine) == MACHINE_READY;
}

static int run_quick(const struct pattern *p, struct pattern_scratch *s, const char *subject, size_t len,
                     size_t from)
{
    if (s->quick_len != len) {
        size_t limit = QUICK_WORK / ((len + 1) * (len + 1));
        pcre2_set_match_limit(s->quick, limit < PATTERN_MATCH_LIMIT ? (uint32_t)limit : PATTERN_MATCH_LIMIT);
        s->quick_len = len;
    }
    PCRE2_SPTR text = (PCRE2_SPTR)subject;
    return has_machine_code(p) ? pcre2_jit_match(p->code, text, len, from, 0, s->data, s->quick)
                               : pcre2_match(p->code, text, len, from, PCRE2_NO_UTF_CHECK, s->data, s->quick);
}

enum pattern_result pattern_find(const struct pattern *p, struct pattern_scratch *scratch,
                                 const char *subject, size_t len, size_t from, struct pattern_span *span)
{
    if (len > PATTERN_MAX_SUBJECT)
        return PATTERN_LIMIT;
    if (from > len)
        return PATTERN_NO;
    int rc = PCRE2_ERROR_MATCHLIMIT;
    if (len < QUICK_SUBJECT)
        rc = run_quick(p, scratch, subject, len, from);
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
        rc = run_metered(p, scratch, subject, len, from);
    if (rc == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO;
    if (rc < 0)
        return PATTERN_LIMIT;
    const size_t *found = pcre2_get_ovector_pointer(scratch->data);
    span->start = found[0] < found[1] ? found[0] : found[1];
    span->end = found[1];
    return PATTERN_YES;
}
