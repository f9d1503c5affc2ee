/* buf.c: tests of core/buf.c. */
#include <check.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/buf.h>

Suite *suite(void);

START_TEST(passing_the_ceiling_fails_instead_of_truncating)
{
    struct buf b = buf_new(5);
    buf_puts(&b, "12345");
    ck_assert(!b.failed);
    buf_putc(&b, '6');
    struct error err = {0};
    ck_assert_int_eq(buf_check(&b, "the page", &err), -1);
    ck_assert_str_eq(err.text, "the page is larger than the limit of 5 bytes");
    ck_assert_str_eq(buf_str(&b), "12345");
    buf_free(&b);
}
END_TEST

START_TEST(printf_appends_and_detach_leaves_it_empty)
{
    struct buf b = buf_new(100);
    buf_printf(&b, "%d-%s", 7, "x");
    char *s = buf_detach(&b);
    ck_assert_str_eq(s, "7-x");
    ck_assert_str_eq(buf_str(&b), "");
    free(s);
}
END_TEST

START_TEST(whole_numbers_are_written_as_printf_writes_them)
{
    static const int64_t numbers[] = {0, 9, 10, -1, 1234567890123, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char want[32];
        struct buf b = buf_new(64);
        snprintf(want, sizeof want, "%" PRId64, numbers[i]);
        buf_int(&b, numbers[i]);
        ck_assert_str_eq(buf_str(&b), want);
        buf_free(&b);
    }
}
END_TEST

START_TEST(a_file_is_written_whole_and_read_back)
{
    struct buf out = buf_new(100);
    struct buf in = buf_new(100);
    struct error err = {0};
    buf_add(&out, "a\0b", 3);
    char path[] = "/tmp/yousaid-buf-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(path));
    char file[64];
    snprintf(file, sizeof file, "%s/f", path);
    ck_assert_int_eq(buf_write_file(&out, file, &err), 0);
    ck_assert_int_eq(buf_read_file(&in, file, &err), 0);
    ck_assert_uint_eq(in.len, 3);
    ck_assert_mem_eq(in.data, "a\0b", 3);
    remove(file);
    ck_assert_int_eq(buf_read_file(&in, path, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.text, ": is a folder, not a file: name the file"));
    remove(path);
    ck_assert_int_eq(buf_read_file(&in, file, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    buf_free(&out);
    buf_free(&in);
}
END_TEST

START_TEST(a_pipe_is_written_and_not_replaced)
{
    struct buf out = buf_new(100);
    struct error err = {0};
    char got[8] = "";
    char path[] = "/tmp/yousaid-buf-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(path));
    char file[64];
    snprintf(file, sizeof file, "%s/p", path);
    ck_assert_int_eq(mkfifo(file, 0600), 0);
    int reader = open(file, O_RDWR | O_NONBLOCK);
    ck_assert_int_ge(reader, 0);
    buf_puts(&out, "abc");
    ck_assert_int_eq(buf_write_file(&out, file, &err), 0);
    ck_assert_int_eq(read(reader, got, sizeof got), 3);
    ck_assert_str_eq(got, "abc");
    struct stat there;
    ck_assert_int_eq(stat(file, &there), 0);
    ck_assert(S_ISFIFO(there.st_mode));
    close(reader);
    remove(file);
    remove(path);
    ck_assert_int_eq(buf_write_file(&out, "/dev/full", &err), -1);
    ck_assert_int_eq(err.kind, ERROR_SYSTEM);
    buf_free(&out);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("buf");
    TCase *t = tcase_create("buf");
    tcase_add_test(t, passing_the_ceiling_fails_instead_of_truncating);
    tcase_add_test(t, printf_appends_and_detach_leaves_it_empty);
    tcase_add_test(t, whole_numbers_are_written_as_printf_writes_them);
    tcase_add_test(t, a_file_is_written_whole_and_read_back);
    tcase_add_test(t, a_pipe_is_written_and_not_replaced);
    suite_add_tcase(s, t);
    return s;
}
