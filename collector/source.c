/* source.c: source files and their profiles: the frame, fetching and format; source_fields.c reads the
 * mapping. */
#include "source.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

#include "decode.h"
#include "source_internal.h"

/* Raised when the same source file would be read differently: stored payloads are then read again. */
enum { MAPPING_VERSION = 1 };

const char *const source_organisation_kinds[] = {"local_healthwatch", "council", "nhs", "vcse",
                                                 "partnership",       "other",   NULL};
enum { KIND_OTHER = 5, SOURCE_MAX_BLANK = 200 /* bytes of a cell that may count as empty */ };
static const char *const formats[] = {"csv", "json", "ndjson", NULL};

/* Keys of a source file, and the fewer ones of a profile. */
struct top {
    const char *name, *title, *organisation, *method, *place, *service, *profile, *about;
    int organisation_kind;
    int64_t every;
    struct source_nodes nodes;
};
#define TOP(KEY, TYPE, MEMBER) .key = (KEY), .type = (TYPE), .offset = offsetof(struct top, MEMBER)
#define NODE(KEY)                                                                                            \
    {                                                                                                        \
        TOP(#KEY, CONFIG_NODE, nodes.KEY)                                                                    \
    }
#define MAPPING_NODES                                                                                        \
    NODE(fetch), NODE(format), NODE(fields), NODE(questions), NODE(groups), NODE(attributes), NODE(blank),   \
        NODE(skip), NODE(withdrawn), NODE(drop)
static const struct config_field source_keys[] = {
    {TOP("source", CONFIG_TEXT, name), .required = true},
    {TOP("title", CONFIG_TEXT, title)},
    {TOP("organisation", CONFIG_TEXT, organisation), .required = true},
    {TOP("organisation_kind", CONFIG_ENUM, organisation_kind), .values = source_organisation_kinds},
    {TOP("method", CONFIG_TEXT, method)},
    {TOP("place", CONFIG_TEXT, place)},
    {TOP("service", CONFIG_TEXT, service)},
    {TOP("profile", CONFIG_TEXT, profile)},
    {TOP("every", CONFIG_DURATION, every)},
    MAPPING_NODES,
};
static const struct config_field profile_keys[] = {
    {TOP("profile", CONFIG_TEXT, profile), .required = true},
    {TOP("title", CONFIG_TEXT, title)},
    {TOP("about", CONFIG_TEXT, about)},
    {TOP("every", CONFIG_DURATION, every)},
    MAPPING_NODES,
};

struct fetch_keys {
    const char *url;
    const struct config_node *headers, *user, *password;
    int64_t time, size;
    bool part;
};
#define FETCH(KEY, TYPE) .key = #KEY, .type = (TYPE), .offset = offsetof(struct fetch_keys, KEY)
static const struct config_field fetch_fields[] = {
    {FETCH(url, CONFIG_TEXT)},      {FETCH(headers, CONFIG_NODE)},
    {FETCH(user, CONFIG_NODE)},     {FETCH(password, CONFIG_NODE)},
    {FETCH(time, CONFIG_DURATION)}, {FETCH(size, CONFIG_INT), .min = 1, .max = 2047},
    {FETCH(part, CONFIG_BOOL)},
};

struct format_keys {
    int type;
    const char *delimiter, *encoding, *items;
    int64_t skip_rows, header_rows;
    bool empty, short_rows;
    const struct config_node *replace;
};
#define FORMAT(KEY, TYPE) .key = #KEY, .type = (TYPE), .offset = offsetof(struct format_keys, KEY)
static const struct config_field format_fields[] = {
    {FORMAT(type, CONFIG_ENUM), .values = formats},
    {FORMAT(delimiter, CONFIG_TEXT)},
    {FORMAT(encoding, CONFIG_TEXT)},
    {FORMAT(items, CONFIG_TEXT)},
    {FORMAT(skip_rows, CONFIG_INT), .min = 0, .max = 1000},
    {FORMAT(header_rows, CONFIG_INT), .min = 1, .max = 3},
    {FORMAT(empty, CONFIG_BOOL)},
    {FORMAT(short_rows, CONFIG_BOOL)},
    {FORMAT(replace, CONFIG_NODE)},
};

/* Reads a map of the profile, then of the file over it. */
static int read_both(const struct source_reading *r, const struct config_node *profile,
                     const struct config_node *file, const char *what, const struct config_field *fields,
                     size_t count, void *target)
{
    const struct config_node *const nodes[] = {profile, file};
    for (size_t i = 0; i < 2; i++)
        if (nodes[i] != NULL && config_read(r->s->file, nodes[i], what, fields, count, target, r->err) != 0)
            return -1;
    return 0;
}

static int check_headers(const struct source_reading *r, const struct config_node *headers)
{
    if (headers != NULL && config_kind(headers) != CONFIG_MAP)
        return config_fail(headers, r->err, "headers must be a map: {Accept: text/csv}");
    if (config_size(headers) > SOURCE_MAX_HEADERS)
        return config_fail(headers, r->err, "a request may have up to %d headers", SOURCE_MAX_HEADERS);
    for (size_t i = 0; i < config_size(headers); i++) {
        const char *value = config_text(config_value(headers, i));
        if (value == NULL || strpbrk(value, "\r\n") != NULL ||
            strpbrk(config_key(headers, i), ": \r\n") != NULL)
            return config_fail(config_value(headers, i), r->err, "the header '%s' must have one line of text",
                               config_key(headers, i));
    }
    return 0;
}

static int read_fetch(const struct source_reading *r)
{
    struct fetch_keys keys = {.time = SOURCE_SECONDS, .size = SOURCE_SIZE_MIB};
    if (read_both(r, r->profile.fetch, r->file.fetch, "fetch", fetch_fields,
                  sizeof fetch_fields / sizeof fetch_fields[0], &keys) != 0 ||
        check_headers(r, keys.headers) != 0)
        return -1;
    const struct config_node *url = config_get(r->file.fetch, "url");
    if (url == NULL)
        url = config_get(r->profile.fetch, "url");
    if (r->file.fetch != NULL && url == NULL)
        return config_fail(r->file.fetch, r->err,
                           "fetch needs a url (or leave fetch out: import then fills the source)");
    if (keys.url != NULL && strncmp(keys.url, "http://", 7) != 0 && strncmp(keys.url, "https://", 8) != 0 &&
        strncmp(keys.url, "${", 2) != 0)
        return config_fail(url, r->err, "the url must begin with https:// or http://");
    r->s->fetch = (struct source_fetch){.url = keys.url,
                                        .url_node = url,
                                        .headers = keys.headers,
                                        .user = keys.user,
                                        .password = keys.password,
                                        .seconds = keys.time,
                                        .mebibytes = keys.size,
                                        .part = keys.part};
    return 0;
}

static int read_delimiter(const struct source_reading *r, const char *text)
{
    static const struct {
        const char *name;
        char delimiter;
    } names[] = {{",", ','}, {";", ';'}, {"|", '|'}, {"tab", '\t'}, {"\t", '\t'}};
    if (text == NULL)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].name, text) == 0) {
            r->s->delimiter = names[i].delimiter;
            return 0;
        }
    return config_fail(r->file.format != NULL ? r->file.format : r->profile.format, r->err,
                       "the delimiter must be one of , ; | tab, not '%s'", text);
}

static int check_replace(const struct source_reading *r, const struct config_node *replace)
{
    if (replace != NULL && config_kind(replace) != CONFIG_MAP)
        return config_fail(replace, r->err, "replace must be a map: {\"@SQ@\": \"'\"}");
    for (size_t i = 0; i < config_size(replace); i++)
        if (config_text(config_value(replace, i)) == NULL || *config_key(replace, i) == '\0')
            return config_fail(config_value(replace, i), r->err,
                               "replace needs two texts: what stands there, what was meant");
    return 0;
}

static int read_format(const struct source_reading *r)
{
    struct format_keys keys = {.encoding = "utf-8", .items = "", .header_rows = 1};
    if (read_both(r, r->profile.format, r->file.format, "format", format_fields,
                  sizeof format_fields / sizeof format_fields[0], &keys) != 0 ||
        read_delimiter(r, keys.delimiter) != 0)
        return -1;
    if (*keys.items != '\0' && *keys.items != '/')
        return config_fail(config_get(r->file.format, "items"), r->err,
                           "items must be a JSON pointer such as /responses, not '%s'", keys.items);
    if (check_replace(r, keys.replace) != 0)
        return -1;
    struct error why = {0};
    if (decode_check_encoding(keys.encoding, &why) != 0)
        return config_fail(r->file.format != NULL ? r->file.format : r->profile.format, r->err, "%s",
                           why.text);
    r->s->format = keys.type;
    r->s->encoding = keys.encoding;
    r->s->items = keys.items;
    r->s->skip_rows = keys.skip_rows;
    r->s->header_rows = keys.header_rows;
    r->s->empty_is_fine = keys.empty;
    r->s->short_rows = keys.short_rows;
    r->s->replace = keys.replace;
    return 0;
}

/* Loads a file and adds its bytes to the hash of the mapping. */
static int load(const char *path, struct hash *mapping, struct config **out, struct error *err)
{
    struct buf bytes = buf_new(CONFIG_MAX_FILE);
    int result = buf_read_file(&bytes, path, err);
    if (result == 0) {
        hash_field_bytes(mapping, buf_str(&bytes), bytes.len);
        result = config_parse(path, buf_str(&bytes), bytes.len, out, err);
    }
    buf_free(&bytes);
    return result;
}

static int load_profile(struct source_reading *r, struct top *top)
{
    if (top->profile == NULL)
        return 0;
    char *path = NULL;
    struct error why = {0};
    const struct config_node *named = config_get(config_root(r->s->file), "profile");
    if (workspace_find(r->w->directory, "profiles", top->profile, &path, NULL, &why) != 0)
        return config_fail(named, r->err, "%s", why.text);
    struct top profile = {.every = top->every};
    int result = load(path, r->mapping, &r->s->profile, r->err);
    free(path);
    if (result != 0 || config_read(r->s->profile, config_root(r->s->profile), "a profile", profile_keys,
                                   sizeof profile_keys / sizeof profile_keys[0], &profile, r->err) != 0)
        return -1;
    if (strcmp(profile.profile, top->profile) != 0)
        return config_fail(
            config_root(r->s->profile), r->err,
            "the profile is called '%s' and was asked for as '%s': give it the name of its file",
            profile.profile, top->profile);
    r->profile = profile.nodes;
    if (config_get(config_root(r->s->file), "every") == NULL)
        top->every = profile.every;
    return 0;
}

static bool good_name(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && len <= SOURCE_MAX_NAME && name[len] == '\0';
}

static int check_top(const struct source_reading *r, const struct top *top, const char *path)
{
    const struct config_node *root = config_root(r->s->file);
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    if (!good_name(top->name))
        return config_fail(config_get(root, "source"), r->err,
                           "a source name has up to %d characters a-z, 0-9 and -, not '%s'", SOURCE_MAX_NAME,
                           top->name);
    size_t len = strlen(top->name);
    if (strncmp(base, top->name, len) != 0 || strcmp(base + len, ".yaml") != 0)
        return config_fail(config_get(root, "source"), r->err,
                           "the source is called '%s' and its file '%s': give them one name", top->name,
                           base);
    if (top->place == NULL)
        return 0;
    if (workspace_find_place(r->w, top->place) < 0)
        return config_fail(
            config_get(root, "place"), r->err,
            "'%s' is not in the tree of places of yousaid.yaml: add it there, or correct the name",
            top->place);
    return 0;
}

/* Places decide where a response belongs: names and postcode districts are part of the mapping. */
static void hash_places(struct hash *h, const struct workspace *w)
{
    for (size_t i = 0; i < w->place_count; i++) {
        hash_field(h, w->places[i].name);
        for (size_t k = 0; k < w->places[i].postcode_count; k++)
            hash_field(h, w->places[i].postcodes[k]);
    }
}

static int read_source(struct source_reading *r, const char *path)
{
    struct source *s = r->s;
    struct top top = {.organisation_kind = KIND_OTHER, .every = 86400};
    if (load(path, r->mapping, &s->file, r->err) != 0 ||
        config_read(s->file, config_root(s->file), "a source", source_keys,
                    sizeof source_keys / sizeof source_keys[0], &top, r->err) != 0 ||
        check_top(r, &top, path) != 0 || load_profile(r, &top) != 0)
        return -1;
    r->file = top.nodes;
    s->name = top.name;
    s->title = top.title != NULL ? top.title : top.name;
    s->organisation = top.organisation;
    s->organisation_kind = top.organisation_kind;
    s->method = top.method != NULL ? top.method : "";
    s->service = top.service;
    s->profile_name = top.profile;
    s->every = top.every;
    if (top.place != NULL) /* as the tree spells it */
        s->place = r->w->places[workspace_find_place(r->w, top.place)].name;
    hash_places(r->mapping, r->w);
    if (read_fetch(r) != 0 || read_format(r) != 0)
        return -1;
    return source_read_fields(r);
}

int source_load(struct workspace *w, const char *path, struct source **out, struct error *err)
{
    struct source *s = mem_new(1, sizeof *s);
    struct source_reading r = {.s = s, .w = w, .mapping = hash_new(), .err = err};
    hash_number(r.mapping, MAPPING_VERSION);
    int result = read_source(&r, path);
    hash_end(r.mapping, s->mapping_sha256);
    if (result != 0) {
        source_free(s);
        return -1;
    }
    *out = s;
    return 0;
}

void source_free(struct source *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->answer_count; i++)
        value_map_free(s->answers[i].map);
    value_map_free(s->where.map);
    value_map_free(s->service_value.map);
    config_free(s->file);
    config_free(s->profile);
    arena_free(&s->arena);
    free(s->columns);
    free(s);
}

struct store_source source_facts(const struct source *s)
{
    return (struct store_source){.name = s->name,
                                 .title = s->title,
                                 .organisation = s->organisation,
                                 .organisation_kind = source_organisation_kinds[s->organisation_kind],
                                 .method = s->method,
                                 .place = s->place};
}

int source_polarity(const struct source *s, const char *question)
{
    for (size_t i = 0; i < config_size(s->polarities); i++)
        if (text_same(config_key(s->polarities, i), question))
            for (int p = 0; store_polarities[p] != NULL; p++)
                if (strcmp(store_polarities[p], config_text(config_value(s->polarities, i))) == 0)
                    return p;
    return STORE_OPEN;
}

bool source_blank(const struct source *s, const char *text)
{
    if (*text == '\0' || s->blank_count == 0 || strlen(text) > SOURCE_MAX_BLANK)
        return *text == '\0';
    struct buf key = buf_new(4 * SOURCE_MAX_BLANK);
    text_key(text, strlen(text), &key);
    bool blank = false;
    for (size_t i = 0; !blank && i < s->blank_count; i++)
        blank = strcmp(s->blank[i], buf_str(&key)) == 0;
    buf_free(&key);
    return blank;
}

/* Length of the key of `replace` that begins here; `*with` receives what was meant. */
static size_t replaced(const struct source *s, const char *at, const char **with)
{
    for (size_t i = 0; i < config_size(s->replace); i++) {
        size_t len = strlen(config_key(s->replace, i));
        if (strncmp(at, config_key(s->replace, i), len) == 0) {
            *with = config_text(config_value(s->replace, i));
            return len;
        }
    }
    return 0;
}

void source_replace(const struct source *s, const char *text, struct buf *out)
{
    const char *from = text;
    for (const char *at = text; s->replace != NULL && *at != '\0';) {
        const char *with = "";
        size_t len = replaced(s, at, &with);
        if (len > 0) {
            buf_add(out, from, (size_t)(at - from));
            buf_puts(out, with);
            from = at + len;
        }
        at += len > 0 ? len : 1;
    }
    buf_puts(out, from);
}
