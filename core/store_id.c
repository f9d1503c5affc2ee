/* store_id.c: the forms under which the store may hold an id that a person typed. */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/hash.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

enum { STORE_ID_MAX = 16 << 20 /* bytes; no argument of a command line is longer */ };

/* The id itself, and its hash, which some sources keep in its place. */
static void add_forms(struct store_id *id, const char *text)
{
    char hex[HASH_SIZE];
    hash_bytes(text, strlen(text), hex);
    id->form[id->count++] = mem_strdup(text);
    id->form[id->count++] = mem_strdup(hex);
}

int store_id_read(const char *typed, struct store_id *id, struct error *err)
{
    struct buf canonical = buf_new(STORE_ID_MAX);
    struct error why = {0};
    *id = (struct store_id){0};
    int result = text_canonical(typed, strlen(typed), &canonical, &why);
    if (result != 0) {
        error_set(err, ERROR_USAGE, "the id cannot be read: it is not UTF-8 text, or too long");
    } else {
        add_forms(id, buf_str(&canonical));
        if (strcmp(typed, buf_str(&canonical)) != 0)
            add_forms(id, typed);
    }
    buf_free(&canonical);
    return result;
}

void store_id_bind(sqlite3_stmt *statement, int first, const struct store_id *id)
{
    for (size_t i = 0; i < STORE_ID_FORMS; i++)
        store_bind_text(statement, first + (int)i, i < id->count ? id->form[i] : NULL);
}

void store_id_free(struct store_id *id)
{
    for (size_t i = 0; i < id->count; i++)
        free(id->form[i]);
    *id = (struct store_id){0};
}
