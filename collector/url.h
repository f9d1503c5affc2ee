/* url.h: addresses as they may be shown and stored. */
#pragma once

#include <yousaid/buf.h>

/* Appends `url` without user name, password and fragment, and with every query value as "...":
 * https://x/y?key=... */
void url_redact(const char *url, struct buf *out);
