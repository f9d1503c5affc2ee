/* hash.h: SHA-256 (FIPS 180-4, by libcrypto) as lower-case hex: of payloads, responses, comments and rulesets. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { HASH_HEX = 64, HASH_SIZE = HASH_HEX + 1 };

/* Hash of one block. `hex` receives 64 digits and a NUL. */
void hash_bytes(const void *bytes, size_t len, char hex[HASH_SIZE]);

/* Hash of several fields: each is preceded by its length, so ("ab","c") and ("a","bc") differ. NULL differs from "". */
struct hash;
struct hash *hash_new(void);
void hash_field(struct hash *h, const char *s);
void hash_field_bytes(struct hash *h, const void *bytes, size_t len);
void hash_number(struct hash *h, int64_t n);
/* Writes the result and frees `h`. */
void hash_end(struct hash *h, char hex[HASH_SIZE]);
