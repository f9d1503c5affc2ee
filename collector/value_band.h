/* value_band.h: reads ages and age bands as people write them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* "17" -> 17..17, "16-24" and "16 to 24" -> 16..24, "65+" and "65 and over" -> 65..INT64_MAX, "over 65"
 * -> 66.., "Under 16" -> 0..15, "15 and under" -> 0..15. Years may be named. False if the value holds
 * anything else ("I have 3 children"). */
bool value_band(const char *value, int64_t *from, int64_t *to);
