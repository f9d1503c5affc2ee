/* store_collect.c: tests of core/store_collect.c, store_response.c and store_status.c. */
#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/store_collect.h>

#include "sql.h"

Suite *suite(void);

static char directory[] = "/tmp/yousaid-collect-XXXXXX";
static char path[64];
static struct store *store;
static struct error err;

static void set_up(void)
{
    strcpy(directory, "/tmp/yousaid-collect-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/store.db", directory);
    ck_assert_msg(store_open(path, STORE_CREATE, &store, &err) == 0, "%s", err.text);
}

static void tear_down(void)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    store_close(store);
    for (size_t i = 0; i < 3; i++) {
        char file[80];
        snprintf(file, sizeof file, "%s%s", path, endings[i]);
        unlink(file);
    }
    rmdir(directory);
}

/* One number, asked by another connection: what any other program sees. */
static int64_t number(const char *sql)
{
    return sql_number(path, sql);
}

static void change(const char *sql)
{
    sql_change(path, sql);
}

static struct store_source source = {.name = "gp",
                                     .title = "GP survey",
                                     .organisation = "Healthwatch Northport",
                                     .organisation_kind = "local_healthwatch",
                                     .method = "",
                                     .place = "Northport"};
static struct store_run_facts facts = {.started_at = "2026-01-01T00:00:00Z",
                                       .etag = "\"1\"",
                                       .mapping_sha256 = "m",
                                       .identity_sha256 = "i",
                                       .complete = true};
static const struct store_payload payload = {
    .url = "https://example.org/x", .fetched_at = "2026-01-01T00:00:00Z", .sha256 = "p", .bytes = 10};

static struct store_ingest *begin(void)
{
    struct store_ingest *in = NULL;
    ck_assert_msg(store_ingest_begin(store, &source, &facts, &payload, &in, &err) == 0, "%s", err.text);
    return in;
}

static void commit(struct store_ingest *in)
{
    struct store_counts counts = {.records = 1};
    ck_assert_msg(store_ingest_commit(in, &counts, "2026-01-01T00:00:01Z", &err) == 0, "%s", err.text);
}

static struct store_response response(const char *id, const struct store_comment *comments, size_t count)
{
    return (struct store_response){
        .external_id = id, .row_number = 1, .service = "GP", .comments = comments, .comment_count = count};
}

static enum store_change put(struct store_ingest *in, const struct store_response *r)
{
    enum store_change got;
    ck_assert_msg(store_ingest_response(in, r, &got, &err) == 0, "%s", err.text);
    return got;
}

static enum store_change run_with(const struct store_response *r)
{
    struct store_ingest *in = begin();
    enum store_change got = put(in, r);
    commit(in);
    return got;
}

static const struct store_comment two[] = {{"good", "What was good?", STORE_GOOD, "The nurse."},
                                           {"better", "What could be better?", STORE_IMPROVE, "The wait."}};

START_TEST(the_same_response_again_changes_no_row)
{
    struct store_response r = response("1", two, 2);
    ck_assert_int_eq(run_with(&r), STORE_NEW);
    int64_t revision = number("SELECT MAX(revision) FROM comment");
    r.row_number = 9;
    ck_assert_int_eq(run_with(&r), STORE_UNCHANGED);
    ck_assert_int_eq(number("SELECT MAX(revision) FROM comment"), revision);
    ck_assert_int_eq(number("SELECT row_number FROM response"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 1);
}
END_TEST

START_TEST(a_hash_that_was_changed_by_hand_differs_from_every_other)
{
    static const char *const hashes[] = {"'old1'", "''", "hex(zeroblob(200))"};
    struct store_response r = response("1", two, 2);
    ck_assert_int_eq(run_with(&r), STORE_NEW);
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        char sql[100];
        snprintf(sql, sizeof sql, "UPDATE response SET content_sha256 = %s", hashes[i]);
        change(sql);
        ck_assert_int_eq(run_with(&r), STORE_CHANGED);
        ck_assert_int_eq(number("SELECT length(content_sha256) FROM response"), 64);
        ck_assert_int_eq(run_with(&r), STORE_UNCHANGED);
    }
}
END_TEST

START_TEST(the_order_of_comments_and_attributes_is_no_change)
{
    const struct store_comment turned[] = {two[1], two[0]};
    const struct store_attribute a[] = {{"group", "carer", "q"}, {"area", "live", "q"}};
    const struct store_attribute b[] = {a[1], a[0]};
    struct store_response r = response("1", two, 2);
    r.attributes = a;
    r.attribute_count = 2;
    run_with(&r);
    r.attributes = b;
    r.comments = turned;
    ck_assert_int_eq(run_with(&r), STORE_UNCHANGED);
}
END_TEST

START_TEST(a_changed_comment_alone_gets_a_new_revision)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    int64_t before = number("SELECT revision FROM comment WHERE text = 'The nurse.'");
    const struct store_comment mended[] = {two[0], {"better", "", STORE_IMPROVE, "The long wait."}};
    r.comments = mended;
    ck_assert_int_eq(run_with(&r), STORE_CHANGED);
    ck_assert_int_eq(number("SELECT revision FROM comment WHERE text = 'The nurse.'"), before);
    ck_assert_int_gt(number("SELECT revision FROM comment WHERE text = 'The long wait.'"), before + 1);
    ck_assert_int_eq(number("SELECT earlier_sha256 IS NOT NULL AND changed_run_id = 2 FROM response"), 1);
}
END_TEST

START_TEST(another_service_gives_every_comment_of_the_response_a_new_revision)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    int64_t before = number("SELECT MAX(revision) FROM comment");
    r.service = "111";
    ck_assert_int_eq(run_with(&r), STORE_CHANGED);
    ck_assert_int_gt(number("SELECT MIN(revision) FROM comment"), before);
}
END_TEST

START_TEST(a_comment_that_was_taken_back_is_deleted)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    r.comment_count = 1;
    ck_assert_int_eq(run_with(&r), STORE_CHANGED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM comment"), 1);
    ck_assert_int_eq(number("SELECT text = 'The nurse.' FROM comment"), 1);
}
END_TEST

START_TEST(a_revision_is_never_given_twice_even_when_its_comment_is_gone)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    int64_t top = number("SELECT MAX(revision) FROM comment");
    change("INSERT INTO ruleset (name, dimension, version, sha256, mark) SELECT 't', 'theme', '1', 'x', "
           "MAX(revision)"
           " FROM comment; DELETE FROM comment WHERE revision = (SELECT MAX(revision) FROM comment)");
    r = response("2", two, 1);
    run_with(&r);
    ck_assert_int_gt(number("SELECT MAX(revision) FROM comment"), top);
}
END_TEST

/* A classify at work has read the comment and not yet moved a mark. */
START_TEST(a_revision_is_not_given_again_while_every_mark_lags_behind)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    int64_t top = number("SELECT MAX(revision) FROM comment");
    change("DELETE FROM comment; DELETE FROM response");
    r = response("2", two, 1);
    run_with(&r);
    ck_assert_int_gt(number("SELECT MIN(revision) FROM comment"), top);
}
END_TEST

START_TEST(another_polarity_or_place_of_the_source_asks_for_coding_again)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    int64_t before = number("SELECT MAX(revision) FROM comment");
    struct store_ingest *in = begin();
    ck_assert_int_eq(store_ingest_question(in, "good", "What was good?", STORE_OPEN, &err), 0);
    commit(in);
    ck_assert_int_gt(number("SELECT revision FROM comment WHERE text = 'The nurse.'"), before);
    ck_assert_int_le(number("SELECT revision FROM comment WHERE text = 'The wait.'"), before);
    source.place = "Eastfield";
    commit(begin());
    source.place = "Northport";
    ck_assert_int_gt(number("SELECT MIN(revision) FROM comment"), before);
}
END_TEST

START_TEST(a_rolled_back_run_leaves_nothing)
{
    struct store_ingest *in = begin();
    struct store_response r = response("1", two, 2);
    put(in, &r);
    store_ingest_rollback(in);
    ck_assert_int_eq(number("SELECT (SELECT COUNT(*) FROM source) + (SELECT COUNT(*) FROM run) +"
                            " (SELECT COUNT(*) FROM payload) + (SELECT COUNT(*) FROM comment)"),
                     0);
}
END_TEST

START_TEST(a_forgotten_response_does_not_come_back)
{
    struct store_response r = response("7", two, 2);
    run_with(&r);
    change("DELETE FROM response; INSERT INTO forgotten VALUES (1, "
           "'7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451', '2026-01-01T00:00:00Z')");
    ck_assert_int_eq(run_with(&r), STORE_FORGOTTEN);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 0);
    struct store_ingest *in = begin();
    ck_assert_int_eq(store_ingest_reject(in, "row:x", "7", 2, "id 7 stands twice", "{}", &err), 0);
    ck_assert_int_eq(store_ingest_reject(in, "row:y", "8", 3, "id 8 stands twice", "{}", &err), 0);
    commit(in);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject WHERE key = 'row:y'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject"), 1);
}
END_TEST

static const char hash_of_phone[] = "the hash of 07700900123";

START_TEST(a_response_under_its_earlier_id_gets_the_new_one_and_is_no_second)
{
    struct store_response r = response("07700900123", two, 2);
    struct store_ingest *in = begin();
    ck_assert_int_eq(store_ingest_reject(in, "07700900123", NULL, 1, "why", "{}", &err), 0);
    ck_assert_int_eq(put(in, &r), STORE_NEW);
    commit(in);
    r.external_id = hash_of_phone;
    r.earlier_id = "07700900123";
    ck_assert_int_eq(run_with(&r), STORE_UNCHANGED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response WHERE external_id = 'the hash of 07700900123'"),
                     1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM comment"), 2);
    ck_assert_int_eq(run_with(&r), STORE_UNCHANGED);
}
END_TEST

START_TEST(a_response_forgotten_under_its_earlier_id_does_not_come_back)
{
    struct store_response r = response(hash_of_phone, two, 2);
    run_with(&r);
    change("DELETE FROM response; INSERT INTO forgotten VALUES (1, "
           "'7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451', '2026-01-01T00:00:00Z')");
    r.earlier_id = "7";
    ck_assert_int_eq(run_with(&r), STORE_FORGOTTEN);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM response"), 0);
}
END_TEST

START_TEST(ids_from_other_columns_are_refused_while_there_are_responses)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    struct store_ingest *in = NULL;
    facts.identity_sha256 = "other";
    ck_assert_int_eq(store_ingest_begin(store, &source, &facts, &payload, &in, &err), -1);
    ck_assert_int_eq(err.kind, ERROR_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.text, "stored twice"));
    change("DELETE FROM comment; DELETE FROM response");
    commit(begin());
    facts.identity_sha256 = "i";
}
END_TEST

START_TEST(a_reject_is_replaced_then_settled_by_its_row)
{
    struct store_ingest *in = begin();
    ck_assert_int_eq(store_ingest_reject(in, "1", NULL, 4, "no date", "{}", &err), 0);
    ck_assert_int_eq(store_ingest_reject(in, "row:x", NULL, 5, "no id", "{}", &err), 0);
    commit(in);
    in = begin();
    ck_assert_int_eq(store_ingest_reject(in, "1", NULL, 3, "bad date", "{}", &err), 0);
    ck_assert_int_eq(store_ingest_reject(in, "row:x", NULL, 5, "no id", "{}", &err), 0);
    commit(in);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject"), 2);
    ck_assert_int_eq(number("SELECT row_number FROM reject WHERE reason = 'bad date'"), 3);
    struct store_response r = response("1", two, 2);
    facts.complete = false;
    run_with(&r);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject WHERE key = '1'"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject"), 1);
    facts.complete = true;
    commit(begin());
    ck_assert_int_eq(number("SELECT COUNT(*) FROM reject"), 0);
}
END_TEST

START_TEST(a_withdrawn_response_is_kept_and_not_counted)
{
    struct store_response r = response("1", two, 2);
    run_with(&r);
    r.withdrawn = true;
    ck_assert_int_eq(run_with(&r), STORE_CHANGED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM v_comment"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM comment"), 2);
    r.withdrawn = false;
    ck_assert_int_eq(run_with(&r), STORE_CHANGED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM v_comment"), 2);
}
END_TEST

START_TEST(the_state_of_fetching_is_what_the_last_fetch_left)
{
    struct store_state state;
    ck_assert_int_eq(store_state_read(store, "gp", &state, &err), 0);
    ck_assert(!state.known);
    commit(begin());
    facts.kind = STORE_RUN_IMPORT;
    facts.mapping_sha256 = "import";
    commit(begin());
    facts.kind = STORE_RUN_FETCH;
    facts.mapping_sha256 = "m";
    ck_assert_int_eq(store_run_not_modified(store, "gp", "2026-01-02T00:00:00Z", "2026-01-02T00:00:01Z",
                                            "\"2\"", NULL, &err),
                     0);
    ck_assert_int_eq(store_run_failed(store, &source, STORE_RUN_FETCH, "2026-01-03T00:00:00Z",
                                      "2026-01-03T00:00:01Z", "no answer", &err),
                     0);
    ck_assert_int_eq(store_state_read(store, "gp", &state, &err), 0);
    ck_assert_str_eq(state.etag, "\"2\"");
    ck_assert_str_eq(state.mapping_sha256, "m");
    ck_assert_str_eq(state.payload_sha256, "p");
    ck_assert_str_eq(state.checked_at, "2026-01-02T00:00:01Z");
    store_state_free(&state);
}
END_TEST

static int see_status(void *ctx, const struct store_status *status, struct error *e)
{
    (void)e;
    ck_assert_str_eq(status->last_outcome, "failed");
    ck_assert_str_eq(status->last_error, "no answer");
    ck_assert_int_eq(status->responses, 1);
    ck_assert_int_eq(status->comments, 2);
    ck_assert_int_eq(status->rejects, 1);
    ++*(int *)ctx;
    return 0;
}

static int see_reject(void *ctx, const struct store_reject *reject, struct error *e)
{
    (void)e;
    ck_assert_str_eq(reject->reason, "no date");
    ck_assert_int_eq(reject->row_number, 4);
    ++*(int *)ctx;
    return 0;
}

START_TEST(status_and_rejects_say_what_a_person_must_know)
{
    struct store_response r = response("1", two, 2);
    struct store_ingest *in = begin();
    put(in, &r);
    ck_assert_int_eq(store_ingest_reject(in, "2", NULL, 4, "no date", "{}", &err), 0);
    commit(in);
    ck_assert_int_eq(store_run_failed(store, &source, STORE_RUN_FETCH, "2026-01-03T00:00:00Z",
                                      "2026-01-03T00:00:01Z", "no answer", &err),
                     0);
    int seen = 0;
    ck_assert_int_eq(store_status_each(store, see_status, &seen, &err), 0);
    ck_assert_int_eq(store_reject_each(store, "gp", see_reject, &seen, &err), 0);
    ck_assert_int_eq(store_reject_each(store, "other", see_reject, &seen, &err), 0);
    ck_assert_int_eq(seen, 2);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("store_collect");
    TCase *t = tcase_create("store_collect");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, the_same_response_again_changes_no_row);
    tcase_add_test(t, a_hash_that_was_changed_by_hand_differs_from_every_other);
    tcase_add_test(t, the_order_of_comments_and_attributes_is_no_change);
    tcase_add_test(t, a_changed_comment_alone_gets_a_new_revision);
    tcase_add_test(t, another_service_gives_every_comment_of_the_response_a_new_revision);
    tcase_add_test(t, a_comment_that_was_taken_back_is_deleted);
    tcase_add_test(t, a_revision_is_never_given_twice_even_when_its_comment_is_gone);
    tcase_add_test(t, a_revision_is_not_given_again_while_every_mark_lags_behind);
    tcase_add_test(t, another_polarity_or_place_of_the_source_asks_for_coding_again);
    tcase_add_test(t, a_rolled_back_run_leaves_nothing);
    tcase_add_test(t, a_forgotten_response_does_not_come_back);
    tcase_add_test(t, a_response_under_its_earlier_id_gets_the_new_one_and_is_no_second);
    tcase_add_test(t, a_response_forgotten_under_its_earlier_id_does_not_come_back);
    tcase_add_test(t, ids_from_other_columns_are_refused_while_there_are_responses);
    tcase_add_test(t, a_reject_is_replaced_then_settled_by_its_row);
    tcase_add_test(t, a_withdrawn_response_is_kept_and_not_counted);
    tcase_add_test(t, the_state_of_fetching_is_what_the_last_fetch_left);
    tcase_add_test(t, status_and_rejects_say_what_a_person_must_know);
    suite_add_tcase(s, t);
    return s;
}
