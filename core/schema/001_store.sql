-- 001_store.sql: the store of one workspace. Released files never change: the next change is 002_*.sql.

-- One place feedback comes from, as its source file described it at the last run, and where its fetching stands.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    organisation TEXT NOT NULL,
    organisation_kind TEXT NOT NULL
        CHECK (organisation_kind IN ('local_healthwatch', 'council', 'nhs', 'vcse', 'partnership', 'other')),
    method TEXT NOT NULL DEFAULT '',
    place TEXT,
    etag TEXT,             -- validators of the last payload, written with what it brought
    last_modified TEXT,
    payload_sha256 TEXT,
    mapping_sha256 TEXT,   -- of the mapping that read it: another mapping reads the same payload again
    identity_sha256 TEXT,  -- of the columns that external ids are made from: another set would store every response twice
    cursor TEXT,
    checked_at TEXT        -- last time the source was asked successfully, changed or not
) STRICT;

-- One attempt to read one source.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    kind TEXT NOT NULL CHECK (kind IN ('fetch', 'import', 'retry')),
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('stored', 'not modified', 'failed')),
    error TEXT,
    records INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,          -- rows the source file says to leave out (previews, blank rows)
    date_ambiguous INTEGER NOT NULL DEFAULT 0,   -- fit day/month and month/day: read as declared
    date_other INTEGER NOT NULL DEFAULT 0,       -- fit only a further declared format
    scrubbed INTEGER NOT NULL DEFAULT 0          -- identifiers replaced in free text
) STRICT;
CREATE INDEX run_by_source ON run (source_id, id);

-- The bytes one fetch brought: their hash and origin. The bytes themselves hold identifiers and are not kept.
CREATE TABLE payload (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    source_id INTEGER NOT NULL REFERENCES source (id),
    url TEXT NOT NULL,          -- without credentials or query secrets; file:NAME for an import
    fetched_at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content_type TEXT,
    records INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What one person submitted to one source.
CREATE TABLE response (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    external_id TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    earlier_sha256 TEXT,                 -- before the last change
    submitted_at TEXT,                   -- ISO 8601, as precise as the source
    place TEXT,                          -- name in the tree of places
    service TEXT,
    payload_id INTEGER NOT NULL REFERENCES payload (id),
    row_number INTEGER NOT NULL,         -- record in that payload, from 1
    first_run_id INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    changed_run_id INTEGER REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    withdrawn_run_id INTEGER REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED, -- not counted
    UNIQUE (source_id, external_id)
) STRICT;

-- What the respondent declared: name 'group' (value = code of a group), 'area' (live, work, both, neither), 'rating' ...
CREATE TABLE attribute (
    response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    question TEXT NOT NULL DEFAULT '',   -- the column that was asked
    PRIMARY KEY (response_id, name, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    key TEXT NOT NULL,                   -- the column, as text_key() makes it
    text TEXT NOT NULL,
    polarity TEXT NOT NULL CHECK (polarity IN ('good', 'improve', 'open')),
    UNIQUE (source_id, key)
) STRICT;

-- One free-text answer: the unit that is coded. `revision` is the place in the order of all changes that codings
-- depend on (text, polarity, service, place): a ruleset has coded every comment up to its mark.
CREATE TABLE comment (
    id INTEGER PRIMARY KEY,
    response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
    question_id INTEGER NOT NULL REFERENCES question (id),
    text TEXT NOT NULL,                  -- canonical, scrubbed
    revision INTEGER NOT NULL UNIQUE,
    UNIQUE (response_id, question_id)
) STRICT;

-- A row that could not be mapped, kept until it can be.
CREATE TABLE reject (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    key TEXT NOT NULL,                   -- its external id, or "row:" and a hash of its cells where it has none
    payload_id INTEGER NOT NULL REFERENCES payload (id),
    row_number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    record TEXT NOT NULL,                -- JSON of the mapped columns, identifiers dropped and scrubbed
    UNIQUE (source_id, key)
) STRICT;

-- A ruleset as it was when it coded: its rows stay as long as a coding points to them.
CREATE TABLE ruleset (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    dimension TEXT NOT NULL CHECK (dimension IN ('theme', 'group', 'tone', 'answer')),
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    mark INTEGER NOT NULL DEFAULT 0,     -- every comment with revision <= mark is coded by this one
    current INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)),
    UNIQUE (name, sha256)
) STRICT;
CREATE UNIQUE INDEX ruleset_current ON ruleset (name) WHERE current = 1;

CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    ruleset_id INTEGER NOT NULL REFERENCES ruleset (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    parent TEXT,
    about TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,           -- in the file
    UNIQUE (ruleset_id, code)
) STRICT;

-- A category given to a comment by a rule. Every rule that fired has a row, with its leftmost span.
CREATE TABLE coding (
    comment_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    rule INTEGER NOT NULL,               -- in the category, from 1
    start INTEGER NOT NULL,              -- bytes of comment.text
    end INTEGER NOT NULL,
    PRIMARY KEY (comment_id, category_id, rule)
) STRICT, WITHOUT ROWID;

-- coding and rule_error carry no foreign key (they are written by the million); these triggers stand in for it.
CREATE TRIGGER comment_deleted AFTER DELETE ON comment
BEGIN
    DELETE FROM coding WHERE comment_id = old.id;
    DELETE FROM rule_error WHERE comment_id = old.id;
END;

-- A rule that could not be decided on a comment because it hit a limit: never taken for "no match".
CREATE TABLE rule_error (
    comment_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    rule INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (comment_id, category_id, rule)
) STRICT, WITHOUT ROWID;

-- What a person decided; it outlives every re-classification.
CREATE TABLE verdict (
    id INTEGER PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
    ruleset TEXT NOT NULL,
    category TEXT NOT NULL,              -- code
    verdict TEXT NOT NULL CHECK (verdict IN ('add', 'remove', 'confirm')),
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    UNIQUE (comment_id, ruleset, category)
) STRICT;

-- Words of a comment that a person approved for publication.
CREATE TABLE quote (
    id INTEGER PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
    text TEXT NOT NULL,                  -- as published: part of the comment, cuts shown as [...]
    attribution TEXT NOT NULL DEFAULT '',
    approved_by TEXT NOT NULL,
    approved_at TEXT NOT NULL,
    UNIQUE (comment_id, text)
) STRICT;

-- Acts of people: approvals, verdicts, deletions. No personal data.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

-- Responses deleted at a person's request: the hash keeps them from coming back with the next export.
CREATE TABLE forgotten (
    source_id INTEGER NOT NULL REFERENCES source (id),
    external_sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (source_id, external_sha256)
) STRICT, WITHOUT ROWID;

-- Stable views for SQL users and Datasette: names and columns are kept; new columns come last.
CREATE VIEW v_response AS
SELECT r.id AS response_id, s.name AS source, s.organisation, s.organisation_kind, s.method, r.external_id,
       r.submitted_at, COALESCE(r.place, s.place) AS place, r.service
FROM response r JOIN source s ON s.id = r.source_id
WHERE r.withdrawn_run_id IS NULL;

CREATE VIEW v_comment AS
SELECT c.id AS comment_id, v.response_id, v.source, v.organisation, v.place, v.service, v.submitted_at,
       q.text AS question, q.polarity, c.text
FROM comment c JOIN v_response v ON v.response_id = c.response_id JOIN question q ON q.id = c.question_id;

-- Codings that count: rules of the current rulesets, less what a person removed, plus what a person added.
CREATE VIEW v_coding AS
SELECT k.comment_id, u.name AS ruleset, u.dimension, g.code AS category, g.label, g.parent, k.rule, k.start, k.end,
       u.version AS ruleset_version, u.sha256 AS ruleset_sha256
FROM coding k JOIN category g ON g.id = k.category_id JOIN ruleset u ON u.id = g.ruleset_id AND u.current = 1
WHERE NOT EXISTS (SELECT 1 FROM verdict d WHERE d.comment_id = k.comment_id AND d.ruleset = u.name
                  AND d.category = g.code AND d.verdict = 'remove')
UNION ALL
SELECT d.comment_id, u.name, u.dimension, g.code, g.label, g.parent, 0, 0, 0, u.version, u.sha256
FROM verdict d JOIN ruleset u ON u.name = d.ruleset AND u.current = 1
     JOIN category g ON g.ruleset_id = u.id AND g.code = d.category
WHERE d.verdict = 'add'
  AND NOT EXISTS (SELECT 1 FROM coding k WHERE k.comment_id = d.comment_id AND k.category_id = g.id);

CREATE VIEW v_declared_group AS
SELECT a.response_id, v.source, v.place, a.value AS category, a.question
FROM attribute a JOIN v_response v ON v.response_id = a.response_id
WHERE a.name = 'group';

CREATE VIEW v_theme_by_place AS
SELECT m.place, k.category, k.label, COUNT(DISTINCT k.comment_id) AS comments
FROM v_coding k JOIN v_comment m ON m.comment_id = k.comment_id
WHERE k.dimension = 'theme'
GROUP BY m.place, k.category, k.label;

CREATE VIEW v_provenance AS
SELECT r.id AS response_id, s.name AS source, r.external_id, r.row_number, p.url, p.fetched_at, p.sha256 AS payload_sha256,
       r.first_run_id, r.changed_run_id
FROM response r JOIN source s ON s.id = r.source_id JOIN payload p ON p.id = r.payload_id;

CREATE VIEW v_run AS
SELECT n.id AS run_id, s.name AS source, n.kind, n.started_at, n.finished_at, n.outcome, n.error, n.records, n.new, n.changed,
       n.unchanged, n.rejected, n.skipped, n.date_ambiguous, n.date_other, n.scrubbed
FROM run n JOIN source s ON s.id = n.source_id;

CREATE VIEW v_reject AS
SELECT j.id AS reject_id, s.name AS source, p.url, p.fetched_at, j.row_number, j.reason, j.record
FROM reject j JOIN source s ON s.id = j.source_id JOIN payload p ON p.id = j.payload_id;
