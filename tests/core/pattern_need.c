/* pattern_need.c: tests of core/pattern_need.c: what is read from a pattern, spelt as text. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/pattern.h>
#include <yousaid/pattern_need.h>

Suite *suite(void);

static void spell_literal(struct buf *out, const struct need_literal *l)
{
    static const struct {
        const char *before, *after;
    } marks[] = {[NEED_WORD] = {"<", ">"},  [NEED_PREFIX] = {"<", "-"}, [NEED_SUFFIX] = {"-", ">"},
                 [NEED_INFIX] = {"-", "-"}, [NEED_DIGIT] = {"0-9", ""}, [NEED_REPEAT] = {"repeat", ""},
                 [NEED_WIDE] = {"wide", ""}};
    buf_printf(out, "%s%s%s", marks[l->kind].before, l->text, marks[l->kind].after);
}

/* "<wait> ... | ..." : shapes; "& a/b": further clauses. '^' the match starts here, '+' next word, '=' the
 * word is the match. */
static void spell(const struct pattern_need *need, struct buf *out)
{
    for (size_t i = 0; i < need->shape_count; i++) {
        const struct need_shape *s = &need->shapes[i];
        buf_puts(out, i > 0 ? " | " : "");
        buf_puts(out, s->whole ? "=" : s->starts ? "^" : "");
        for (size_t k = 0; k < s->count; k++) {
            buf_puts(out, k == 0 ? "" : k == 1 && s->next ? "+" : " ");
            spell_literal(out, &s->literals[k]);
        }
        buf_puts(out, s->count == 0 ? "nothing" : "");
    }
    for (size_t i = 0; i < need->clause_count; i++) {
        buf_puts(out, " &");
        for (size_t k = 0; k < need->clauses[i].count; k++) {
            buf_puts(out, k > 0 ? "/" : " ");
            spell_literal(out, &need->clauses[i].literals[k]);
        }
    }
    if (need->shape_count == 0)
        buf_puts(out, "unknown");
}

static const struct {
    const char *pattern, *need;
} cases[] = {
    /* words and their edges */
    {"\\bwait\\b", "=<wait>"},
    {"\\bwait(s|ed|ing)?\\b", "=<wait> | =<waited> | =<waiting> | =<waits>"},
    {"\\b(?:delay\\w*|too[\\s\\-]+long|didn'?t)\\b", "=<delay- | ^<didn>+<t> | =<didnt> | ^<too>+<long>"},
    {"(?<!\\w)(?:c\\+\\+|gp)(?!\\w)", "^<c> | ^<gp>"},
    {"\\bgood(?<!\\w)", "^<good>"},
    {"wait", "-wait-"},
    {"\\bwait", "^<wait-"},
    {"wait\\b", "-wait>"},
    {"colou?r", "-color- | -colour-"},
    {"\\bgr[ae]y\\b", "=<gray> | =<grey>"},
    {"^wait$", "^<wait>"},
    {" wait,", "<wait>"},
    {"\xE2\x80\x9Cwait", "<wait- wide"},
    {"caf\xC3\xA9", "-caf> wide"},
    {"wai\\Bting", "-waiting-"},
    {"\\bwait\\w*", "=<wait-"},
    {"\\bwait\\w*?", "^<wait-"},
    {"\\bwait\\w+\\b", "^<wait-"},
    {"\xC5\xBFlow", "-slow-"},
    {"\\x{212A}ind", "-kind-"},
    {"[\\x{100}-\\x{200}]taff", "<taff- wide | -staff-"},
    {"[\\x{2100}-\\x{2200}]ind", "<ind- wide | -kind-"},
    /* gaps and order */
    {"\\bwait.{0,40}\\bgp\\b", "^<wait- <gp>"},
    {"\\bnot\\s+very\\s+good\\b", "^<not>+<very> <good>"},
    {"(?:\\W+\\w+){0,3}\\W+told\\b", "<told>"},
    {"\\xA3\\s?\\d+", "0-9 wide | 0-9 wide"},
    {"[0-9]+ weeks?\\b", "<week> 0-9 | <weeks> 0-9"},
    {"(foo|bar)+baz", "-bar- -baz- | -foo- -baz-"},
    {"(foo)?bar", "-bar- | -foobar-"},
    {"(foo)*bar", "-bar-"},
    {"(foo){0}bar", "-bar-"},
    {"xx{2}yy", "-xx- -yy-"},
    /* look-around */
    {"(?=.*\\bnurse)(?=.*\\bdoctor)", "nothing & <nurse- & <doctor-"},
    {"\\bgood(?! grief)\\b", "^<good>"},
    {"(?<!not )\\bgood\\b", "^<good>"},
    {"(?<=very )good", "-good- & -very>"},
    {"(?!(?=foo)x)bar", "-bar-"},
    {"(?:(?=foo)a|bb)", "nothing | -bb-"},
    {"(?<![\\w'])gp(?![\\w'])", "^<gp>"},
    /* what only looks the same */
    {"\\b(?>wait|waiting)\\b", "^<wait> | ^<waiting>"},
    {"\\bwait(?:ed)?+\\b", "^<wait> | ^<waited>"},
    {"\\bwai(?:t)?+t\\b", "^<wait> | ^<waitt>"},
    {"\\b(?-i:WAIT)\\b", "^<wait>"},
    {"\\bfoo\\Kbar\\b", "^<foobar>"},
    {"a{,3}b", "unknown"},
    {"ab{x}c", "-ab> <x> <c-"},
    {"\\Qa+b\\E+c", "-a> <b-"},
    {"a\\Q\\E+bc", "-bc-"},
    {"ab(?#c)+cd", "-ab- -cd-"},
    {"\\bfoo(?#comment)\\b", "=<foo>"},
    {"[[:alpha:]]foo", "unknown"},
    {"[^\\w]foo", "<foo-"},
    {"[^a]foo", "-foo-"},
    {"[]x]foo", "<foo- | -xfoo-"},
    /* what is not read */
    {"(*UTF)foo", "unknown"},
    {"(?x)f oo", "unknown"},
    {"(?n)foo", "unknown"},
    {"(a)?(?(1)foo|bar)", "unknown"},
    {"\\Gfoo", "unknown"},
    {"foo(*ACCEPT)bar", "unknown"},
    {"(?|(foo)|(bar))baz(?1)end", "-barbaz- -end- | -foobaz- -end-"},
    {"(\\w+) \\1 end", "<end-"},
    {"\\b(\\w+)\\s+\\1\\b", "repeat"},
    {"\\b(\\w+)(?:[ ,]+\\1)+x", "nothing"},
    {"\\b(\\w+)[ ,]+\\1(?!\\w)", "repeat"},
    {"[0-9]x", "0-9"},
    {"(\\w+)\\s+\\1", "nothing"},
    {"\\b(\\w+)\\s*\\1\\b", "repeat | nothing"},
    {"\\b(a)(\\w+)\\s+\\1x", "^<a-"},
    {"\\b(\\w+)\\s+(\\w+) \\1x", "nothing"},
    {"\\b(?|(\\w+)|(x))\\s+\\1\\b", "repeat | ^<x>"},
    {"", "nothing"},
    {"foo|", "nothing | -foo-"},
};

START_TEST(the_words_of_a_pattern_are_read)
{
    struct pattern *p = NULL;
    struct error err = {0};
    ck_assert_msg(pattern_new(cases[_i].pattern, strlen(cases[_i].pattern), &p, &err) == 0, "%s", err.text);
    struct pattern_need need;
    pattern_need(pattern_text(p), strlen(pattern_text(p)), &need);
    struct buf out = buf_new(1 << 20);
    spell(&need, &out);
    ck_assert_msg(strcmp(buf_str(&out), cases[_i].need) == 0, "%s: %s instead of %s", cases[_i].pattern,
                  buf_str(&out), cases[_i].need);
    buf_free(&out);
    pattern_need_free(&need);
    pattern_free(p);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("pattern_need");
    TCase *t = tcase_create("pattern_need");
    tcase_add_loop_test(t, the_words_of_a_pattern_are_read, 0, sizeof cases / sizeof cases[0]);
    suite_add_tcase(s, t);
    return s;
}
