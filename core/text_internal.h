/* text_internal.h: what the text_*.c files share: characters in and out of UTF-8, and the steps of the
 * canonical form. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>

/* Decodes the character at s[0..len), len > 0; returns its bytes (1-4). A byte that begins no character
 * counts as U+FFFD, 1 byte. */
size_t text_decode(const char *s, size_t len, int32_t *c);
void text_encode(struct buf *out, int32_t c);

/* White space of Unicode (property White_Space), ASCII included. */
bool text_is_space(int32_t c);

/* Appends s[0..len) with every repairable UTF-8-read-as-Windows-1252 sequence repaired (one level); returns
 * how many were. */
size_t text_repair(const char *s, size_t len, struct buf *out);

/* The character that Windows-1252 has at a byte 0x80-0x9F; 0 for the five bytes that it leaves undefined. */
int32_t text_windows_1252(unsigned char byte);
