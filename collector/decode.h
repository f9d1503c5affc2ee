/* decode.h: the bytes of a payload as UTF-8, and what is plainly no export at all. */
#pragma once

#include <yousaid/buf.h>
#include <yousaid/error.h>

/* Refuses what cannot be an export (ERROR_DATA with what to do): nothing at all, a web page (a login page in
 * place of a CSV), a ZIP, XLSX or gzip file. `content_type` may be NULL. */
int decode_check(const struct buf *payload, const char *content_type, struct error *err);

/* The payload in UTF-8, without byte order mark, appended to `out`. A byte order mark wins over `encoding`
 * ("utf-8", or any name iconv knows). ERROR_DATA with line and offset of a byte that does not fit; where the
 * payload is no UTF-8, with the encoding it probably has. */
int decode_text(const struct buf *payload, const char *encoding, struct buf *out, struct error *err);

/* ERROR_CONFIG if iconv does not know the encoding. */
int decode_check_encoding(const char *encoding, struct error *err);
