/* scene.c: see scene.h. */
#include "scene.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/buf.h>

static const char settings[] = "partnership: Northmoor Partnership\n"
                               "places:\n"
                               "  - name: Northmoor\n"
                               "    level: system\n"
                               "    places:\n"
                               "      - name: Northport\n"
                               "        level: place\n"
                               "        places: [{name: Quay, level: neighbourhood}]\n"
                               "      - {name: Ashdale, level: place}\n"
                               "healthwatch:\n"
                               "  - {name: Healthwatch Northport, place: Northport}\n"
                               "  - {name: Healthwatch Ashdale, place: Ashdale}\n"
                               "rulesets: [non-answers, themes, groups, tone]\n";
static const char rulesets[] =
    "INSERT INTO ruleset (id, name, dimension, version, sha256, title, mark) VALUES"
    " (1, 'themes', 'theme', '1', 'aaaaaaaaaaaaaaaa', 'Themes', 1000000),"
    " (2, 'groups', 'group', '1', 'bbbbbbbbbbbbbbbb', 'Groups', 1000000),"
    " (3, 'tone', 'tone', '1', 'cccccccccccccccc', 'Tone', 1000000),"
    " (4, 'non-answers', 'answer', '1', 'dddddddddddddddd', 'Non-answers', 1000000);"
    "INSERT INTO category (id, ruleset_id, code, label, parent, position) VALUES"
    " (1, 1, 'access', 'Getting care', NULL, 0), (2, 1, 'waiting', 'Waiting', 'access', 1),"
    " (3, 1, 'phone', 'Telephone', 'access', 2), (4, 1, 'food', 'Food', NULL, 3),"
    " (5, 2, 'age', 'Age', NULL, 0), (6, 2, 'young', 'Young people', 'age', 1),"
    " (7, 2, 'old', 'Older people', 'age', 2), (8, 2, 'carers', 'Carers', NULL, 3),"
    " (9, 3, 'praise', 'Praise', NULL, 0), (10, 3, 'concern', 'Concern', NULL, 1),"
    " (11, 4, 'non-answer', 'Non-answer', NULL, 0)";

static void die(const char *what)
{
    perror(what);
    abort();
}

void scene_file(const struct scene *s, const char *name, const char *text)
{
    char path[256];
    struct error err = {0};
    struct buf content = buf_new(1 << 20);
    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    buf_puts(&content, text);
    if (buf_write_file(&content, path, &err) != 0)
        die(err.text);
    buf_free(&content);
}

void scene_settings(const struct scene *s, const char *more)
{
    char text[4096];
    snprintf(text, sizeof text, "%s%s", settings, more);
    scene_file(s, "yousaid.yaml", text);
}

struct scene scene_new(void)
{
    struct scene s = {.folder = "/tmp/yousaid-scene-XXXXXX"};
    char path[256];
    if (mkdtemp(s.folder) == NULL)
        die(s.folder);
    scene_settings(&s, "");
    snprintf(path, sizeof path, "%s/yousaid.db", s.folder);
    s.db = fill_open(path);
    fill_run(s.db, rulesets);
    return s;
}

void scene_free(struct scene *s)
{
    sqlite3_close(s->db);
    DIR *folder = opendir(s->folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", s->folder, entry->d_name);
        unlink(path);
    }
    closedir(folder);
    rmdir(s->folder);
}

void scene_comment(const struct scene *s, int64_t id, const char *place, const int *categories)
{
    char sql[512];
    fill_comment(s->db, id, 2, "I waited six weeks and nobody called. The food was good.");
    if (place != NULL) {
        snprintf(sql, sizeof sql, "UPDATE response SET place = '%s' WHERE id = %d", place, (int)id);
        fill_run(s->db, sql);
    }
    for (; *categories != 0; categories++) {
        fill_coding(s->db, id, *categories, 1, 0, 4);
        fill_coding(s->db, id, *categories, 2, 2, 8);
    }
}
