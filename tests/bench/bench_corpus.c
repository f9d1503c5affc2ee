/* bench_corpus.c: prints the comments (one a line) or patterns that bench_matcher uses, for other tools.
 *
 * bench_corpus comments|patterns COUNT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus.h"

enum { SEED = 20261122 };

int main(int argc, char **argv)
{
    bool patterns = argc == 3 && strcmp(argv[1], "patterns") == 0;
    if (argc != 3 || (!patterns && strcmp(argv[1], "comments") != 0))
        return fprintf(stderr, "usage: bench_corpus comments|patterns COUNT\n"), 64;
    struct corpus c = {.state = SEED};
    struct buf line = buf_new(1 << 16);
    for (size_t i = 0, n = strtoul(argv[2], NULL, 10); i < n; i++) {
        buf_clear(&line);
        if (patterns)
            corpus_pattern(&c, i, &line);
        else
            corpus_comment(&c, 0, &line);
        puts(buf_str(&line));
    }
    buf_free(&line);
    return ferror(stdout) ? 74 : 0;
}
