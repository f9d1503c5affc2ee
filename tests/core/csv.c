/* csv.c: tests of core/csv.c and core/csv_table.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/csv.h>

Suite *suite(void);

/* Writes each record as number@line:cell|cell| so that a whole parse is one string. "~" marks a quoted empty
 * cell. */
static int show(void *ctx, const struct csv_row *row, struct error *err)
{
    struct buf *out = ctx;
    (void)err;
    buf_printf(out, "%zu@%zu:", row->number, row->line);
    for (size_t i = 0; i < row->count; i++)
        buf_printf(out, "%s%s|", row->quoted_empty[i] ? "~" : "", row->cell[i]);
    buf_putc(out, '/');
    return 0;
}

static const struct {
    const char *bytes, *wanted;
} files[] = {
    {"", ""},
    {"a,b\n1,2\n", "1@1:a|b|/2@2:1|2|/"},
    {"a,b\r\n1,2", "1@1:a|b|/2@2:1|2|/"},
    {"a,b\r1,2\r3,4", "1@1:a|b|/2@2:1|2|/3@3:3|4|/"},
    {"\xEF\xBB\xBFid,x\n", "1@1:id|x|/"},
    {"a,\"two\nlines\",c\nd,e,f\n", "1@1:a|two\nlines|c|/2@3:d|e|f|/"},
    {"a,\"two\r\nlines\",c\r\nd,e,f\r\n", "1@1:a|two\r\nlines|c|/2@3:d|e|f|/"},
    {"a,\"say \"\"hi\"\"\"\n", "1@1:a|say \"hi\"|/"},
    {"a,5\" tube,say \"hi\"\n1,2,3\n", "1@1:a|5\" tube|say \"hi\"|/2@2:1|2|3|/"},
    {"a,,\"\",b\n", "1@1:a||~|b|/"},
    {"a, \"b, c\" ,d\n", "1@1:a|b, c|d|/"},
    {"  a , b  \n\" c \",d\n", "1@1:a|b|/2@2: c |d|/"},
    {"a,b\n\n,,\n1,2\n", "1@1:a|b|/4@4:1|2|/"},
    {"a,b,\n1,2,\n", "1@1:a|b||/2@2:1|2||/"},
    {"a,b\n1,2,3\n4\n", "1@1:a|b|/2@2:1|2|3|/3@3:4|/"},
    /* delimiters */
    {"id;text, with comma\n1;x\n", "1@1:id|text, with comma|/2@2:1|x|/"},
    {"id\ttext\n1\tx\n", "1@1:id|text|/2@2:1|x|/"},
    {"id|q\n1|\"a|b\"\n", "1@1:id|q|/2@2:1|a|b|/"},
    {"\"a,b,c\";d;e\n1;2;3\n", "1@1:a,b,c|d|e|/2@2:1|2|3|/"},
    {"id;What, if anything, could we do, and why?\n1;x\n2;y\n",
     "1@1:id|What, if anything, could we do, and why?|/2@2:1|x|/3@3:2|y|/"},
    {"id,a;b;c;d\n1,x\n2,y\n", "1@1:id|a;b;c;d|/2@2:1|x|/3@3:2|y|/"},
    {"Export of a survey\n\nid;text\n1;x\n", "1@1:Export of a survey|/3@3:id|text|/4@4:1|x|/"},
    {"only\n1\n", "1@1:only|/2@2:1|/"},
    {"sep=;\r\na;b\r\n1;2\r\n", "2@2:a|b|/3@3:1|2|/"},
    {"a\tb\n\t2\n", "1@1:a|b|/2@2:|2|/"},
    {"caf\xC3\xA9,\xF0\x9F\x98\x8A\n", "1@1:café|😊|/"},
};

START_TEST(records_come_with_their_number_line_and_cells)
{
    struct buf out = buf_new(10000);
    struct error err = {0};
    ck_assert_msg(csv_read(files[_i].bytes, strlen(files[_i].bytes), 0, show, &out, &err) == 0, "%s",
                  err.text);
    ck_assert_str_eq(buf_str(&out), files[_i].wanted);
    buf_free(&out);
}
END_TEST

START_TEST(a_declared_delimiter_is_not_doubted)
{
    struct buf out = buf_new(1000);
    struct error err = {0};
    const char *bytes = "a,b,c|d\n";
    ck_assert_int_eq(csv_read(bytes, strlen(bytes), '|', show, &out, &err), 0);
    ck_assert_str_eq(buf_str(&out), "1@1:a,b,c|d|/");
    buf_free(&out);
}
END_TEST

static const struct {
    const char *bytes;
    size_t len; /* 0 = strlen */
    const char *wanted;
} refused[] = {
    {"a,b\n1,\"never\nends\n3,4\n", 0, "line 2: a quote begins here that never ends"},
    {"a,b\n\"x\ny\",\"\"\"\n\"\"\"\"\"\"\"\"\n", 0, "line 3: a quote begins here that never ends"},
    {"a,b\n\"one\"two,3\n", 0,
     "line 2: text follows a closing quote; quotes inside a quoted cell must be doubled"},
    {"a,b\n\"1\n2\"3,4\n", 0,
     "line 3: text follows a closing quote; quotes inside a quoted cell must be doubled"},
    {"a,b\n1,\0\n", 8, "line 2: there is a NUL byte; is this a CSV file?"},
    {"a\r\nb\r\nc\xFF\r\n", 0,
     "line 3: this is not UTF-8; save the file as \"CSV UTF-8\" or name its encoding"},
    {"\xE9", 0, "line 1: this is not UTF-8; save the file as \"CSV UTF-8\" or name its encoding"},
};

START_TEST(a_broken_file_is_refused_at_its_line)
{
    struct buf out = buf_new(10000);
    struct error err = {0};
    size_t len = refused[_i].len > 0 ? refused[_i].len : strlen(refused[_i].bytes);
    ck_assert_int_eq(csv_read(refused[_i].bytes, len, ',', show, &out, &err), -1);
    ck_assert_str_eq(err.text, refused[_i].wanted);
    ck_assert_int_eq(err.kind, ERROR_DATA);
    buf_free(&out);
}
END_TEST

START_TEST(limits_are_errors_and_never_cut)
{
    struct error err = {0};
    struct buf out = buf_new(64 << 20);
    struct buf wide = buf_new(64 << 20);
    for (int i = 1; i < CSV_MAX_COLUMNS; i++)
        buf_putc(&wide, ',');
    buf_puts(&wide, "x\n");
    ck_assert_int_eq(csv_read(wide.data, wide.len, ',', show, &out, &err), 0);
    buf_puts(&wide, "x");
    for (int i = 0; i < CSV_MAX_COLUMNS; i++)
        buf_putc(&wide, ',');
    ck_assert_int_eq(csv_read(wide.data, wide.len, ',', show, &out, &err), -1);
    ck_assert_str_eq(err.text, "line 2: the record has more than 4096 cells; is the delimiter right?");
    buf_clear(&wide);
    buf_puts(&wide, "a,b\n1,\"");
    for (int i = 0; i <= CSV_MAX_CELL; i++)
        buf_putc(&wide, 'x');
    buf_puts(&wide, "\"\n");
    ck_assert_int_eq(csv_read(wide.data, wide.len, ',', show, &out, &err), -1);
    ck_assert_str_eq(err.text,
                     "line 2: a cell of this record is larger than 1 MB; is a closing quote missing?");
    buf_free(&wide);
    buf_free(&out);
}
END_TEST

static int stop_at_second(void *ctx, const struct csv_row *row, struct error *err)
{
    int *seen = ctx;
    ++*seen;
    return row->number == 2 ? error_set(err, ERROR_DATA, "stopped") : 0;
}

START_TEST(the_caller_can_stop)
{
    struct error err = {0};
    int seen = 0;
    ck_assert_int_eq(csv_read("a\nb\nc\nd\n", 8, ',', stop_at_second, &seen, &err), -1);
    ck_assert_int_eq(seen, 2);
    ck_assert_str_eq(err.text, "stopped");
}
END_TEST

static const struct {
    const char *cell, *wanted;
} written[] = {
    {"plain", "plain"},
    {"", ""},
    {"a,b", "\"a,b\""},
    {"a;b", "\"a;b\""},
    {"say \"hi\"", "\"say \"\"hi\"\"\""},
    {"two\nlines", "\"two\nlines\""},
    {" edge", "\" edge\""},
    {"=1+1", "\"'=1+1\""},
    {"+44 1234", "\"'+44 1234\""},
    {"@SUM(A1)", "\"'@SUM(A1)\""},
    {"-cmd|x", "\"'-cmd|x\""},
    {"\tx", "\"'\tx\""},
    {"\rx", "\"'\rx\""},
    {"-3.5", "-3.5"},
    {"-12%", "-12%"},
    {"-", "\"'-\""},
    {"-1+2", "\"'-1+2\""},
};

START_TEST(cells_are_quoted_where_needed_and_formulas_defused)
{
    struct buf out = buf_new(1000);
    csv_cell(&out, written[_i].cell);
    ck_assert_str_eq(buf_str(&out), written[_i].wanted);
    buf_free(&out);
}
END_TEST

START_TEST(a_record_that_is_written_reads_back_the_same)
{
    struct buf out = buf_new(1000);
    struct buf shown = buf_new(1000);
    struct error err = {0};
    csv_record(&out, (const char *const[]){"a, b", "", "c\r\n\"d\"", "é"}, 4);
    csv_record(&out, (const char *const[]){""}, 1);
    csv_record(&out, (const char *const[]){"z"}, 1);
    ck_assert_int_eq(csv_read(out.data, out.len, ',', show, &shown, &err), 0);
    ck_assert_str_eq(buf_str(&shown), "1@1:a, b||c\r\n\"d\"|é|/3@4:z|/");
    buf_free(&shown);
    buf_free(&out);
}
END_TEST

static char folder[] = "/tmp/yousaid-csv-XXXXXX";
static char path[64];

static const char *file_of(const char *content)
{
    struct error err = {0};
    struct buf b = buf_new(10000);
    snprintf(folder, sizeof folder, "/tmp/yousaid-csv-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/t.csv", folder);
    buf_puts(&b, content);
    ck_assert_int_eq(buf_write_file(&b, path, &err), 0);
    buf_free(&b);
    return path;
}

static void remove_file(void)
{
    unlink(path);
    rmdir(folder);
}

START_TEST(a_table_finds_cells_by_column_name)
{
    struct csv_table *t = NULL;
    struct error err = {0};
    const char *file =
        file_of("\xEF\xBB\xBFPlace ,People?,About\r\n\r\nNorthport,12, donâ€™t \r\nRiverside,'=5\r\n");
    const char *const required[] = {"place", "people"};
    ck_assert_msg(csv_table_load(file, 1000, required, 2, &t, &err) == 0, "%s", err.text);
    ck_assert_uint_eq(csv_table_rows(t), 2);
    ck_assert_uint_eq(csv_table_columns(t), 3);
    ck_assert_str_eq(csv_table_column(t, 0), "Place");
    ck_assert_str_eq(csv_table_get(t, 0, "PLACE"), "Northport");
    ck_assert_str_eq(csv_table_get(t, 0, "about"), "don’t");
    ck_assert_str_eq(csv_table_get(t, 1, "People"), "=5");
    ck_assert_str_eq(csv_table_get(t, 1, "About"), "");
    ck_assert_str_eq(csv_table_get(t, 1, "no such column"), "");
    ck_assert_uint_eq(csv_table_find(t, "no such column"), 3);
    ck_assert_uint_eq(csv_table_line(t, 1), 4);
    ck_assert_str_eq(csv_table_path(t), file);
    csv_table_free(t);
    csv_table_free(NULL);
    remove_file();
}
END_TEST

static const struct {
    const char *content, *wanted;
} bad_tables[] = {
    {"Plce,People\nx,1\n", "there is no column \"Place\"; did you mean \"Plce\" to be it?"},
    {"Where,People\nx,1\n", "there is no column \"Place\" in the header row"},
    {"", "there is no column \"Place\" in the header row"},
    {"Place,PLACE\nx,1\n", "line 1: two columns are called \"PLACE\"; rename one"},
    {"Place,People\nx,1,2\n",
     "line 2: there are 3 cells but 2 columns; put cells that hold a comma in quotes"},
};

START_TEST(a_table_that_is_not_what_it_should_be_says_what_is_wrong)
{
    struct csv_table *t = NULL;
    struct error err = {0};
    const char *const required[] = {"Place"};
    const char *file = file_of(bad_tables[_i].content);
    ck_assert_int_eq(csv_table_load(file, 1000, required, 1, &t, &err), -1);
    ck_assert_str_eq(err.text + strlen(file) + 2, bad_tables[_i].wanted);
    remove_file();
}
END_TEST

START_TEST(the_real_survey_file_reads_whole_with_its_quirks_mended)
{
    enum { FILE_MAX = 16 << 20, REAL_ROWS = 4008 };
    struct csv_table *t = NULL;
    struct error err = {0};
    if (access(TEST_SHARED "/fft-train.csv", R_OK) != 0) {
        fputs("skipped: ../shared/data/fft-train.csv is not here\n", stderr);
        return;
    }
    ck_assert_msg(csv_table_load(TEST_SHARED "/fft-train.csv", FILE_MAX, NULL, 0, &t, &err) == 0, "%s",
                  err.text);
    ck_assert_uint_eq(csv_table_rows(t), REAL_ROWS);
    size_t many_lines = 0;
    for (size_t i = 0; i < csv_table_rows(t); i++) {
        const char *answer = csv_table_get(t, i, "FFT answer");
        ck_assert_ptr_null(strstr(answer, "â€"));
        ck_assert_ptr_null(strstr(answer, "Ã"));
        many_lines += strchr(answer, '\n') != NULL;
    }
    ck_assert_uint_gt(many_lines, 50);
    csv_table_free(t);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("csv");
    TCase *t = tcase_create("csv");
    tcase_add_loop_test(t, records_come_with_their_number_line_and_cells, 0, sizeof files / sizeof files[0]);
    tcase_add_test(t, a_declared_delimiter_is_not_doubted);
    tcase_add_loop_test(t, a_broken_file_is_refused_at_its_line, 0, sizeof refused / sizeof refused[0]);
    tcase_add_test(t, limits_are_errors_and_never_cut);
    tcase_add_test(t, the_caller_can_stop);
    tcase_add_loop_test(t, cells_are_quoted_where_needed_and_formulas_defused, 0,
                        sizeof written / sizeof written[0]);
    tcase_add_test(t, a_record_that_is_written_reads_back_the_same);
    tcase_add_test(t, a_table_finds_cells_by_column_name);
    tcase_add_test(t, the_real_survey_file_reads_whole_with_its_quirks_mended);
    tcase_add_loop_test(t, a_table_that_is_not_what_it_should_be_says_what_is_wrong, 0,
                        sizeof bad_tables / sizeof bad_tables[0]);
    suite_add_tcase(s, t);
    return s;
}
