/* json.h: writes JSON text (RFC 8259). Escaping is the default: a value goes through json_text() or is a
 * number. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>

/* A string in quotes, escaped; NULL is written as null. */
void json_text(struct buf *out, const char *s);
void json_bytes(struct buf *out, const char *s, size_t len);
/* `"key":` with a comma in front unless it is the first after '{', '[' or at the beginning. */
void json_key(struct buf *out, const char *key);
/* A comma unless it is the first item after '[' or '{' or at the beginning. */
void json_comma(struct buf *out);
/* json_key() and a value. */
void json_key_text(struct buf *out, const char *key, const char *value);
void json_key_int(struct buf *out, const char *key, int64_t value);
/* With up to six decimals, the same on every machine; NAN and infinities are null. */
void json_number(struct buf *out, double n);
void json_key_number(struct buf *out, const char *key, double n);
