/* map.c: tests of collector/map.c and its neighbours, from the bytes of an export to responses and rejects.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <yousaid/text.h>

#include "sources.h"

Suite *suite(void);

static struct collect_result result;
static struct source *source;

/* Maps `csv` by the source of `body`. */
static const struct map_batch *map(const char *body, const char *export)
{
    struct error err = {0};
    source = sources_load(body);
    ck_assert_msg(sources_map(source, export, strlen(export), &result, &err) == 0, "%s", err.text);
    return &result.batch;
}

static void done(void)
{
    collect_result_free(&result);
    source_free(source);
}

/* Everything of a row in one line: "id|date|place|service|name=value,...|question=text;..." or "!reason". */
static void describe(const struct map_row *row, struct buf *out)
{
    const struct store_response *r = &row->response;
    if (row->reason != NULL) {
        buf_printf(out, "!%s\n", row->reason);
        return;
    }
    buf_printf(out, "%s|%s|%s|%s|", r->external_id, r->submitted_at != NULL ? r->submitted_at : "",
               r->place != NULL ? r->place : "", r->service != NULL ? r->service : "");
    for (size_t i = 0; i < r->attribute_count; i++)
        buf_printf(out, "%s%s=%s", i > 0 ? "," : "", r->attributes[i].name, r->attributes[i].value);
    buf_puts(out, "|");
    for (size_t i = 0; i < r->comment_count; i++)
        buf_printf(out, "%s%s=%s", i > 0 ? ";" : "", r->comments[i].question, r->comments[i].text);
    buf_printf(out, "%s\n", r->withdrawn ? " (withdrawn)" : "");
}

static void expect_rows(const struct map_batch *b, const char *wanted)
{
    struct buf out = buf_new(1 << 20);
    for (size_t i = 0; i < b->count; i++)
        describe(&b->rows[i], &out);
    ck_assert_str_eq(buf_str(&out), wanted);
    buf_free(&out);
}

#define WIDE                                                                                                 \
    "fields: {id: Id, submitted: {column: Date, format: [\"%d/%m/%Y\", \"%m/%d/%Y\"]}}\n"                    \
    "questions: [{column: Good, polarity: good}, {column: Better, polarity: improve, text: \"What "          \
    "next?\"}]\n"

static const struct {
    const char *body, *export, *rows;
} cases[] = {
    /* the plain case: comments, blank cells, canonical text */
    {WIDE, "Id,Date,Good,Better\n1,31/12/2025, fine ,\n2,,,\"More\r\nbeds\"\n",
     "1|2025-12-31|||"
     "|Good=fine\n2||||"
     "|What next?=More\nbeds\n"},
    /* headers are compared as names; other columns do not matter; the response without a comment counts */
    {WIDE, "x,  GOOD:,better,DATE,id\n9,,,1/2/2025,1\n", "1|2025-02-01||||\n"},
    /* month/day is a further format; no format fits; no such day */
    {WIDE, "Id,Date,Good,Better\n1,12/31/2025,a,\n2,2025-12-31,a,\n3,31/02/2025,a,\n",
     "1|2025-12-31|||"
     "|Good=a\n!\"2025-12-31\" is no date of the form %d/%m/%Y or %m/%d/%Y\n"
     "!\"31/02/2025\" is no date of the form %d/%m/%Y or %m/%d/%Y\n"},
    /* an id that is missing, twice, an address */
    {WIDE, "Id,Date,Good,Better\n,,a,\n1,,a,\n1,,b,\njo@example.org,,c,\n",
     "!the id is missing\n1||||"
     "|Good=a\n!id 1 stands in an earlier row too: look whether the id column is right\n"
     "b6be3cb544f77c4e76ce1a92deed71a292e7a92f67c9b554b881605112283f95|||||Good=c\n"},
    /* an id that is a telephone number, and one that only has as many digits */
    {WIDE, "Id,Date,Good,Better\n07700900123,,a,\n11876543210,,b,\n07700900123,,c,\n",
     "ef03a7ae0c135a3e6bb6e0898460efc32a64aea33676b8b628bdc40ee1fe3dcc"
     "|||||Good=a\n11876543210|||||Good=b\n"
     "!id ef03a7ae0c135a3e6bb6e0898460efc32a64aea33676b8b628bdc40ee1fe3dcc"
     " stands in an earlier row too: look whether the id column is right\n"},
    /* rows that are cut off or too long */
    {WIDE, "Id,Date,Good,Better\n1,,a\n2,,a,b,\n3,,a,b,c\n",
     "!the row has 3 cells and the header 4 (format: {short_rows: true} lets rows end early)\n2||||"
     "|Good=a;What next?=b\n"
     "!the row has 5 cells and the header 4\n"},
    {"format: {short_rows: true}\n" WIDE, "Id,Date,Good,Better\n1,,a\n",
     "1||||"
     "|Good=a\n"},
    /* identifiers leave the text */
    {WIDE, "Id,Date,Good,Better\n1,,Dr Smith on 01632 960001,\n",
     "1||||"
     "|Good=Dr [name] on [phone]\n"},
    /* blank values, skipped and withdrawn rows */
    {"blank: [\"-\", n/a]\nskip: [{column: S, is: [Test, \"\"]}]\nwithdrawn: [{column: S, is: "
     "[gone]}]\n" WIDE,
     "Id,Date,Good,Better,S\n1,,-,N/A.,x\n2,,a,,test\n3,,a,,\n4,,a,,gone\n",
     "1|||||\n4||||"
     "|Good=a (withdrawn)\n"},
    /* closed answers: maps, several answers, bands */
    {"groups:\n  - {column: G, split: \";\", map: {carer: unpaid-carers, \"deaf; or not\": deaf, both: [a, "
     "b], none: ~}}\n"
     "  - {column: Age, map: age}\n"
     "attributes: [{column: R, name: rating}]\n" WIDE,
     "Id,Date,Good,Better,G,Age,R\n1,,,,Carer; BOTH;,17,5\n2,,,,deaf; or not,,\n3,,,,none,,call 01632 "
     "960001\n4,,,,other,,\n",
     "1||||group=unpaid-carers,group=a,group=b,group=age-16-24,rating=5|\n2||||group=deaf|\n3||||rating=call "
     "[phone]|\n4|||||\n"},
    /* place by name, by map, by postcode; service by map, which keeps what it does not know */
    {"place: Northmoor\nservice: GP\n"
     "fields: {id: Id, place: {column: Town, map: {\"Port\": Northport, \"Dale\": Ashdale}}, postcode: P, "
     "service: {column: S, map: {\"A and E\": A&E}}}\n"
     "questions: [{column: Good}]\n",
     "Id,Town,P,S,Good\n1,port,,a AND e,\n2,,np2 1ab,111,\n3,Mars,NP1 1AA,,\n4,Mars,ZZ1 1AA,,\n",
     "1||Northport|A&E||\n2||Ashdale|111||\n3||Northport|GP||\n4|||GP||\n"},
    {"fields: {id: Id, place: Town, area: {column: A, map: live-work}}\nquestions: [{column: Good}]\n",
     "Id,Town,A,Good\n1,NORTHPORT,I live here,x\n", "1||Northport||area=live|Good=x\n"},
    /* long form: one response of several rows, a question in other words, none at all */
    {"fields: {id: Who}\nquestions: {column: Q, text: A, polarity: {\"What was good?\": good}}\n",
     "Who,Q,A\n1,What was good?,a\n2,\"What  was\ngood\",b\n1,Else?,c\n1,what was good,d\n3,,e\n4,Else?,\n",
     "1||||"
     "|What was good?=a;Else?=c\n2||||"
     "|What  was good=b\n!id 1 answers the same question in an earlier row too\n"
     "!there is a comment, and the question it answers is missing\n4|||||\n"},
    /* two header rows: carried questions, options, multi-selects */
    {"format: {header_rows: 2}\nfields: {id: Respondent ID}\n"
     "questions: [{column: Why?}, {column: \"Which? - Other (please specify)\"}]\n"
     "attributes: [{column: \"Which?\", name: film}]\n",
     "Respondent ID,Why?,Which?,,,\n,Open-Ended Response,One,Two,Other (please "
     "specify),\n1,because,One,Two,,\n2,,,Two,none,\n",
     "1||||film=One,film=Two|Why?=because\n2||||film=Two,film=none|Which? - Other (please specify)=none\n"},
    /* three: by code, by label, by ImportId */
    {"format: {header_rows: 3}\nfields: {id: ResponseId}\nquestions: [{column: Q1}, {column: The second}, "
     "{column: QID3}]\n",
     "ResponseId,Q1,Q2,Q3\nResponse ID,The first,The second,The third\n"
     "\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\": "
     "\"\"QID2\"\"}\",\"{\"\"ImportId\"\":\"\"QID3\"\"}\"\n"
     "R_1,a,b,c\n",
     "R_1||||"
     "|The first=a;The second=b;The third=c\n"},
    /* what tools write for what was meant; identifiers in any text that somebody typed */
    {"format: {replace: {\"@SQ@\": \"'\"}}\nfields: {id: Id}\nquestions: [{column: \"Don't\"}]\n",
     "Id,Don@SQ@t\n1,I don@SQ@t\n2,'=1+1\n3,'quoted'\n",
     "1|||||Don't=I don't\n2|||||Don't==1+1\n3|||||Don't='quoted'\n"},
    {"fields: {id: Id, service: S, submitted: {column: D, format: iso}}\nquestions: [{column: Q}]\n",
     "Id,S,D,Q\n1,\"Dr Smith's, 01632 960001\",,\n2,,ring 01632 960001,\n",
     "1|||Dr Smith's, [phone]||\n!\"ring [phone]\" is no date of the form iso\n"},
    /* preamble, delimiter, byte order mark */
    {"format: {skip_rows: 2, delimiter: \";\"}\n" WIDE, "Report\nof today\nId;Date;Good;Better\n1;;a,b;\n",
     "1||||"
     "|Good=a,b\n"},
    {WIDE, "\xef\xbb\xbfId;Date;Good;Better\n1;;a;\n",
     "1||||"
     "|Good=a\n"},
    /* JSON: pointer, paths, selections, arrays, kinds of values */
    {"format: {type: json, items: /data/items}\nfields: {id: id, submitted: {column: at, format: iso}}\n"
     "questions: [{column: text.good}, {column: \"answers[q.id=7].value\"}, {column: \"dots. and all\"}]\n"
     "attributes: [{column: tags, name: tag, optional: true}, {column: \"list.*.n\", name: n}, {column: yes, "
     "name: yes}]\n",
     "{\"meta\": {\"n\": 2}, \"data\": {\"items\": [{\"id\": 7, \"at\": \"2026-01-31T10:00:00Z\", \"text\": "
     "{\"good\": \"a\"}, \"yes\": true,\n"
     "\"answers\": [{\"q\": {\"id\": 6}, \"value\": \"x\"}, {\"q\": {\"id\": 7}, \"value\": \"b\"}], \"dots. "
     "and all\": \"c\", \"tags\": [\"t\", \"u\"],\n"
     "\"list\": [{\"n\": 1}, {\"n\": 2.50}]}, {\"id\": 8, \"text\": null}, 5], \"more\": []}, \"z\": 1}\n",
     "7|2026-01-31T10:00:00Z|||tag=t,tag=u,n=1,n=2.50,yes=true|text.good=a;answers[q.id=7].value=b;dots. and "
     "all=c\n8|||||\n"
     "!the record is not a JSON object\n"},
    {"format: {type: json}\nfields: {id: id}\nquestions: [{column: c}]\n",
     "[{\"id\": 1, \"c\": {\"x\": 1}}, {\"id\": [1, 2], \"c\": \"a\"}, {\"id\": 3, \"c\": [\"a\", \"b\"]}]",
     "!a mapped field holds an object: name what is wanted inside it\n!a field that must have one value has "
     "several\n3||||"
     "|c=a\nb\n"},
    {"format: {type: json}\nfields: {id: id}\nquestions: [{column: c}]\n",
     "[{\"id\": 123456789012345678901234567890, \"c\": \"a\"}, {\"id\": 1, \"c\": NaN}, {\"id\": "
     "18446744073709551614, \"c\": -1.50}]",
     "!a mapped field holds NaN, Infinity or a number that is too large: ask for it as text in quotes\n"
     "!a mapped field holds NaN, Infinity or a number that is too large: ask for it as text in quotes\n"
     "18446744073709551614|||||c=-1.50\n"},
    {"format: {type: ndjson}\nfields: {id: id}\nquestions: [{column: c}]\n",
     "{\"id\": 1, \"c\": \"a\"}\n\nnot json\n{\"id\": 2, \"c\": \"b\"} {\"id\": 3}\n{\"id\": 4, \"c\": "
     "\"d\"}",
     "1||||"
     "|c=a\n!the line is not JSON\n!the line is not JSON\n4||||"
     "|c=d\n"},
};

START_TEST(exports_become_responses_and_rejects)
{
    const struct map_batch *b = map(cases[_i].body, cases[_i].export);
    expect_rows(b, cases[_i].rows);
    int64_t made = 0;
    for (size_t i = 0; i < b->count; i++)
        made += b->rows[i].reason == NULL;
    ck_assert_int_eq(b->counts.rejected, (int64_t)b->count - made);
    done();
}
END_TEST

START_TEST(what_was_not_plain_is_counted)
{
    const struct map_batch *b =
        map("place: Northmoor\n"
            "fields: {id: I, place: T, postcode: P, submitted: {column: D, format: [\"%d/%m/%Y\", "
            "\"%m/%d/%Y\"]}}\n"
            "questions: [{column: C}]\ngroups: [{column: G, map: {a: a}}]\nskip: [{column: C, is: [test]}]\n",
            "I,T,P,D,C,G\n1,Mars,ZZ9 9ZZ,03/04/2025,01632 960001,b\n2,,,25/12/2025,,a\n"
            "3,,,12/25/2025,,b\n4,,,,test,\n5,,,31/31/2025,,\n");
    ck_assert_int_eq(b->counts.records, 5);
    ck_assert_int_eq(b->counts.rejected, 1);
    ck_assert_int_eq(b->counts.skipped, 1);
    ck_assert_int_eq(b->counts.date_ambiguous, 1);
    ck_assert_int_eq(b->counts.date_other, 1);
    ck_assert_int_eq(b->counts.scrubbed, 1);
    ck_assert_int_eq(b->notes.place_unknown, 1);
    ck_assert_int_eq(b->notes.postcode_unknown, 1);
    ck_assert_int_eq(b->notes.value_unknown[0], 2);
    ck_assert_str_eq(b->notes.value_example[0], "b");
    done();
}
END_TEST

/* The row below lost the quotes around "Bloggs, Jo": the name stands where the date should, the date in Good.
 */
START_TEST(a_row_of_the_wrong_length_keeps_no_cell)
{
    const struct map_batch *b =
        map(WIDE, "Name,Id,Date,Good,Better\nBloggs, Jo,1,01/02/2026,a,b\nthe nurse Jo Bloggs,x\n");
    ck_assert_uint_eq(b->count, 2);
    for (size_t i = 0; i < b->count; i++) {
        ck_assert_str_eq(b->rows[i].record, "{}");
        ck_assert_int_eq(strncmp(b->rows[i].key, "row:", 4), 0);
    }
    done();
}
END_TEST

START_TEST(a_reason_ends_with_a_whole_character)
{
    char id[400] = "x";
    char export[1000];
    for (size_t i = 0; i < 150; i++)
        strcat(id, "\xc3\xa9");
    snprintf(export, sizeof export, "Id,Date,Good,Better\n%s,,a,\n%s,,a,\n", id, id);
    const struct map_batch *b = map(WIDE, export);
    ck_assert_ptr_nonnull(b->rows[1].reason);
    ck_assert(text_is_utf8(b->rows[1].reason, strlen(b->rows[1].reason), NULL));
    done();
}
END_TEST

START_TEST(a_required_date_that_is_missing_rejects)
{
    const struct map_batch *b =
        map("fields: {id: I, submitted: {column: D, required: true}}\nquestions: [{column: C}]\n",
            "I,D,C\n1,,a\n2,2026-01-01,a\n");
    expect_rows(b, "!the date is missing, and the source file requires one\n2|2026-01-01|||"
                   "|C=a\n");
    done();
}
END_TEST

#define NO_ID                                                                                                \
    "questions: [{column: A}, {column: B}]\nfields: {submitted: {column: D, format: iso}}\nattributes: "     \
    "[{column: X, name: x}]\n"

START_TEST(rows_without_an_id_get_the_same_one_each_time)
{
    char first[3][80];
    const struct map_batch *b = map(NO_ID, "D,A,B,X\n2026-01-01,a,b,1\n2026-01-01,a,b,2\n2026-01-01,ab,,1\n");
    ck_assert_uint_eq(b->count, 3);
    for (size_t i = 0; i < 3; i++)
        snprintf(first[i], sizeof first[i], "%s", b->rows[i].response.external_id);
    ck_assert_str_ne(first[0], first[1]);
    ck_assert_int_eq(strncmp(first[0], first[1], strlen(first[0]) - 1), 0);
    ck_assert_str_ne(first[0], first[2]);
    done();
    /* columns in another order, one more, another answer to a closed question, a new row between */
    b = map(NO_ID,
            "X,B,A,Z,D\n3,b,a,z,2026-01-01\n9,new,new,,2026-01-02\n2,b,a,,2026-01-01\n1,,ab,,2026-01-01\n");
    ck_assert_str_eq(b->rows[0].response.external_id, first[0]);
    ck_assert_str_eq(b->rows[2].response.external_id, first[1]);
    ck_assert_str_eq(b->rows[3].response.external_id, first[2]);
    done();
}
END_TEST

START_TEST(a_reject_is_kept_without_what_names_a_person)
{
    const struct map_batch *b = map("fields: {id: {column: Email, hash: true}, postcode: P, submitted: "
                                    "{column: D, format: iso, required: true}}\n"
                                    "questions: [{column: C}]\n",
                                    "Email,P,D,C,Phone\njo@example.org,NP1 1AA,soon,\"Ring 01632 960001, "
                                    "said \"\"Mrs Brown\"\"\",07700 900123\n");
    ck_assert_str_eq(b->rows[0].record, "{\"D\":\"soon\",\"C\":\"Ring [phone], said \\\"Mrs [name]\\\"\"}");
    ck_assert_uint_eq(strlen(b->rows[0].key), 64);
    done();
}
END_TEST

static const struct {
    const char *body, *export, *words;
} failures[] = {
    {WIDE, "Id,Date,Good\n1,,a\n", "no column 'Better'; it has 'Id', 'Date', 'Good'"},
    {WIDE, "1,01/02/2026,Jo Bloggs,kind\n2,,a,b\n", "looks like answers and not like a header: correct"},
    {WIDE, "Id,Date,Good,Beter\n1,,a,\n", "the nearest is 'Beter'"},
    {WIDE, "Id,Date,Good,\"Better? Please name nobody, and nothing that could tell who you are\"\n1,,a,\n",
     "the nearest is 'Better? Please name nobody, and nothing that could tell who you are'"},
    {WIDE, "Id,Date,Good,Better at home is what,Better in town is what\n1,,a,,\n",
     "it has 'Id', 'Date', 'Good', 'Better at home is what', 'Better in town is what':"},
    {WIDE, "Id,Date,Good,D1,D2,D3,D4,D5,D6,D7\n1,,a,,,,,,,\n", "'D4', 'D5' and 2 more:"},
    {WIDE, "Id,Date,Good,Better,id\n1,,a,,2\n", "2 columns 'Id'"},
    {WIDE, "Id,Date,Good,Better\n1,,\"a,\n", "line 2"},
    {WIDE, "Id,Date,Good,Better\n", "no records"},
    {WIDE, "Id,Date,Good,Better\nId,Date,g,b\n\"{\"\"ImportId\"\":\"\"x\"\"}\",,,\n", "header_rows: 3"},
    {"format: {header_rows: 3}\n" WIDE, "Id,Date,Good,Better\na,b,c,d\n1,,a,\n", "third header row"},
    {"format: {header_rows: 3}\n" WIDE, "Id,Date,Good,Better\n", "1 header rows of 3"},
    {WIDE, "<!DOCTYPE html><html></html>", "web page"},
    {WIDE, "  \n", "empty"},
    {WIDE, "Id,Date,Good,Better\n1,,caf\xe9,\n",
     "line 2, byte 26 (0xE9): the export is not UTF-8, probably windows-1252"},
    {"format: {type: json}\n" WIDE, "{\"error\": \"no\"}", "not a JSON array"},
    {"format: {type: json, items: /data}\n" WIDE, "{\"error\": \"no\"}", "no array at '/data'"},
    {"format: {type: json}\n" WIDE, "[{\"Id\": 1, \"Good\": \"a\"}, {\"Id\": 2", "cut off"},
    {"format: {type: json}\n" WIDE, "[{\"Id\": 1, \"Good\": \"a\"}", "cut off"},
    {"format: {type: json}\n" WIDE, "[{\"Id\": 1, \"Good\": \"a\"}]]", "after the end"},
    {"format: {type: json}\n" WIDE, "[{\"Id\": 1, \"Date\": null, \"Good\": \"a\", \"Bettre\": \"\"}]",
     "the nearest is 'Bettre'"},
    {"format: {type: ndjson}\n" WIDE, "{\"Id\": 1, \"Good\": \"a\"}\n{\"Id\": 2, \"Go", "cut off"},
};

START_TEST(what_is_not_the_export_it_should_be_is_refused_whole)
{
    struct error err = {0};
    source = sources_load(failures[_i].body);
    ck_assert_int_eq(sources_map(source, failures[_i].export, strlen(failures[_i].export), &result, &err),
                     -1);
    ck_assert_int_eq(err.kind, ERROR_DATA);
    ck_assert_msg(strstr(err.text, failures[_i].words) != NULL, "'%s' is not in: %s", failures[_i].words,
                  err.text);
    done();
}
END_TEST

#define BYTES(TEXT) TEXT, sizeof(TEXT) - 1
START_TEST(declared_encodings_are_decoded)
{
    static const struct {
        const char *encoding, *bytes;
        size_t len;
    } encodings[] = {
        {"windows-1252", BYTES("Id,Date,Good,Better\n1,,caf\xe9 \x93ok\x94,\n")},
        {"macintosh", BYTES("Id,Date,Good,Better\n1,,caf\x8e \xd2ok\xd3,\n")},
        {"utf-8", BYTES("\xff\xfeI\0d\0,\0D\0a\0t\0e\0,\0G\0o\0o\0d\0,\0B\0e\0t\0t\0e\0r\0\n\0001\0,\0,"
                        "\0c\0a\0f\0\xe9\0 "
                        "\0\x1c\x20o\0k\0\x1d\x20,\0\n\0")},
    };
    struct error err = {0};
    char body[1000];
    snprintf(body, sizeof body, "format: {encoding: %s}\n%s", encodings[_i].encoding, WIDE);
    source = sources_load(body);
    ck_assert_msg(sources_map(source, encodings[_i].bytes, encodings[_i].len, &result, &err) == 0, "%s",
                  err.text);
    expect_rows(&result.batch, "1||||"
                               "|Good=caf\xc3\xa9 \xe2\x80\x9cok\xe2\x80\x9d\n");
    done();
}
END_TEST

START_TEST(a_byte_outside_the_declared_encoding_is_told)
{
    static const char export[] = "Id,Date,Good,Better\n1,,a\x81,\n";
    struct error err = {0};
    source = sources_load("format: {encoding: windows-1252}\n" WIDE);
    ck_assert_int_eq(sources_map(source, export, sizeof export - 1, &result, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "line 2, byte 24 (0x81): does not fit the encoding windows-1252"));
    done();
}
END_TEST

START_TEST(a_nul_in_a_declared_encoding_is_told)
{
    static const char export[] =
        "{\"Id\": 1, \"Date\": \"\", \"Good\": \"a\", \"Better\": \"\"}\n\0\n{\"Id\": 2}\n";
    struct error err = {0};
    source = sources_load("format: {type: ndjson, encoding: windows-1252}\n" WIDE);
    ck_assert_int_eq(sources_map(source, export, sizeof export - 1, &result, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "line 2: a NUL character"));
    done();
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("map");
    TCase *t = tcase_create("map");
    tcase_add_checked_fixture(t, sources_set_up, sources_tear_down);
    tcase_add_loop_test(t, exports_become_responses_and_rejects, 0, (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(t, what_was_not_plain_is_counted);
    tcase_add_test(t, a_row_of_the_wrong_length_keeps_no_cell);
    tcase_add_test(t, a_reason_ends_with_a_whole_character);
    tcase_add_test(t, a_required_date_that_is_missing_rejects);
    tcase_add_test(t, rows_without_an_id_get_the_same_one_each_time);
    tcase_add_test(t, a_reject_is_kept_without_what_names_a_person);
    tcase_add_loop_test(t, what_is_not_the_export_it_should_be_is_refused_whole, 0,
                        (int)(sizeof failures / sizeof failures[0]));
    tcase_add_loop_test(t, declared_encodings_are_decoded, 0, 3);
    tcase_add_test(t, a_byte_outside_the_declared_encoding_is_told);
    tcase_add_test(t, a_nul_in_a_declared_encoding_is_told);
    suite_add_tcase(s, t);
    return s;
}
