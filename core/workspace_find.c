/* workspace_find.c: finds rulesets, maps and profiles: the workspace first, then what is shipped. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>
#include <yousaid/workspace.h>

enum { FOLDERS = 5, FIND_NAMES_MAX = 1000, FIND_PATH_MAX = 4096 };

/* PREFIX/share/yousaid where this program is PREFIX/bin/NAME, so that an unpacked package works wherever it
 * lies; "" if unknown. */
static const char *beside_program(char path[FIND_PATH_MAX])
{
    static const char data[] = "/share/yousaid";
    ssize_t len = readlink("/proc/self/exe", path, FIND_PATH_MAX - sizeof data);
    path[len > 0 ? len : 0] = '\0';
    char *end = NULL;
    for (int up = 0; up < 2; up++) {
        end = strrchr(path, '/');
        if (end == NULL)
            return "";
        *end = '\0';
    }
    memcpy(end, data, sizeof data);
    return path;
}

/* The folders in the order they are searched; NULL ones are passed over. `beside` is memory for one of them.
 */
static void list_folders(const char *directory, const char *folders[FOLDERS], char beside[FIND_PATH_MAX])
{
    const char *named = getenv("YOUSAID_CONFIG");
    folders[0] = directory;
    folders[1] = named != NULL && named[0] != '\0' ? named : NULL;
    folders[2] = beside_program(beside);
    folders[3] = YOUSAID_DATADIR;
    folders[4] = YOUSAID_SOURCE_CONFIG;
}

static void join(struct buf *path, const char *folder, const char *kind, const char *name)
{
    buf_clear(path);
    if (strcmp(folder, ".") != 0)
        buf_printf(path, "%s/", folder);
    buf_printf(path, "%s/%s%s", kind, name, name[0] != '\0' ? ".yaml" : "");
}

/* Names (without .yaml) of the files in one folder; the caller frees each. */
static size_t list_names(const char *folder, char **names, size_t count)
{
    DIR *d = opendir(folder);
    if (d == NULL)
        return count;
    for (struct dirent *e = readdir(d); e != NULL && count < FIND_NAMES_MAX; e = readdir(d)) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot != NULL && dot != e->d_name && strcmp(dot, ".yaml") == 0)
            names[count++] = mem_strndup(e->d_name, (size_t)(dot - e->d_name));
    }
    closedir(d);
    return count;
}

static int not_found(const char *folders[FOLDERS], const char *kind, const char *name, struct error *err)
{
    char **names = mem_new(FIND_NAMES_MAX, sizeof *names);
    struct buf path = buf_new(FIND_PATH_MAX);
    size_t count = 0;
    for (size_t i = 0; i < FOLDERS; i++) {
        if (folders[i] == NULL)
            continue;
        join(&path, folders[i], kind, "");
        count = list_names(buf_str(&path), names, count);
    }
    const char *closest = text_closest(name, (const char *const *)names, count);
    if (closest != NULL)
        error_set(err, ERROR_CONFIG, "there is no '%s' in %s/: did you mean '%s'?", name, kind, closest);
    else
        error_set(err, ERROR_CONFIG,
                  "there is no '%s' among the %s: put %s.yaml into the folder %s/ of the workspace", name,
                  kind, name, kind);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    buf_free(&path);
    return -1;
}

/* "rulesets/ours.yaml": a path, taken as it is. */
static int take_path(const char *directory, const char *name, char **path, bool *local, struct error *err)
{
    struct buf b = buf_new(FIND_PATH_MAX);
    if (name[0] != '/' && directory != NULL && strcmp(directory, ".") != 0)
        buf_printf(&b, "%s/", directory);
    buf_puts(&b, name);
    int result = buf_check(&b, "a path", err);
    if (result == 0 && access(buf_str(&b), F_OK) != 0)
        result = error_set(err, ERROR_CONFIG, "there is no file %s: mend the path", buf_str(&b));
    if (result == 0)
        *path = buf_detach(&b);
    if (result == 0 && local != NULL)
        *local = true;
    buf_free(&b);
    return result;
}

int workspace_find(const char *directory, const char *kind, const char *name, char **path, bool *local,
                   struct error *err)
{
    if (strchr(name, '/') != NULL)
        return take_path(directory, name, path, local, err);
    const char *folders[FOLDERS];
    char beside[FIND_PATH_MAX];
    list_folders(directory, folders, beside);
    struct buf b = buf_new(FIND_PATH_MAX);
    for (size_t i = 0; i < FOLDERS; i++) {
        if (folders[i] == NULL)
            continue;
        join(&b, folders[i], kind, name);
        if (b.failed || access(buf_str(&b), F_OK) != 0)
            continue;
        if (local != NULL)
            *local = i == 0;
        *path = buf_detach(&b);
        return 0;
    }
    buf_free(&b);
    return not_found(folders, kind, name, err);
}
