/* sentence.c: tests of analyzer/sentence.c. */
#include "sentence.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

Suite *suite(void);

/* A text, and its sentences joined by '|'. */
static const struct {
    const char *text, *sentences;
} cases[] = {
    {"I waited. Nobody came.", "I waited.|Nobody came."},
    {"one sentence without an end", "one sentence without an end"},
    {"   ", ""},
    {"", ""},
    {"Why?! \"Never again.\" he said", "Why?!|\"Never again.\"|he said"},
    {"I saw Dr. Smith and Mrs. Jones. Fine.", "I saw Dr. Smith and Mrs. Jones.|Fine."},
    {"dr. smith was kind. very", "dr. smith was kind.|very"},
    {"Some staff, e.g. the porter, were rude.", "Some staff, e.g. the porter, were rude."},
    {"The porter, i.e. Sam. Good", "The porter, i.e. Sam.|Good"},
    {"Bring pads, etc. and wait. OK", "Bring pads, etc. and wait.|OK"},
    {"Bring pads, etc. Then wait.", "Bring pads, etc.|Then wait."},
    {"At 3.30 p.m. they came. At 4 p.m. Nobody.", "At 3.30 p.m. they came.|At 4 p.m.|Nobody."},
    {"Open 9 a.m. 5 days a week", "Open 9 a.m. 5 days a week"},
    {"Bed No. 5 was broken. No. It was not.", "Bed No. 5 was broken.|No.|It was not."},
    {"J. Smith was kind. So was I. Thanks", "J. Smith was kind.|So was I.|Thanks"},
    {"Ward 3B. The staff", "Ward 3B.|The staff"},
    {"It was good.The staff were kind.", "It was good.|The staff were kind."},
    {"See nhs.uk or WWW.Nhs.uk for it", "See nhs.uk or WWW.Nhs.uk for it"},
    {"It took 2.5 hours.", "It took 2.5 hours."},
    {"Good\n\nBad", "Good|Bad"},
    {"Good\nBad", "Good|Bad"},
    {"a line that\ngoes on", "a line that\ngoes on"},
    {"to mend:\n- parking\n- food", "to mend:|- parking|- food"},
    {"to mend:\n\xE2\x80\xA2 parking\n* food", "to mend:|\xE2\x80\xA2 parking|* food"},
    {"1. Parking is bad\n2. food 3) or\n3) beds", "1. Parking is bad|2. food 3) or|3) beds"},
    {"they came at\n3.30 pm", "they came at\n3.30 pm"},
    {"Great \xF0\x9F\x98\x80\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD Staff kind",
     "Great \xF0\x9F\x98\x80\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD|Staff kind"},
    {"Great \xF0\x9F\x98\x80 staff", "Great \xF0\x9F\x98\x80 staff"},
    {"Love it \xE2\x9D\xA4\xEF\xB8\x8F The team", "Love it \xE2\x9D\xA4\xEF\xB8\x8F|The team"},
    {"Wait\xE2\x80\xA6 they came", "Wait...|they came"},
    {"kind; patient; calm", "kind; patient; calm"},
    {"Il est l\xC3\xA0.\xC3\x89t\xC3\xA9 fini. \xC3\x89t\xC3\xA9",
     "Il est l\xC3\xA0.|\xC3\x89t\xC3\xA9 fini.|\xC3\x89t\xC3\xA9"},
    {"(They were late.) Then fine", "(They were late.)|Then fine"},
    {"...", "..."},
};

START_TEST(sentences_end_where_a_reader_ends_them)
{
    struct text_folded f = {0};
    struct sentences s = {0};
    struct buf joined = buf_new(10000);
    text_fold(&f, cases[_i].text, strlen(cases[_i].text));
    sentence_split(&s, f.data, f.len);
    for (size_t i = 0; i < s.count; i++) {
        if (i > 0)
            buf_putc(&joined, '|');
        buf_add(&joined, f.data + s.at[i].start, s.at[i].end - s.at[i].start);
    }
    ck_assert_str_eq(buf_str(&joined), cases[_i].sentences);
    buf_free(&joined);
    sentences_free(&s);
    text_folded_free(&f);
}
END_TEST

/* A million bytes that make every look-ahead and look-back as long as it can be. */
static const char *const hostile[] = {".",   "1",   " ", "\n", ". ", "1.", "\n ", "a.a.", "\xF0\x9F\x98\x80",
                                      ".\"", "Dr. "};

START_TEST(a_hostile_text_is_split_in_time)
{
    enum { SIZE = 1 << 20 };
    char *text = mem_new(SIZE, 1);
    size_t step = strlen(hostile[_i]);
    size_t len = 0;
    for (; len + step < SIZE; len += step)
        memcpy(text + len, hostile[_i], step);
    struct sentences s = {0};
    sentence_split(&s, text, len); /* the time limit of Check is the assertion */
    ck_assert_uint_le(s.count, len);
    sentences_free(&s);
    free(text);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("sentence");
    TCase *t = tcase_create("sentence");
    tcase_add_loop_test(t, sentences_end_where_a_reader_ends_them, 0, sizeof cases / sizeof cases[0]);
    tcase_add_loop_test(t, a_hostile_text_is_split_in_time, 0, sizeof hostile / sizeof hostile[0]);
    suite_add_tcase(s, t);
    return s;
}
