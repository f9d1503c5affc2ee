/* text.c: tests of core/text.c, text_mojibake.c, text_fold.c, text_token.c and text_key.c. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

Suite *suite(void);

enum { RANDOM_TEXTS = 4000, RANDOM_LENGTH = 40 };

static const struct {
    const char *given, *wanted;
} canonical[] = {
    {"plain text stays", "plain text stays"},
    {"", ""},
    {" \n trimmed\xC2\xA0 \r\n", "trimmed"},
    {"a\r\nb\rc\nd", "a\nb\nc\nd"},
    {"a_x000D_\nb", "a\nb"},
    {"a_x00_x000D_0D_b", "ab"},
    {"tab\tto space", "tab to space"},
    {"bell\x07 and delete\x7F", "bell and delete"},
    {"soft\vbreak\fpage\xE2\x80\xA8line", "soft\nbreak\npage\nline"},
    {"PTS\xC2\xA0 - Patient Transport", "PTS\xC2\xA0 - Patient Transport"},
    {"\xEF\xBB\xBFwith a byte order mark", "with a byte order mark"},
    {"ap\xC2\xADpoint\xE2\x80\x8Bment", "appointment"},
    {"cafe\xCC\x81", "café"},
    {"\xE2\x84\xAB", "Å"},
    /* Windows-1252 read as Latin-1 */
    {"don\xC2\x92t", "don’t"},
    {"\xC2\x81x", "x"},
    /* UTF-8 read as Windows-1252: once, twice, three times */
    {"donâ€™t", "don’t"},
    {"donÃ¢â‚¬â„¢t", "don’t"},
    {"â€œlovelyâ€\xC2\x9D staff", "“lovely” staff"},
    {"cafÃ©", "café"},
    {"cafÃƒÂ©", "café"},
    {"cafÃƒÆ’Ã‚Â©", "café"},
    {"itâ€™s Â£5 â€“ ok", "it’s £5 – ok"},
    {"thanks ðŸ˜Š", "thanks 😊"},
    {"we waited â€¦", "we waited …"},
    {"cafÃ©’s", "café’s"},
    {"the â€™ and 😊 and ’", "the ’ and 😊 and ’"},
    {"PaweÅ‚ was kind", "Paweł was kind"},
    {"Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"},
    {"don\xC3\xA2\xC2\x80\xC2\x99t", "don’t"}, /* read as Latin-1 */
    {"ï¿½", "\xEF\xBF\xBD"},
    /* text that is what it says */
    {"café, naïve, £5, ½ hour, 20°", "café, naïve, £5, ½ hour, 20°"},
    {"Ã", "Ã"},
    {"NESTLÉ® and the ‘CAFÉ’", "NESTLÉ® and the ‘CAFÉ’"},
    {"the café…” she said", "the café…” she said"},
    {"“À la carte”", "“À la carte”"},
    {"É©", "É©"},
    {"Ångström, Łódź, ŵ ŷ", "Ångström, Łódź, ŵ ŷ"},
    {"“Å”", "“Å”"},
    {"— “voilà” —", "— “voilà” —"},
    {"👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿"},
    {"می‌خواهم", "می‌خواهم"},
    {"a\xE2\x80\x8D"
     "b\xE2\x80\x8C",
     "ab"},
};

static char *canonical_of(const char *s, size_t len)
{
    struct buf out = buf_new(1 << 20);
    struct error err = {0};
    ck_assert_msg(text_canonical(s, len, &out, &err) == 0, "%s", err.text);
    return buf_detach(&out);
}

START_TEST(each_text_has_one_canonical_form)
{
    char *got = canonical_of(canonical[_i].given, strlen(canonical[_i].given));
    ck_assert_str_eq(got, canonical[_i].wanted);
    char *again = canonical_of(got, strlen(got));
    ck_assert_str_eq(again, got);
    free(again);
    free(got);
}
END_TEST

/* A text that is rich in what the canonical form is about. */
static size_t random_text(char *out)
{
    static const char *const pieces[] = {"a",
                                         "É",
                                         "Ã",
                                         "Â",
                                         "â",
                                         "€",
                                         "™",
                                         "’",
                                         "”",
                                         "…",
                                         "©",
                                         "®",
                                         " ",
                                         "\r",
                                         "\n",
                                         "\xC2\x81",
                                         "\xC2\x92",
                                         "\xC2\xAD",
                                         "Ð",
                                         "Ñ",
                                         "ï",
                                         "»",
                                         "¿",
                                         "½",
                                         "ð",
                                         "Ÿ",
                                         "˜",
                                         "Š",
                                         "́",
                                         "‍",
                                         "‌",
                                         "😊",
                                         "_x0",
                                         "00D_",
                                         "x",
                                         "_",
                                         "\t",
                                         "Å",
                                         "ß",
                                         "\xE2\x80\x8B",
                                         "\xEF\xBB\xBF",
                                         "Ä",
                                         "ó",
                                         "¬"};
    size_t len = 0;
    size_t count = (size_t)rand() % RANDOM_LENGTH;
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[(size_t)rand() % (sizeof pieces / sizeof pieces[0])];
        memcpy(out + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return len;
}

START_TEST(canonical_form_of_random_text_is_stable_and_utf8)
{
    srand(20261122);
    for (int n = 0; n < RANDOM_TEXTS; n++) {
        char text[RANDOM_LENGTH * 8];
        char *once = canonical_of(text, random_text(text));
        char *twice = canonical_of(once, strlen(once));
        ck_assert(text_is_utf8(once, strlen(once), NULL));
        ck_assert_str_eq(twice, once);
        free(twice);
        free(once);
    }
}
END_TEST

START_TEST(mojibake_of_any_text_is_repaired_to_that_text)
{
    static const char *const texts[] = {"Dr Łukasz’s “café” – £5 … ok 😊👍🏽",
                                        "Ça va? Ångström Ünïcödé", "½ hour at 20° • yes", "日本語 text",
                                        "Ελληνικά"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct buf broken = buf_new(4096);
        for (const char *p = texts[i]; *p != '\0'; p++) { /* read as Latin-1 */
            unsigned char c = (unsigned char)*p;
            if (c >= 0x80)
                buf_putc(&broken, (char)(0xC0 | c >> 6));
            buf_putc(&broken, c >= 0x80 ? (char)(0x80 | (c & 0x3F)) : *p);
        }
        char *got = canonical_of(buf_str(&broken), broken.len);
        ck_assert_str_eq(got, texts[i]);
        free(got);
        buf_free(&broken);
    }
}
END_TEST

static const struct {
    const char *bytes;
    size_t len, bad;
} broken[] = {
    {"ab\xFF", 3, 2},       {"\xC0\x80", 2, 0},   {"a\xE2\x82", 3, 1},
    {"\xED\xA0\x80", 3, 0}, {"a\0b", 3, 1},       {"\xF4\x90\x80\x80", 4, 0},
    {"\xE0\x80\x80", 3, 0}, {"ok \x80 no", 7, 3}, {"\xF5\x80\x80\x80", 4, 0},
};

START_TEST(bytes_that_are_no_utf8_or_hold_a_nul_are_refused_at_their_place)
{
    size_t bad = SIZE_MAX;
    struct error err = {0};
    struct buf out = buf_new(100);
    ck_assert(!text_is_utf8(broken[_i].bytes, broken[_i].len, &bad));
    ck_assert_uint_eq(bad, broken[_i].bad);
    ck_assert_int_eq(text_canonical(broken[_i].bytes, broken[_i].len, &out, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_DATA);
    buf_free(&out);
}
END_TEST

static const struct {
    const char *given, *wanted;
} folded[] = {
    {"plain\ntext", "plain\ntext"},
    {"don’t ‘quote’ it`s", "don't 'quote' it's"},
    {"“so” „low“ ″", "\"so\" \"low\" \""},
    {"a – b — c ‐ d − e", "a - b - c - d - e"},
    {"wait…", "wait..."},
    {"a\xC2\xA0"
     "b\xE3\x80\x80"
     "c\xE2\x80\xAF"
     "d\te",
     "a b c d e"},
    {"ſee 0 \xE2\x84\xAA", "see 0 k"},
    {"café 😊", "café 😊"},
};

START_TEST(folding_writes_one_form_and_leads_back_to_the_original)
{
    struct text_folded f = {0};
    const char *s = folded[_i].given;
    text_fold(&f, s, strlen(s));
    ck_assert_str_eq(f.data, folded[_i].wanted);
    ck_assert_uint_eq(f.len, strlen(f.data));
    bool ascii = true;
    for (size_t i = 0; i < f.len; i++)
        ascii = ascii && (unsigned char)f.data[i] < 0x80;
    ck_assert(f.ascii == ascii);
    for (size_t at = 0; at <= f.len; at++) {
        size_t back = text_unfold(&f, at);
        ck_assert_uint_le(back, strlen(s));
        ck_assert(at == 0 || f.identical || back >= text_unfold(&f, at - 1));
        ck_assert(f.identical || ((unsigned char)s[back] & 0xC0) != 0x80);
    }
    ck_assert_uint_eq(text_unfold(&f, 0), 0);
    ck_assert_uint_eq(text_unfold(&f, f.len), strlen(s));
    text_folded_free(&f);
}
END_TEST

START_TEST(a_span_found_in_the_folded_text_is_cut_from_the_original)
{
    struct text_folded f = {0};
    const char *s = "she said “don’t wait…” — twice";
    text_fold(&f, s, strlen(s));
    const char *at = strstr(f.data, "don't wait...");
    ck_assert_ptr_nonnull(at);
    size_t start = text_unfold(&f, (size_t)(at - f.data));
    size_t end = text_unfold(&f, (size_t)(at - f.data) + strlen("don't wait..."));
    ck_assert_int_eq(strncmp(s + start, "don’t wait…", strlen("don’t wait…")), 0);
    ck_assert_uint_eq(end - start, strlen("don’t wait…"));
    text_fold(&f, "plain", 5); /* reused */
    ck_assert(f.identical && f.ascii);
    text_folded_free(&f);
}
END_TEST

/* given | hidden: '#' for each byte that no rule sees */
static const struct {
    const char *given, *hidden;
} with_tokens[] = {
    {"no token", "no token"},
    {"[", "["},
    {"I live at [postcode].", "I live at [########]."},
    {"[name]", "[####]"},
    {"[NAME][date of birth] [NHS number", "[####][#############] [NHS number"},
    {"[[phone]] [postcode]s", "[[#####]] [########]s"},
    {"Dr [Name Redacted] [word unreadable]", "Dr [#############] [word unreadable]"},
    {"[are] [name of ward] [ name ]", "[are] [name of ward] [ name ]"},
    {"don’t ring [phone]… [link]", "don't ring [#####]... [####]"},
};

START_TEST(tokens_are_hidden_and_nothing_moves)
{
    struct text_folded f = {0};
    struct text_folded seen = {0};
    char *given = mem_strdup(with_tokens[_i].given);
    size_t len = strlen(given);
    text_fold(&seen, given, len);
    for (int again = 0; again < 2; again++) { /* with memory of before */
        text_fold(&f, given, len);
        text_hide_tokens(&f);
        ck_assert_uint_eq(f.len, strlen(with_tokens[_i].hidden));
        for (size_t i = 0; i < f.len; i++)
            ck_assert_int_eq(f.data[i] == 0x1A ? '#' : f.data[i], with_tokens[_i].hidden[i]);
        for (size_t at = 0; at <= f.len; at++)
            ck_assert_uint_eq(text_unfold(&f, at), text_unfold(&seen, at));
    }
    ck_assert_str_eq(given, with_tokens[_i].given); /* the stored text is not written to */
    text_folded_free(&f);
    text_folded_free(&seen);
    free(given);
}
END_TEST

START_TEST(each_token_of_the_collector_is_hidden)
{
    struct text_folded f = {0};
    text_fold(&f, text_tokens[_i], strlen(text_tokens[_i]));
    text_hide_tokens(&f);
    ck_assert_uint_eq(text_words(f.data, f.len), 0);
    text_folded_free(&f);
}
END_TEST

START_TEST(unfolding_random_text_never_goes_back_and_keeps_to_characters)
{
    srand(7);
    struct text_folded f = {0};
    for (int n = 0; n < RANDOM_TEXTS; n++) {
        char text[RANDOM_LENGTH * 8];
        size_t len = random_text(text);
        text_fold(&f, text, len);
        ck_assert(text_is_utf8(f.data, f.len, NULL));
        size_t before = 0;
        for (size_t at = 0; at <= f.len && !f.identical; at++) {
            size_t back = text_unfold(&f, at);
            ck_assert_uint_ge(back, before);
            ck_assert(back == len || ((unsigned char)text[back] & 0xC0) != 0x80);
            before = back;
        }
    }
    text_folded_free(&f);
}
END_TEST

static const struct {
    const char *a, *b;
    bool same;
} names[] = {
    {"FFT question", "  fft  Question ", true},
    {"Do you look after someone?", "Do you look after someone", true},
    {"Why?\r\n(please say)", "Why? \n(please say)", true},
    {"Don’t know", "Don't know", true},
    {"Postcode *", "Postcode:", true},
    {"PTS\xC2\xA0 - Patient Transport", "PTS - patient transport", true},
    {"\xEF\xBB\xBFID", "id", true},
    {"CAFÉ", "café", true},
    {"Yes", "No", false},
    {"C++", "C", false},
    {"", "?", true},
    {"a", "b", false},
};

static const struct {
    const char *pattern, *name;
    bool meets;
} patterns[] = {
    {"Ward 3", " ward  3:", true},
    {"Ward", "Ward 3", false},
    {"PTS*", "PTS\xC2\xA0 - Patient Transport", true},
    {"PTS*", "pts", true},
    {"*transport", "Patient Transport ", true},
    {"*transport", "Patient Transport Service", false},
    {"*111*", "NHS 111", true},
    {"*111*", "NHS 11", false},
    {"*ab*abc", "xababab abc", true},
    {"*ab*abc*d", "abab abcab", false},
    {"a*b*c", "ac", false},
    {"ab*ba", "aba", false},
    {"**", "anything", true},
    {"*", "", true},
    {"", "a", false},
    {"Caf\xC3\x89*", "caf\xC3\xA9 north", true},
    /* beside a star, marks are what they are */
    {"PTS *", "PTS - patient transport", true},
    {"PTS *", "PTSD clinic", false},
    {"Dr. *", "Drama therapy", false},
    {"Dr. *", "Dr. Gray's surgery", true},
    {"v.*", "v1", false},
    {"*.*", "Ward 3", false},
    {"*?", "Which ward?", true},
    {"a*.", "abc", false},
    {"*:", "x:", true},
};

START_TEST(a_star_in_a_name_stands_for_anything)
{
    struct buf pattern = buf_new(100);
    struct buf key = buf_new(100);
    struct buf plain = buf_new(100);
    const char *name = patterns[_i].name;
    text_pattern(patterns[_i].pattern, strlen(patterns[_i].pattern), &pattern);
    text_key(name, strlen(name), &key);
    text_plain(name, strlen(name), &plain);
    ck_assert(text_pattern_meets(buf_str(&pattern), buf_str(&key), buf_str(&plain)) == patterns[_i].meets);
    buf_free(&plain);
    buf_free(&key);
    buf_free(&pattern);
}
END_TEST

START_TEST(names_are_the_same_whatever_their_case_space_and_end_marks)
{
    ck_assert(text_same(names[_i].a, names[_i].b) == names[_i].same);
    ck_assert(text_same(names[_i].b, names[_i].a) == names[_i].same);
}
END_TEST

static const struct {
    const char *text;
    size_t words;
} counted[] = {
    {"", 0},    {"...", 0},      {"one", 1},          {"don't stop", 2},   {"don’t 'quote' me", 3},
    {"A&E", 2}, {"5-10 min", 3}, {"naïve café 😊", 2}, {"staffs' rota", 2}, {"日本語", 1},
};

START_TEST(words_are_runs_of_letters_digits_and_inner_apostrophes)
{
    ck_assert_uint_eq(text_words(counted[_i].text, strlen(counted[_i].text)), counted[_i].words);
}
END_TEST

START_TEST(the_closest_name_is_offered_and_nothing_far_off)
{
    static const char *const keys[] = {"source", "title", "organisation", "fields", "questions"};
    ck_assert_str_eq(text_closest("sorce", keys, 5), "source");
    ck_assert_str_eq(text_closest("feilds", keys, 5), "fields");
    ck_assert_str_eq(text_closest("Organization", keys, 5), "organisation");
    ck_assert_ptr_null(text_closest("polarity", keys, 5));
    ck_assert_ptr_null(text_closest("x", keys, 5));
    ck_assert_ptr_null(text_closest("source", keys, 0));
}
END_TEST

START_TEST(a_text_that_is_shown_in_part_ends_with_a_whole_character)
{
    static const char text[] = "a\xc3\xa9\xe2\x82\xac";
    static const size_t fit[] = {0, 1, 1, 3, 3, 3, 6, 6};
    for (size_t room = 0; room < sizeof fit / sizeof fit[0]; room++)
        ck_assert_uint_eq(text_fit(text, room), fit[room]);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("text");
    TCase *t = tcase_create("text");
    tcase_add_loop_test(t, each_text_has_one_canonical_form, 0, sizeof canonical / sizeof canonical[0]);
    tcase_add_loop_test(t, tokens_are_hidden_and_nothing_moves, 0,
                        (int)(sizeof with_tokens / sizeof with_tokens[0]));
    tcase_add_loop_test(t, each_token_of_the_collector_is_hidden, 0, TEXT_TOKENS);
    tcase_add_test(t, canonical_form_of_random_text_is_stable_and_utf8);
    tcase_add_test(t, mojibake_of_any_text_is_repaired_to_that_text);
    tcase_add_loop_test(t, bytes_that_are_no_utf8_or_hold_a_nul_are_refused_at_their_place, 0,
                        sizeof broken / sizeof broken[0]);
    tcase_add_loop_test(t, folding_writes_one_form_and_leads_back_to_the_original, 0,
                        sizeof folded / sizeof folded[0]);
    tcase_add_test(t, a_span_found_in_the_folded_text_is_cut_from_the_original);
    tcase_add_test(t, unfolding_random_text_never_goes_back_and_keeps_to_characters);
    tcase_add_loop_test(t, names_are_the_same_whatever_their_case_space_and_end_marks, 0,
                        sizeof names / sizeof names[0]);
    tcase_add_loop_test(t, a_star_in_a_name_stands_for_anything, 0, sizeof patterns / sizeof patterns[0]);
    tcase_add_loop_test(t, words_are_runs_of_letters_digits_and_inner_apostrophes, 0,
                        sizeof counted / sizeof counted[0]);
    tcase_add_test(t, the_closest_name_is_offered_and_nothing_far_off);
    tcase_add_test(t, a_text_that_is_shown_in_part_ends_with_a_whole_character);
    suite_add_tcase(s, t);
    return s;
}
