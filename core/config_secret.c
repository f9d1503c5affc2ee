/* config_secret.c: expands ${NAME} and ${file:/path}; no message ever holds what stood behind them. */
#include "config_internal.h"

#include <stdlib.h>
#include <string.h>

enum { CONFIG_MAX_SECRET = 64 << 10, CONFIG_MAX_NAME = 1024 };

/* A second line in a secret would become a second HTTP header. */
static int add_one_line(const struct config_node *n, const char *origin, const char *value, size_t len,
                        struct buf *out, struct error *err)
{
    if (len == 0)
        return config_fail(n, err, "%s is empty: put the secret there", origin);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)value[i] < 0x20 && value[i] != '\t')
            return config_fail(
                n, err, "%s holds more than one line, or a control character: it must be one line", origin);
    buf_add(out, value, len);
    return 0;
}

static bool is_name(const char *name)
{
    size_t len = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");
    return len > 0 && name[len] == '\0' && (name[0] < '0' || name[0] > '9');
}

static int add_variable(const struct config_node *n, const char *name, struct buf *out, struct error *err)
{
    if (!is_name(name))
        return config_fail(n, err, "'${%s}' is neither ${NAME} nor ${file:/path}", name);
    const char *value = getenv(name);
    if (value == NULL)
        return config_fail(
            n, err, "the environment variable %s is not set: set it where this program is started", name);
    char origin[CONFIG_MAX_NAME + 64];
    snprintf(origin, sizeof origin, "the environment variable %s", name);
    return add_one_line(n, origin, value, strlen(value), out, err);
}

static int add_file(const struct config_node *n, const char *path, struct buf *out, struct error *err)
{
    if (path[0] != '/')
        return config_fail(n, err, "'${file:%s}' needs a path from the root: ${file:/path}", path);
    struct buf file = buf_new(CONFIG_MAX_SECRET);
    struct error why = {0};
    char origin[CONFIG_MAX_NAME + 64];
    snprintf(origin, sizeof origin, "the secret file %s", path);
    int result = -1;
    if (buf_read_file(&file, path, &why) != 0) {
        config_fail(n, err, "the secret file %s", why.text);
    } else {
        size_t len = file.len;
        if (len > 0 && file.data[len - 1] == '\n')
            len--;
        if (len > 0 && file.data[len - 1] == '\r')
            len--;
        result = add_one_line(n, origin, buf_str(&file), len, out, err);
    }
    if (file.data != NULL)
        memset(file.data, 0, file.cap);
    buf_free(&file);
    return result;
}

int config_secret(const struct config_node *n, const char *text, struct buf *out, bool *secret,
                  struct error *err)
{
    static const char file_mark[] = "file:";
    bool expanded = false;
    while (*text != '\0') {
        const char *open = strstr(text, "${");
        if (open == NULL) {
            buf_puts(out, text);
            break;
        }
        buf_add(out, text, (size_t)(open - text));
        size_t len = strcspn(open + 2, "}");
        if (open[2 + len] == '\0' || len >= CONFIG_MAX_NAME)
            return config_fail(n, err, "a '${' is never closed: write ${NAME} or ${file:/path}");
        char inside[CONFIG_MAX_NAME];
        memcpy(inside, open + 2, len);
        inside[len] = '\0';
        bool is_file = strncmp(inside, file_mark, sizeof file_mark - 1) == 0;
        int result = is_file ? add_file(n, inside + sizeof file_mark - 1, out, err)
                             : add_variable(n, inside, out, err);
        if (result != 0)
            return -1;
        expanded = true;
        text = open + 2 + len + 1;
    }
    if (secret != NULL)
        *secret = expanded;
    if (buf_check(out, "the value", err) != 0)
        return config_fail(n, err, "this value is larger than %zu bytes", out->max);
    return 0;
}
