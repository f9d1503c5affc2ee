/* Runs the one suite that a test file provides; CK_* variables work (CK_RUN_CASE, CK_FORK, CK_VERBOSITY). */
#include <check.h>
#include <stdlib.h>

Suite *suite(void);

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int ran = srunner_ntests_run(runner);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    /* A misspelt CK_RUN_CASE runs nothing; that is not a pass. */
    return ran > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
