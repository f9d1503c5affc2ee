/* measure.h: the statistics that evaluation and suggestions rest on. Pure functions of counts; NAN where a
 * measure is not defined. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Comments where rules and people agree or not about one category. */
struct measure_counts {
    size_t both;   /* true positives */
    size_t rules;  /* the rules alone: false positives */
    size_t people; /* people alone: misses */
    size_t neither;
};
double measure_precision(const struct measure_counts *c);
double measure_recall(const struct measure_counts *c);
/* 2 both / (2 both + rules + people). */
double measure_f1(const struct measure_counts *c);
/* Cohen (1960), "A coefficient of agreement for nominal scales". */
double measure_kappa(const struct measure_counts *c);

/* A measure with so many decimals; `undefined` where it is not defined. Returns `out`. */
enum { MEASURE_TEXT_SIZE = 32 };
const char *measure_text(double n, int decimals, const char *undefined, char out[MEASURE_TEXT_SIZE]);

struct measure_interval {
    double low, high;
};
/* 95% interval of a proportion (Wilson 1927). */
struct measure_interval measure_wilson(size_t hits, size_t of);
/* 2.5th and 97.5th percentile of `count` values, which are sorted in place; NANs are left out. */
struct measure_interval measure_percentiles(double *values, size_t count);

/* Krippendorff's alpha for yes/no ratings by any number of coders (Krippendorff 2011, "Computing
 * Krippendorff's Alpha-Reliability"). Start with {0}, add every rated unit, then ask. */
struct measure_agreement {
    double yes, no, split;
};
void measure_unit(struct measure_agreement *a, size_t yes, size_t ratings);
double measure_alpha(const struct measure_agreement *a);

/* Spearman's rank correlation, equal values sharing their mean rank. */
double measure_spearman(const double *a, const double *b, size_t count);

/* Dunning's log-likelihood ratio (1993, "Accurate methods for the statistics of surprise and coincidence") of
 * a word that stands in `in` of `inside` comments and in `out` of `outside` others. */
double measure_g2(size_t in, size_t inside, size_t out, size_t outside);

/* A reproducible random number (splitmix64, Steele et al. 2014) below `limit`; the state is the seed at
 * first. */
size_t measure_random(uint64_t *state, size_t limit);
