/* lock.c: tests of collector/lock.c. */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lock.h"

Suite *suite(void);

static char store[] = "/tmp/yousaid-lock-XXXXXX";
static char file[64];

static void set_up(void)
{
    strcpy(store, "/tmp/yousaid-lock-XXXXXX");
    int fd = mkstemp(store);
    ck_assert_int_ge(fd, 0);
    close(fd);
    snprintf(file, sizeof file, "%s.lock", store);
}

static void tear_down(void)
{
    unlink(store);
    unlink(file);
}

/* A process that holds the lock until it is killed. */
static pid_t holder(void)
{
    int ready[2];
    ck_assert_int_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct lock *l = NULL;
        struct error err = {0};
        if (lock_take(store, &l, &err) == 0 && write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    char c;
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &c, 1), 1);
    close(ready[0]);
    return pid;
}

START_TEST(a_second_run_is_told_who_holds_the_lock)
{
    struct lock *l = NULL;
    struct error err = {0};
    char words[64];
    pid_t pid = holder();
    ck_assert_int_eq(lock_take(store, &l, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_TEMPFAIL);
    snprintf(words, sizeof words, "(process %ld)", (long)pid);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}
END_TEST

START_TEST(the_lock_of_a_killed_run_is_free)
{
    struct lock *l = NULL;
    struct error err = {0};
    pid_t pid = holder();
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    ck_assert_msg(lock_take(store, &l, &err) == 0, "%s", err.text);
    lock_release(l);
    ck_assert_int_eq(lock_take(store, &l, &err), 0);
    lock_release(l);
}
END_TEST

START_TEST(a_lock_that_cannot_be_written_is_a_fault_of_this_machine)
{
    struct lock *l = NULL;
    struct error err = {0};
    ck_assert_int_eq(lock_take("/nonexistent/store.db", &l, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_SYSTEM);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("lock");
    TCase *t = tcase_create("lock");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, a_second_run_is_told_who_holds_the_lock);
    tcase_add_test(t, the_lock_of_a_killed_run_is_free);
    tcase_add_test(t, a_lock_that_cannot_be_written_is_a_fault_of_this_machine);
    suite_add_tcase(s, t);
    return s;
}
