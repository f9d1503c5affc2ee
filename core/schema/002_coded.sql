-- 002_coded.sql: the codings of a comment in one row a ruleset instead of one row each: several times as quick to write.
-- What was coded before is not carried over: the marks go back to 0, and the next classify codes everything again.

DROP VIEW v_theme_by_place;
DROP VIEW v_coding;
DROP TRIGGER comment_deleted;
DROP TABLE coding;

-- What a ruleset found in a comment: {"category_id * 10000 + rule": start * 1000 + length, ...}, in the order of category and rule; a
-- span of 1000 bytes and more is -(start * 100000000 + end). Every rule that fired is there, with its leftmost span. No row: nothing
-- found. The view coding takes it apart.
CREATE TABLE coded (
    comment_id INTEGER NOT NULL,
    ruleset_id INTEGER NOT NULL,
    codings TEXT NOT NULL,               -- JSON
    PRIMARY KEY (comment_id, ruleset_id)
) STRICT, WITHOUT ROWID;

-- The highest revision that was ever given out to a comment which is gone: no number is given twice, or a classify at work could take
-- a new comment for the one it has read. One row.
CREATE TABLE passed (revision INTEGER NOT NULL) STRICT;
INSERT INTO passed (revision)
SELECT MAX((SELECT COALESCE(MAX(mark), 0) FROM ruleset), (SELECT COALESCE(MAX(revision), 0) FROM comment));

-- coded and rule_error carry no foreign key (they are written by the million); this trigger stands in for it.
CREATE TRIGGER comment_deleted AFTER DELETE ON comment
BEGIN
    DELETE FROM coded WHERE comment_id = old.id;
    DELETE FROM rule_error WHERE comment_id = old.id;
    UPDATE passed SET revision = old.revision WHERE revision < old.revision;
END;

UPDATE ruleset SET mark = 0;

-- A category given to a comment by a rule: a row each. CROSS JOIN keeps SQLite from beginning elsewhere than with the comment.
CREATE VIEW coding AS
SELECT k.comment_id, CAST(e.key AS INTEGER) / 10000 AS category_id, CAST(e.key AS INTEGER) % 10000 AS rule,
       CASE WHEN e.value >= 0 THEN e.value / 1000 ELSE -e.value / 100000000 END AS start,
       CASE WHEN e.value >= 0 THEN e.value / 1000 + e.value % 1000 ELSE -e.value % 100000000 END AS end
FROM coded k CROSS JOIN json_each(k.codings) e;

-- Codings that count: rules of the current rulesets, less what a person removed, plus what a person added.
CREATE VIEW v_coding AS
SELECT k.comment_id, u.name AS ruleset, u.dimension, g.code AS category, g.label, g.parent,
       CAST(e.key AS INTEGER) % 10000 AS rule,
       CASE WHEN e.value >= 0 THEN e.value / 1000 ELSE -e.value / 100000000 END AS start,
       CASE WHEN e.value >= 0 THEN e.value / 1000 + e.value % 1000 ELSE -e.value % 100000000 END AS end,
       u.version AS ruleset_version, u.sha256 AS ruleset_sha256
FROM coded k CROSS JOIN ruleset u ON u.id = k.ruleset_id AND u.current = 1 CROSS JOIN json_each(k.codings) e
     CROSS JOIN category g ON g.id = CAST(e.key AS INTEGER) / 10000
WHERE NOT EXISTS (SELECT 1 FROM verdict d WHERE d.comment_id = k.comment_id AND d.ruleset = u.name
                  AND d.category = g.code AND d.verdict = 'remove')
UNION ALL
SELECT d.comment_id, u.name, u.dimension, g.code, g.label, g.parent, 0, 0, 0, u.version, u.sha256
FROM verdict d JOIN ruleset u ON u.name = d.ruleset AND u.current = 1
     JOIN category g ON g.ruleset_id = u.id AND g.code = d.category
WHERE d.verdict = 'add'
  AND NOT EXISTS (SELECT 1 FROM coding k WHERE k.comment_id = d.comment_id AND k.category_id = g.id);

CREATE VIEW v_theme_by_place AS
SELECT m.place, k.category, k.label, COUNT(DISTINCT k.comment_id) AS comments
FROM v_coding k JOIN v_comment m ON m.comment_id = k.comment_id
WHERE k.dimension = 'theme'
GROUP BY m.place, k.category, k.label;
