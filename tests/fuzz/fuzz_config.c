/* fuzz_config.c: any bytes give a sound tree or one sentence with a place; every node of a tree can be walked and read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/config.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Depth is bounded by CONFIG_MAX_DEPTH. */
static void walk(const struct config_node *n)
{
    enum config_kind kind = config_kind(n);
    if (config_line(n) < 1 || config_column(n) < 1)
        abort();
    if ((kind == CONFIG_SCALAR || kind == CONFIG_NULL) != (config_text(n) != NULL))
        abort();
    for (size_t i = 0; i < config_size(n); i++) {
        if (kind == CONFIG_MAP && config_get(n, config_key(n, i)) != config_value(n, i))
            abort();
        walk(config_value(n, i));
    }
}

struct thing {
    const char *name;
    int64_t every;
    struct config_texts words;
};
static const struct config_field fields[] = {
    {"name", CONFIG_TEXT, offsetof(struct thing, name), true, NULL, 0, 0},
    {"every", CONFIG_DURATION, offsetof(struct thing, every), false, NULL, 0, 0},
    {"words", CONFIG_TEXTS, offsetof(struct thing, words), false, NULL, 0, 0},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config *c = NULL;
    struct error err = {0};
    struct thing t = {0};
    if (config_parse("f.yaml", (const char *)data, size, &c, &err) != 0) {
        if (err.kind != ERROR_CONFIG || strncmp(err.text, "f.yaml:", 7) != 0)
            abort();
        return 0;
    }
    walk(config_root(c));
    if (config_read(c, config_root(c), "a thing", fields, sizeof fields / sizeof fields[0], &t, &err) != 0 &&
        strncmp(err.text, "f.yaml:", 7) != 0)
        abort();
    config_free(c);
    return 0;
}
