/* format.h: the readers behind record_read(), one a format. */
#pragma once

#include "record.h"

int format_csv_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                    struct error *err);
int format_json_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                     struct error *err);
int format_ndjson_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                       struct error *err);

/* ERROR_DATA: the export lacks a mapped column; names the nearest of `names`. Returns -1. */
int format_column_missing(const struct source_column *column, const char *const *names, size_t count,
                          struct error *err);
