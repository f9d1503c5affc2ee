/* config_yaml.c: says in plain words what libyaml found wrong, and what to do about it. */
#include "config_internal.h"

#include <string.h>

/* Where libyaml's complaint points to. */
enum complaint_place { AT_PROBLEM, AT_CONTEXT };

/* The first row whose texts are in libyaml's problem and context speaks. */
static const struct {
    const char *problem, *context;
    enum complaint_place place;
    const char *sentence;
} complaints[] = {
    {"found character that cannot start any token", "", AT_PROBLEM,
     "a value cannot start with this character: put the value in 'quotes'"},
    {"mapping values are not allowed", "", AT_PROBLEM,
     "a ':' cannot stand here: indent this line like its neighbours, or put a value that holds ': ' in "
     "'quotes'"},
    {"could not find expected ':'", "", AT_CONTEXT,
     "this line has no ':' after its key: write 'key: value', or indent it under the line it continues"},
    {"did not find expected key", "flow mapping", AT_PROBLEM,
     "inside { } a key is expected here, or the closing }"},
    {"did not find expected key", "", AT_PROBLEM,
     "this line does not fit the lines above: check its indentation, and that quotes close where they "
     "should"},
    {"did not find expected '-' indicator", "", AT_PROBLEM,
     "a list item ('- ...') is expected here: check the indentation"},
    {"did not find expected ',' or ']'", "", AT_PROBLEM, "inside [ ] a ',' or the closing ] is missing here"},
    {"did not find expected ',' or '}'", "", AT_PROBLEM, "inside { } a ',' or the closing } is missing here"},
    {"block sequence entries are not allowed", "", AT_PROBLEM,
     "a list item ('- ...') cannot stand here: put it on a line of its own under its key"},
    {"block mapping keys are not allowed", "", AT_PROBLEM,
     "a key cannot stand here: put it on a line of its own"},
    {"mapping keys are not allowed", "", AT_PROBLEM, "a key cannot stand here: put it on a line of its own"},
    {"found unknown escape character", "", AT_PROBLEM,
     "in \"double quotes\" a backslash has a meaning of its own: use 'single quotes', as patterns need"},
    {"did not find expected hexdecimal number", "", AT_PROBLEM,
     "in \"double quotes\" a backslash has a meaning of its own: use 'single quotes', as patterns need"},
    {"found unexpected end of stream", "quoted scalar", AT_CONTEXT,
     "the quote that opens here is never closed"},
    {"found unexpected document indicator", "", AT_CONTEXT, "the quote that opens here is never closed"},
    {"found a tab character", "", AT_PROBLEM, "a tab stands where YAML wants spaces: indent with spaces"},
    {"did not find expected <document start>", "", AT_PROBLEM,
     "this line belongs to nothing: indent it under the line it continues, or give it a 'key:'"},
    {"did not find expected node content", "", AT_PROBLEM, "a value is missing here"},
    {"found undefined tag handle", "", AT_PROBLEM,
     "tags (!name) are not used in these files: remove it, or put the value in 'quotes'"},
    {"did not find expected alphabetic or numeric character", "", AT_CONTEXT,
     "a value cannot start with * or &: put the value in 'quotes'"},
    {"did not find expected comment or line break", "block scalar", AT_PROBLEM,
     "nothing may follow | or > on its line: put the text on the lines below, indented, or in 'quotes'"},
    {"did not find the tag suffix", "", AT_CONTEXT, "a value cannot start with !: put the value in 'quotes'"},
    {"did not find expected", "tag", AT_CONTEXT, "a value cannot start with !: put the value in 'quotes'"},
    {"", "directive", AT_CONTEXT, "a line cannot start with %: put the value in 'quotes'"},
};

static bool holds(const char *text, const char *part)
{
    return *part == '\0' || (text != NULL && strstr(text, part) != NULL);
}

/* Line and column (from 1, in characters) of a byte. */
static void locate(const char *bytes, size_t at, int *line, int *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < at; i++) {
        if (bytes[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)bytes[i] & 0xC0) != 0x80) {
            ++*column;
        }
    }
}

/* The reader complains about bytes, by offset. */
static int reader_fail(const yaml_parser_t *parser, const char *name, const char *bytes, size_t len,
                       struct error *err)
{
    int line;
    int column;
    size_t at = parser->problem_offset < len ? parser->problem_offset : len;
    locate(bytes, at, &line, &column);
    if (holds(parser->problem, "control characters"))
        return error_at(err, ERROR_CONFIG, name, line, column,
                        "a control character (code %d) stands here: remove it", parser->problem_value);
    return error_at(err, ERROR_CONFIG, name, line, column, "the file is not UTF-8 text: save it as UTF-8");
}

int config_yaml_fail(const yaml_parser_t *parser, const char *name, const char *bytes, size_t len,
                     struct error *err)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return error_set(err, ERROR_SYSTEM, "out of memory");
    if (parser->error == YAML_READER_ERROR)
        return reader_fail(parser, name, bytes, len, err);
    const yaml_mark_t *mark = &parser->problem_mark;
    if (mark->index < len && bytes[mark->index] == '\t')
        return error_at(err, ERROR_CONFIG, name, (int)mark->line + 1, (int)mark->column + 1,
                        "a tab stands where YAML wants spaces: indent with spaces");
    for (size_t i = 0; i < sizeof complaints / sizeof complaints[0]; i++) {
        if (!holds(parser->problem, complaints[i].problem) || !holds(parser->context, complaints[i].context))
            continue;
        if (complaints[i].place == AT_CONTEXT && parser->context != NULL)
            mark = &parser->context_mark;
        return error_at(err, ERROR_CONFIG, name, (int)mark->line + 1, (int)mark->column + 1, "%s",
                        complaints[i].sentence);
    }
    return error_at(err, ERROR_CONFIG, name, (int)mark->line + 1, (int)mark->column + 1,
                    "this is not YAML: %s", parser->problem != NULL ? parser->problem : "it cannot be read");
}
