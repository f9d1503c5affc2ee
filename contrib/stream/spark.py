"""spark.py: codes a Spark data frame of comments with `yousaid-analyzer stream`, one process for each partition.

usage: spark-submit spark.py COMMENTS CODINGS [RULESET...]
COMMENTS is a folder or file of JSON lines with id, text and perhaps polarity, source, service, place; CODINGS a folder for Parquet: one
row a coding. yousaid-analyzer must be installed on every worker (or be sent along with --files). Rulesets: non-answers themes.
"""
import os
import shlex
import sys

from pyspark.sql import SparkSession, functions as F

COLUMNS = ["id", "text", "polarity", "source", "service", "place"]
OUT = ("id string, error string, non_answer boolean, "
       "codings array<struct<ruleset: string, category: string, rule: int, start: int, end: int>>, "
       "undecided array<struct<ruleset: string, category: string, rule: int, reason: string>>")


def code(comments, rulesets):
    """A data frame with a row for each comment, in the same partitions."""
    program = os.environ.get("YOUSAID_ANALYZER", "yousaid-analyzer")
    # -j 1: Spark runs a process for each core already.
    command = " ".join(shlex.quote(word) for word in [program, "stream", "-q", "-j", "1", *rulesets])
    known = [c for c in COLUMNS if c in comments.columns]
    lines = comments.select(*known).toJSON().pipe(command, checkCode=True)
    return comments.sparkSession.read.schema(OUT).json(lines)


def main():
    comments, codings, *rulesets = sys.argv[1:]
    spark = SparkSession.builder.appName("yousaid").getOrCreate()
    coded = code(spark.read.json(comments), rulesets or ["non-answers", "themes"])
    coded.select("id", F.explode("codings").alias("c")).select("id", "c.*").write.mode("overwrite").parquet(codings)
    spark.stop()


if __name__ == "__main__":
    main()
