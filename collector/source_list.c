/* source_list.c: the source files of a workspace. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

#include "source.h"

enum { SOURCE_MAX_PATH = 4096 };
static const char ending[] = ".yaml";

static int compare_texts(const void *a, const void *b)
{
    const char *const *x = a;
    const char *const *y = b;
    return strcmp(*x, *y);
}

static void add(struct source_list *list, const struct workspace *w, const char *name)
{
    struct buf path = buf_new(SOURCE_MAX_PATH);
    size_t cap = list->cap;
    buf_printf(&path, "%s/sources/%s%s", w->directory, name, ending);
    list->name = mem_grow(list->name, &cap, list->count + 1, sizeof *list->name);
    list->path = mem_grow(list->path, &list->cap, list->count + 1, sizeof *list->path);
    list->name[list->count] = mem_strdup(name);
    list->path[list->count++] = buf_detach(&path);
}

/* Names of all files sources/NAME.yaml, sorted; hidden files and editors' copies are not sources. */
static int read_names(const struct workspace *w, char ***names, size_t *count, struct error *err)
{
    struct buf path = buf_new(SOURCE_MAX_PATH);
    size_t cap = 0;
    buf_printf(&path, "%s/sources", w->directory);
    DIR *folder = opendir(buf_str(&path));
    if (folder == NULL)
        error_set(err, ERROR_CONFIG, "%s: the folder of sources cannot be read: %s", buf_str(&path),
                  strerror(errno));
    buf_free(&path);
    if (folder == NULL)
        return -1;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        size_t len = strlen(entry->d_name);
        size_t tail = sizeof ending - 1;
        if (entry->d_name[0] == '.' || len <= tail || strcmp(entry->d_name + len - tail, ending) != 0)
            continue;
        *names = mem_grow(*names, &cap, *count + 1, sizeof **names);
        (*names)[(*count)++] = mem_strndup(entry->d_name, len - tail);
    }
    closedir(folder);
    if (*count > 0)
        qsort(*names, *count, sizeof **names, compare_texts);
    return 0;
}

static int pick(const struct workspace *w, char *const *have, size_t have_count, const char *name,
                struct source_list *out, struct error *err)
{
    for (size_t i = 0; i < have_count; i++)
        if (strcmp(have[i], name) == 0) {
            add(out, w, name);
            return 0;
        }
    const char *closest = text_closest(name, (const char *const *)have, have_count);
    return error_set(err, ERROR_USAGE, "there is no source '%s' in %s/sources%s%s%s", name, w->directory,
                     closest != NULL ? ": did you mean '" : "", closest != NULL ? closest : "",
                     closest != NULL ? "'?" : "");
}

int source_list(const struct workspace *w, const char *const *names, size_t count, struct source_list *out,
                struct error *err)
{
    char **have = NULL;
    size_t have_count = 0;
    *out = (struct source_list){0};
    int result = read_names(w, &have, &have_count, err);
    for (size_t i = 0; result == 0 && i < count; i++)
        result = pick(w, have, have_count, names[i], out, err);
    for (size_t i = 0; result == 0 && count == 0 && i < have_count; i++)
        add(out, w, have[i]);
    for (size_t i = 0; i < have_count; i++)
        free(have[i]);
    free(have);
    if (result != 0)
        source_list_free(out);
    return result;
}

void source_list_free(struct source_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->name[i]);
        free(list->path[i]);
    }
    free(list->name);
    free(list->path);
    *list = (struct source_list){0};
}
