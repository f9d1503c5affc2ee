/* sources.c: a workspace in a folder of its own. */
#include "sources.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yousaid/buf.h>

static char directory[] = "/tmp/yousaid-sources-XXXXXX";
static struct workspace *workspace;
static struct scrub *scrubber;

static const char yaml[] = "partnership: Northmoor ICP\n"
                           "places:\n"
                           "  - name: Northmoor\n"
                           "    level: system\n"
                           "    places:\n"
                           "      - {name: Northport, level: place, postcodes: [NP1]}\n"
                           "      - {name: Ashdale, level: place, postcodes: [NP2]}\n";

static void in_workspace(const char *name, char *out, size_t size)
{
    snprintf(out, size, "%s/%s", directory, name);
}

void sources_write(const char *path, const char *text)
{
    char full[200];
    struct error err = {0};
    struct buf b = buf_new(1 << 20);
    in_workspace(path, full, sizeof full);
    buf_puts(&b, text);
    ck_assert_msg(buf_write_file(&b, full, &err) == 0, "%s", err.text);
    buf_free(&b);
}

void sources_set_up(void)
{
    static const char *const folders[] = {"sources", "maps", "profiles"};
    struct error err = {0};
    strcpy(directory, "/tmp/yousaid-sources-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[200];
        in_workspace(folders[i], path, sizeof path);
        ck_assert_int_eq(mkdir(path, 0700), 0);
    }
    sources_write("yousaid.yaml", yaml);
    ck_assert_msg(workspace_open(directory, &workspace, &err) == 0, "%s", err.text);
    ck_assert_msg(scrub_new(&scrubber, &err) == 0, "%s", err.text);
}

void sources_tear_down(void)
{
    char command[200];
    workspace_close(workspace);
    scrub_free(scrubber);
    snprintf(command, sizeof command, "rm -rf %s", directory);
    ck_assert_int_eq(system(command), 0);
}

struct workspace *sources_workspace(void)
{
    return workspace;
}

int sources_try(const char *body, struct source **out, struct error *err)
{
    char path[200];
    struct buf text = buf_new(1 << 20);
    buf_printf(&text, "source: test\norganisation: Us\n%s", body);
    sources_write("sources/test.yaml", buf_str(&text));
    buf_free(&text);
    in_workspace("sources/test.yaml", path, sizeof path);
    return source_load(workspace, path, out, err);
}

struct source *sources_load(const char *body)
{
    struct source *s = NULL;
    struct error err = {0};
    ck_assert_msg(sources_try(body, &s, &err) == 0, "%s", err.text);
    return s;
}

int sources_map(const struct source *s, const char *bytes, size_t len, struct collect_result *out,
                struct error *err)
{
    char path[200];
    struct buf b = buf_new(1 << 24);
    const struct collect collect = {.workspace = workspace, .scrub = scrubber};
    in_workspace("export", path, sizeof path);
    buf_add(&b, bytes, len);
    ck_assert_int_eq(buf_write_file(&b, path, err), 0);
    buf_free(&b);
    return collect_preview(&collect, s, path, out, err);
}
