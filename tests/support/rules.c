/* rules.c: see rules.h. */
#include "rules.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/mem.h>

enum { PATH_SIZE = 1024 };

char *rules_folder(void)
{
    char path[] = "/tmp/yousaid-rules-XXXXXX";
    char below[PATH_SIZE];
    if (mkdtemp(path) == NULL)
        abort();
    snprintf(below, sizeof below, "%s/rulesets", path);
    if (mkdir(below, 0700) != 0)
        abort();
    return mem_strdup(path);
}

static void remove_tree(const char *path)
{
    DIR *d = opendir(path);
    for (struct dirent *e = d != NULL ? readdir(d) : NULL; e != NULL; e = readdir(d)) {
        char below[PATH_SIZE];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(below, sizeof below, "%s/%s", path, e->d_name);
        if (unlink(below) != 0)
            remove_tree(below);
    }
    if (d != NULL)
        closedir(d);
    rmdir(path);
}

void rules_remove(char *folder)
{
    remove_tree(folder);
    free(folder);
}

void rules_write(const char *folder, const char *name, const char *yaml)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/rulesets/%s.yaml", folder, name);
    FILE *f = fopen(path, "w");
    if (f == NULL || fputs(yaml, f) < 0 || fclose(f) != 0)
        abort();
}
