/* version.c: the version CMake gave this build. */
#include <yousaid/version.h>

const char *version_string(void)
{
    return YOUSAID_VERSION;
}
