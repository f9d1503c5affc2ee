/* cmd_init.c: init: writes a commented starter workspace. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/buf.h>

#include "commands.h"

extern const char init_yousaid[];
extern const char init_first_survey[];
extern const char init_strategy[];

enum { INIT_MAX_FILE = 1 << 20, INIT_MAX_PATH = 4096 };

static const char *const folders[] = {"", "/sources", "/rulesets", "/maps"};
static const struct {
    const char *path, *text;
} files[] = {
    {"/yousaid.yaml", init_yousaid},
    {"/sources/first-survey.yaml", init_first_survey},
    {"/strategy.yaml", init_strategy},
};

static int make_folder(const char *directory, const char *name, struct error *err)
{
    struct buf path = buf_new(INIT_MAX_PATH);
    buf_printf(&path, "%s%s", directory, name);
    int result = buf_check(&path, "the path", err);
    if (result == 0 && mkdir(buf_str(&path), 0777) != 0 && errno != EEXIST)
        result = error_set(err, ERROR_SYSTEM, "%s: the folder cannot be made: %s", buf_str(&path),
                           strerror(errno));
    buf_free(&path);
    return result;
}

static int write_file(const char *directory, const char *name, const char *text, bool quiet,
                      struct error *err)
{
    struct buf path = buf_new(INIT_MAX_PATH);
    struct buf content = buf_new(INIT_MAX_FILE);
    buf_printf(&path, "%s%s", directory, name);
    buf_puts(&content, text);
    int result = buf_write_file(&content, buf_str(&path), err);
    if (result == 0 && !quiet)
        printf("%s\n", buf_str(&path));
    buf_free(&path);
    buf_free(&content);
    return result;
}

/* A workspace is never written over: not even one file of it. */
static int check_absent(const char *directory, struct error *err)
{
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct buf path = buf_new(INIT_MAX_PATH);
        buf_printf(&path, "%s%s", directory, files[i].path);
        bool there = access(buf_str(&path), F_OK) == 0;
        if (there)
            error_set(err, ERROR_USAGE,
                      "%s is there already: nothing was written; choose a folder without a workspace",
                      buf_str(&path));
        buf_free(&path);
        if (there)
            return -1;
    }
    return 0;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    const char *directory = argc > 0 ? argv[0] : common->directory;
    if (check_absent(directory, err) != 0)
        return -1;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (make_folder(directory, folders[i], err) != 0)
            return -1;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (write_file(directory, files[i].path, files[i].text, common->quiet, err) != 0)
            return -1;
    return 0;
}

const struct command cmd_init = {
    .name = "init",
    .arguments = "[DIR]",
    .summary = "Writes a commented starter workspace",
    .about = "Makes DIR (or the folder of -C) with yousaid.yaml, a source file and strategy.yaml to begin "
             "from. Nothing that is there is written "
             "over.",
    .max_args = 1,
    .run = run,
};
