/* command.c: tests of core/command*.c: what a user types, and what then is printed. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/command.h>

Suite *suite(void);

static struct {
    bool flag;
    const char *text;
    int64_t number;
    int choice;
    struct command_texts texts;
} got;
static struct command_common common;
static int ran_argc;
static char ran_argv[256];

static int run_ok(const struct command_common *c, int argc, char **argv, struct error *err)
{
    (void)err;
    common = *c;
    ran_argc = argc;
    for (int i = 0; i < argc; i++)
        snprintf(ran_argv + strlen(ran_argv), sizeof ran_argv - strlen(ran_argv), "[%s]", argv[i]);
    return 0;
}

static int run_fails(const struct command_common *c, int argc, char **argv, struct error *err)
{
    (void)c, (void)argc, (void)argv;
    return error_set(err, ERROR_TEMPFAIL, "the survey tool asks us to wait");
}

static int run_finds(const struct command_common *c, int argc, char **argv, struct error *err)
{
    (void)c, (void)argc, (void)argv, (void)err;
    return ERROR_DATA;
}

static const char *const choices[] = {"html", "csv", NULL};
static const struct command_option options[] = {
    {"flag", 'f', COMMAND_FLAG, &got.flag, NULL, "a flag", NULL, 0, 0},
    {"text", 't', COMMAND_TEXT, &got.text, "WORD", "a text", NULL, 0, 0},
    {"number", 'n', COMMAND_INT, &got.number, "N", "a number from -5 to 10", NULL, -5, 10},
    {"format", 0, COMMAND_ENUM, &got.choice, NULL, "what is written", choices, 0, 0},
    {"only", 0, COMMAND_TEXTS, &got.texts, "NAME",
     "only this one; may be given again, and this line of help is so long that it has to go on in the next "
     "one",
     NULL, 0, 0},
};
static const struct command everything = {.name = "everything",
                                          .arguments = "[THING...]",
                                          .summary = "Does everything",
                                          .about = "First\nparagraph.\n\nSecond one.\n\n  kept   as it is\n",
                                          .max_args = -1,
                                          .options = options,
                                          .option_count = sizeof options / sizeof options[0],
                                          .run = run_ok};
static const struct command check = {.name = "rules check",
                                     .arguments = "FILE",
                                     .summary = "Checks",
                                     .min_args = 1,
                                     .max_args = 2,
                                     .run = run_ok};
static const struct command test = {
    .name = "rules test", .arguments = "", .summary = "Tests", .run = run_finds};
static const struct command fails = {.name = "fails", .arguments = "", .summary = "Fails", .run = run_fails};
static const struct command *const commands[] = {&everything, &check, &test, &fails};

/* What the last run printed. */
static struct buf out, err_out;

static void read_all(FILE *f, struct buf *b)
{
    char chunk[4096];
    size_t n;
    rewind(f);
    buf_free(b);
    *b = buf_new(1 << 20);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(b, chunk, n);
    fclose(f);
}

static void setup(void)
{
    memset(&got, 0, sizeof got);
    ran_argv[0] = '\0';
}

static void teardown(void)
{
    buf_free(&out);
    buf_free(&err_out);
}

/* Runs the words of `line` as arguments, and keeps what is printed. */
static int run(const char *line)
{
    static char words[512];
    char *argv[64] = {"prog"};
    int argc = 1;
    snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " "))
        argv[argc++] = word;
    fflush(stdout);
    FILE *files[2] = {tmpfile(), tmpfile()};
    int saved[2] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    dup2(fileno(files[0]), STDOUT_FILENO);
    dup2(fileno(files[1]), STDERR_FILENO);
    int code =
        command_main("prog", "does things", commands, sizeof commands / sizeof commands[0], argc, argv);
    fflush(stdout);
    dup2(saved[0], STDOUT_FILENO);
    dup2(saved[1], STDERR_FILENO);
    close(saved[0]);
    close(saved[1]);
    read_all(files[0], &out);
    read_all(files[1], &err_out);
    return code;
}

START_TEST(options_and_arguments_may_be_mixed)
{
    ck_assert_int_eq(run("-q everything a -f --text=x b -n -5 --format csv --only one --only=two -C dir c"),
                     0);
    ck_assert_str_eq(ran_argv, "[a][b][c]");
    ck_assert(got.flag && common.quiet && !common.verbose && !common.json);
    ck_assert_str_eq(got.text, "x");
    ck_assert_int_eq(got.number, -5);
    ck_assert_int_eq(got.choice, 1);
    ck_assert_uint_eq(got.texts.count, 2);
    ck_assert_str_eq(got.texts.text[1], "two");
    ck_assert_str_eq(common.directory, "dir");
    ck_assert_str_eq(buf_str(&err_out), "");
}
END_TEST

START_TEST(letters_join_and_take_values)
{
    ck_assert_int_eq(run("everything -fqvn7 -tword -"), 0);
    ck_assert(got.flag && common.quiet && common.verbose);
    ck_assert_int_eq(got.number, 7);
    ck_assert_str_eq(got.text, "word");
    ck_assert_str_eq(ran_argv, "[-]");
    ck_assert_str_eq(common.directory, ".");
}
END_TEST

START_TEST(two_dashes_end_the_options)
{
    ck_assert_int_eq(run("everything -- -f --text"), 0);
    ck_assert(!got.flag);
    ck_assert_str_eq(ran_argv, "[-f][--text]");
}
END_TEST

START_TEST(a_command_may_have_two_words_with_options_between)
{
    ck_assert_int_eq(run("rules -q check file"), 0);
    ck_assert_str_eq(ran_argv, "[file]");
    ck_assert(common.quiet);
}
END_TEST

START_TEST(an_error_is_one_sentence_and_its_kind_the_exit_code)
{
    ck_assert_int_eq(run("fails"), 75);
    ck_assert_str_eq(buf_str(&err_out), "prog: the survey tool asks us to wait\n");
    ck_assert_str_eq(buf_str(&out), "");
    ck_assert_int_eq(run("rules test"), 65);
    ck_assert_str_eq(buf_str(&err_out), "");
}
END_TEST

START_TEST(no_command_runs_at_a_time_that_is_none)
{
    setenv("YOUSAID_NOW", "noon", 1);
    int code = run("fails");
    int help = run("help");
    unsetenv("YOUSAID_NOW");
    ck_assert_int_eq(code, 64);
    ck_assert_int_eq(help, 0);
    ck_assert_int_eq(run("fails"), 75);
}
END_TEST

static const struct {
    const char *line, *sentence;
} refused[] = {
    {"", "say what to do: prog help lists the commands"},
    {"-q", "say what to do: prog help lists the commands"},
    {"evrything", "there is no command 'evrything' (did you mean everything?); prog help lists the commands"},
    {"rules chekc",
     "there is no command 'rules chekc' (did you mean rules check?); prog help lists the commands"},
    {"zzzzzz", "there is no command 'zzzzzz'; prog help lists the commands"},
    {"help zzzzzz", "there is no command 'zzzzzz'; prog help lists the commands"},
    {"rules", "rules needs a second word: check, test"},
    {"everything --txet=1", "there is no option --txet (did you mean --text?); see prog everything --help"},
    {"everything --quite", "there is no option --quite (did you mean --quiet?); see prog everything --help"},
    {"--elephant everything", "there is no option --elephant; see prog --help"},
    {"everything -x", "there is no option -x; see prog everything --help"},
    {"everything --text", "--text needs a value: --text=WORD; see prog everything --help"},
    {"everything -t", "--text needs a value: --text=WORD; see prog everything --help"},
    {"everything --flag=yes", "--flag takes no value; see prog everything --help"},
    {"everything -n eleven", "--number needs a whole number, not 'eleven'"},
    {"everything -n 1.5", "--number needs a whole number, not '1.5'"},
    {"everything -n 11", "--number must be from -5 to 10, not 11"},
    {"everything --format=pdf", "--format must be one of html, csv, not 'pdf'"},
    {"rules check", "rules check needs an argument; usage: prog rules check [OPTION...] FILE"},
    {"rules check a b c", "rules check does not take 'c'; usage: prog rules check [OPTION...] FILE"},
    {"fails now", "fails does not take 'now'; usage: prog fails [OPTION...]"},
    {"completion zsh", "completion does not take 'zsh'; usage: prog completion [OPTION...]"},
};

START_TEST(what_does_not_exist_is_a_usage_error_with_a_hint)
{
    ck_assert_int_eq(run(refused[_i].line), 64);
    char expected[512];
    snprintf(expected, sizeof expected, "prog: %s\n", refused[_i].sentence);
    ck_assert_str_eq(buf_str(&err_out), expected);
    ck_assert_str_eq(buf_str(&out), "");
}
END_TEST

START_TEST(too_many_of_one_option_are_refused)
{
    char *argv[2 * COMMAND_TEXTS_MAX + 10] = {"prog", "everything"};
    int argc = 2;
    for (int i = 0; i <= COMMAND_TEXTS_MAX; i++)
        argv[argc++] = "--only=x";
    ck_assert_int_eq(command_main("prog", "does things", commands, 4, argc, argv), 64);
    ck_assert_uint_eq(got.texts.count, COMMAND_TEXTS_MAX);
}
END_TEST

static const char whole_help[] = "prog: does things\n"
                                 "\n"
                                 "Usage: prog COMMAND [OPTION...] [ARGUMENT...]\n"
                                 "\n"
                                 "Commands:\n"
                                 "  everything   Does everything\n"
                                 "  rules check  Checks\n"
                                 "  rules test   Tests\n"
                                 "  fails        Fails\n"
                                 "  help         Tells about this program or one command\n"
                                 "  completion   Prints a completion script for bash\n"
                                 "\n"
                                 "Options of every command:\n"
                                 "  -C, --directory=DIR  the workspace (default: this folder)\n"
                                 "  -q, --quiet          print errors and what was asked for only\n"
                                 "  -v, --verbose        say more about what is done\n"
                                 "      --json           print for a machine, where the command can\n"
                                 "  -h, --help           show this help\n"
                                 "      --version        show the version\n"
                                 "\n"
                                 "prog COMMAND --help tells more about one command.\n";

START_TEST(help_lists_the_commands)
{
    ck_assert_int_eq(run("help"), 0);
    ck_assert_str_eq(buf_str(&out), whole_help);
    ck_assert_int_eq(run("--help"), 0);
    ck_assert_str_eq(buf_str(&out), whole_help);
    ck_assert_int_eq(run("-h"), 0);
    ck_assert_str_eq(buf_str(&out), whole_help);
}
END_TEST

START_TEST(help_of_a_command_shows_its_options)
{
    ck_assert_int_eq(run("everything --help"), 0);
    static const char expected[] =
        "everything: Does everything\n"
        "\n"
        "Usage: prog everything [OPTION...] [THING...]\n"
        "\n"
        "First paragraph.\n"
        "\n"
        "Second one.\n"
        "\n"
        "  kept   as it is\n"
        "\n"
        "Options:\n"
        "  -f, --flag             a flag\n"
        "  -t, --text=WORD        a text\n"
        "  -n, --number=N         a number from -5 to 10\n"
        "      --format=html|csv  what is written\n"
        "      --only=NAME        only this one; may be given again, and this line of\n"
        "                         help is so long that it has to go on in the next one\n"
        "\n"
        "Options of every command:\n";
    ck_assert_int_eq(strncmp(buf_str(&out), expected, sizeof expected - 1), 0);
    char *first = buf_detach(&out);
    ck_assert_int_eq(run("help everything"), 0);
    ck_assert_str_eq(buf_str(&out), first);
    free(first);
    ck_assert_int_eq(run("help rules"), 0);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "rules check: Checks\n"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "rules test: Tests\n"));
}
END_TEST

START_TEST(no_line_of_help_is_wider_than_a_terminal)
{
    static const char *const lines[] = {"help", "help everything", "help completion", "rules --help"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        ck_assert_int_eq(run(lines[i]), 0);
        for (char *line = strtok(out.data, "\n"); line != NULL; line = strtok(NULL, "\n"))
            ck_assert_msg(strlen(line) < 80, "%s", line);
    }
}
END_TEST

START_TEST(the_version_is_printed)
{
    ck_assert_int_eq(run("--version"), 0);
    ck_assert_int_eq(strncmp(buf_str(&out), "prog ", 5), 0);
}
END_TEST

/* What bash would offer, by the script itself. */
static const struct {
    const char *words, *offered; /* the last word is what is being typed; "_" stands for nothing yet */
} completions[] = {
    {"prog ev", "everything "},
    {"prog _", "everything rules fails help completion "},
    {"prog rules _", "check test "},
    {"prog rules t", "test "},
    {"prog -C dir ru", "rules "},
    {"prog everything --fo", "--format "},
    {"prog everything --format _", "html csv "},
    {"prog everything --format = c", "csv "},
    {"prog rules check --ver", "--verbose --version "},
    {"prog help ru", "rules "},
};

START_TEST(bash_completes_commands_options_and_values)
{
    ck_assert_int_eq(run("completion"), 0);
    char path[] = "/tmp/yousaid-completion-XXXXXX";
    FILE *script = fdopen(mkstemp(path), "w");
    fprintf(script,
            "%s\nread -ra COMP_WORDS <<<'%s'\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
            "[ \"${COMP_WORDS[COMP_CWORD]}\" = _ ] && COMP_WORDS[COMP_CWORD]=\n"
            "_prog\nprintf '%%s ' \"${COMPREPLY[@]}\"\n",
            buf_str(&out), completions[_i].words);
    fclose(script);
    char command[128];
    snprintf(command, sizeof command, "bash %s", path);
    FILE *f = popen(command, "r");
    char offered[1024] = "";
    size_t n = fread(offered, 1, sizeof offered - 1, f);
    offered[n] = '\0';
    ck_assert_int_eq(pclose(f), 0);
    unlink(path);
    ck_assert_str_eq(offered, completions[_i].offered);
}
END_TEST

START_TEST(output_that_cannot_be_written_is_an_error)
{
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    int full = open("/dev/full", O_WRONLY);
    ck_assert_int_ge(full, 0);
    dup2(full, STDOUT_FILENO);
    char *argv[] = {"prog", "help"};
    int code = command_main("prog", "does things", commands, 4, 2, argv);
    clearerr(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(full);
    ck_assert_int_eq(code, 74);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("command");
    TCase *t = tcase_create("command");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, options_and_arguments_may_be_mixed);
    tcase_add_test(t, letters_join_and_take_values);
    tcase_add_test(t, two_dashes_end_the_options);
    tcase_add_test(t, a_command_may_have_two_words_with_options_between);
    tcase_add_test(t, no_command_runs_at_a_time_that_is_none);
    tcase_add_test(t, an_error_is_one_sentence_and_its_kind_the_exit_code);
    tcase_add_loop_test(t, what_does_not_exist_is_a_usage_error_with_a_hint, 0,
                        sizeof refused / sizeof refused[0]);
    tcase_add_test(t, too_many_of_one_option_are_refused);
    tcase_add_test(t, help_lists_the_commands);
    tcase_add_test(t, help_of_a_command_shows_its_options);
    tcase_add_test(t, no_line_of_help_is_wider_than_a_terminal);
    tcase_add_test(t, the_version_is_printed);
    tcase_add_loop_test(t, bash_completes_commands_options_and_values, 0,
                        sizeof completions / sizeof completions[0]);
    tcase_add_test(t, output_that_cannot_be_written_is_an_error);
    suite_add_tcase(s, t);
    return s;
}
