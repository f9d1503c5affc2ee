/* hash.c: SHA-256 through libcrypto's EVP interface. */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/hash.h>
#include <yousaid/mem.h>

struct hash {
    EVP_MD_CTX *ctx;
};

static void to_hex(const unsigned char *digest, size_t len, char hex[HASH_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * len] = '\0';
}

struct hash *hash_new(void)
{
    struct hash *h = mem_new(1, sizeof *h);
    h->ctx = EVP_MD_CTX_new();
    /* SHA-256 is in every libcrypto; failure here means that memory ran out. */
    if (h->ctx == NULL || EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) != 1)
        abort();
    return h;
}

void hash_number(struct hash *h, int64_t n)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char) ((uint64_t) n >> (8 * i));
    EVP_DigestUpdate(h->ctx, bytes, sizeof bytes);
}

void hash_field_bytes(struct hash *h, const void *bytes, size_t len)
{
    hash_number(h, (int64_t) len);
    EVP_DigestUpdate(h->ctx, bytes, len);
}

void hash_field(struct hash *h, const char *s)
{
    if (s == NULL)
        hash_number(h, -1);
    else
        hash_field_bytes(h, s, strlen(s));
}

void hash_end(struct hash *h, char hex[HASH_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    EVP_DigestFinal_ex(h->ctx, digest, &len);
    EVP_MD_CTX_free(h->ctx);
    free(h);
    to_hex(digest, HASH_HEX / 2, hex);
}

void hash_bytes(const void *bytes, size_t len, char hex[HASH_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_Digest(bytes, len, digest, &size, EVP_sha256(), NULL);
    to_hex(digest, HASH_HEX / 2, hex);
}
