/* escape.c: tests of analyzer/escape.c: no text becomes markup. */
#include "escape.h"

#include <check.h>

Suite *suite(void);

static const struct {
    void (*put)(struct buf *, const char *);
    const char *text, *expected;
} cases[] = {
    {html_text, "<script>alert('x') & \"y\"</script>",
     "&lt;script&gt;alert(&#39;x&#39;) &amp; &quot;y&quot;&lt;/script&gt;"},
    {html_text, "caf\xC3\xA9", "caf\xC3\xA9"},
    {html_linked, "see https://example.org/a?b=1&c=2.",
     "see <a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>."},
    {html_linked, "(http://example.org/x)", "(<a href=\"http://example.org/x\">http://example.org/x</a>)"},
    {html_linked, "javascript:alert(1) https://", "javascript:alert(1) https://"},
    {html_linked, "https://x\"onmouseover=alert(1)",
     "<a href=\"https://x\">https://x</a>&quot;onmouseover=alert(1)"},
    {md_text, "*a* _b_ `c` [d](e) <f> #g | ~h~ $i$",
     "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\#g \\| \\~h\\~ \\$i\\$"},
    {md_text, "A&E, &amp; and &#65;", "A&E, \\&amp; and \\&\\#65;"},
    {md_text, "- item", "\\- item"},
    {md_text, "1. first", "1\\. first"},
    {md_text, "2026.1 and 3.5", "2026.1 and 3.5"},
    {md_text, "two\nlines\r\n# three", "two lines  \\# three"},
    {md_text, "back\\slash", "back\\\\slash"},
    {md_text, "paper: https://example.org/a_b.", "paper: <https://example.org/a_b>."},
    {md_text, "![x](y)", "\\!\\[x\\](y)"},
};

START_TEST(texts_stay_texts)
{
    struct buf b = buf_new(10000);
    cases[_i].put(&b, cases[_i].text);
    ck_assert_str_eq(buf_str(&b), cases[_i].expected);
    buf_free(&b);
}
END_TEST

START_TEST(punctuation_after_an_address_is_not_part_of_it)
{
    ck_assert_uint_eq(link_length("https://a.org/b), c"), 15);
    ck_assert_uint_eq(link_length("https://..."), 0);
    ck_assert_uint_eq(link_length("ftp://a"), 0);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("escape");
    TCase *t = tcase_create("escape");
    tcase_add_loop_test(t, texts_stay_texts, 0, (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(t, punctuation_after_an_address_is_not_part_of_it);
    suite_add_tcase(s, t);
    return s;
}
