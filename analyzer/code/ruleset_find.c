/* ruleset_find.c: finds the file of a ruleset, by name or path. */
#include "ruleset.h"
#include "ruleset_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yousaid/workspace.h>

int ruleset_locate(const char *directory, const char *name, char **path, struct error *err)
{
    size_t len = strlen(name);
    if (strchr(name, '/') != NULL || len <= 5 || strcmp(name + len - 5, ".yaml") != 0)
        return workspace_find(directory, "rulesets", name, path, NULL, err);
    struct buf here = buf_new(len + 3);
    buf_printf(&here, "./%s", name);
    int result = workspace_find(directory, "rulesets", buf_str(&here), path, NULL, err);
    buf_free(&here);
    return result;
}

int ruleset_check_arguments(const char *directory, const char *const *names, size_t count, struct error *err)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        char *path = NULL;
        struct stat st;
        result = ruleset_locate(directory, names[i], &path, err);
        if (result != 0 && err != NULL)
            err->kind = ERROR_USAGE;
        if (result == 0 && access(path, R_OK) != 0)
            result = error_set(err, ERROR_USAGE, "%s: cannot be opened: %s", path, strerror(errno));
        if (result == 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
            result = error_set(err, ERROR_USAGE, "%s: is a folder, not a file: name the file", path);
        free(path);
    }
    return result;
}
