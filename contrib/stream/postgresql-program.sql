-- postgresql-program.sql: the same by the server itself (a superuser, or a member of pg_execute_server_program), one statement each way.
-- The program runs on the server, as the account of the server, so yousaid-analyzer must be in that account's path.
--
-- usage: psql -f postgresql-program.sql
CREATE TABLE IF NOT EXISTS coding (
    comment_id text NOT NULL, ruleset text, category text, rule integer, start_byte integer, end_byte integer, error text);
BEGIN;
TRUNCATE coding;
COPY (SELECT id, text, polarity, source, service, place FROM comment ORDER BY id)
    TO PROGRAM 'yousaid-analyzer stream --from tsv --to tsv non-answers themes >/tmp/yousaid-codings.tsv';
COPY coding FROM PROGRAM 'cat /tmp/yousaid-codings.tsv && rm /tmp/yousaid-codings.tsv';
COMMIT;
