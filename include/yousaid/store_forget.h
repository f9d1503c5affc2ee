/* store_forget.h: takes what people said out of the store for good: at their request, or when its time is
 * over.
 *
 * A response goes with its comments, codings, verdicts, quotes and rejects, and with the sentences of failed
 * runs of its source (on request) or from before the day (retention), which may quote it. A hash of its
 * identifier stays, so that the next export does not bring it back. All of it happens in one transaction
 * between begin and commit; store_rollback() ends it otherwise. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/store.h>

/* From here on, what is deleted is overwritten in the file. */
int store_forget_begin(struct store *s, struct error *err);
/* Forgets the response of this source and external id, or of which the store keeps the id's hash. The id is
 * brought into canonical form (text.h), as import does. `*found`: it was there; if not, it is still kept from
 * coming. ERROR_USAGE if the store does not know the source, or the id is not UTF-8. `at`: now. */
int store_forget_response(struct store *s, const char *source, const char *external_id, const char *at,
                          bool *found, struct error *err);
/* What is older than a day: responses that were submitted before it, or first stored before it where they
 * have no date; rejects that were fetched before it; and sentences of runs that failed before it. */
struct store_old {
    int64_t responses, rejects, sentences;
};
/* Forgets all that is older than the ISO day `before`. `*old`: how many. */
int store_forget_before(struct store *s, const char *before, const char *at, struct store_old *old,
                        struct error *err);
/* How many those are; needs no transaction. */
int store_count_before(struct store *s, const char *before, struct store_old *old, struct error *err);
/* Audits ("forget", by `who`, about `detail`), commits, and clears the write-ahead log of what was deleted.
 */
int store_forget_commit(struct store *s, const char *who, const char *detail, const char *at,
                        struct error *err);
