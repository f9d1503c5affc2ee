/* fuzz_csv.c: whatever csv_read() takes it can write and read back as the same cells. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/csv.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct copy {
    struct buf cells;   /* every cell and record, to compare */
    struct buf written; /* as CSV again, under a header row */
    size_t header;      /* number of the record to pass over */
};

static int take(void *ctx, const struct csv_row *row, struct error *err)
{
    struct copy *copy = ctx;
    (void)err;
    if (row->count == 0 || row->line == 0 || row->number == 0)
        abort();
    if (row->number == copy->header)
        return 0;
    for (size_t i = 0; i < row->count; i++) {
        buf_puts(&copy->cells, csv_undefused(row->cell[i]));
        buf_putc(&copy->cells, '\0');
    }
    buf_putc(&copy->cells, '\n');
    csv_record(&copy->written, row->cell, row->count);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { ROOM = 1 << 26 };
    struct error err = {0};
    struct copy first = {buf_new(ROOM), buf_new(ROOM), 0};
    struct copy second = {buf_new(ROOM), buf_new(ROOM), 1};
    /* Without it a byte order mark that is the first cell would be taken for the file's. */
    buf_puts(&first.written, "header\r\n");
    if (csv_read((const char *)data, size, 0, take, &first, &err) == 0) {
        if (csv_read(buf_str(&first.written), first.written.len, ',', take, &second, &err) != 0)
            abort();
        if (first.cells.len != second.cells.len ||
            memcmp(buf_str(&first.cells), buf_str(&second.cells), first.cells.len) != 0)
            abort();
    } else if (err.text[0] == '\0') {
        abort();
    }
    buf_free(&first.cells);
    buf_free(&first.written);
    buf_free(&second.cells);
    buf_free(&second.written);
    return 0;
}
