/* version.h: the version of this build. */
#pragma once

/* "0.1.0". Borrowed for ever. */
const char *version_string(void);
