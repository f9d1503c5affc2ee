/* lock.c: one run at a time in a workspace, by flock(2). */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>

enum { LOCK_MAX_PATH = 4096, LOCK_MAX_PID = 32 };

struct lock {
    int fd;
};

static int busy(int fd, struct error *err)
{
    char pid[LOCK_MAX_PID] = "";
    ssize_t got = pread(fd, pid, sizeof pid - 1, 0);
    pid[got > 0 ? got : 0] = '\0';
    pid[strspn(pid, "0123456789")] = '\0';
    return error_set(err, ERROR_TEMPFAIL, "another run is under way (process %s): this one has done nothing",
                     *pid != '\0' ? pid : "unknown");
}

/* For the message of the next one only: that it cannot be written is no reason not to run. */
static void write_pid(int fd)
{
    char pid[LOCK_MAX_PID];
    int len = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)len, 0) != len)
        return;
}

int lock_take(const char *store, struct lock **out, struct error *err)
{
    struct buf path = buf_new(LOCK_MAX_PATH);
    buf_printf(&path, "%s.lock", store);
    int fd = open(buf_str(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int result = 0;
    if (fd < 0)
        result = error_set(err, ERROR_SYSTEM, "%s: the lock cannot be written: %s", buf_str(&path),
                           strerror(errno));
    else if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        result = errno == EWOULDBLOCK ? busy(fd, err)
                                      : error_set(err, ERROR_SYSTEM, "%s: cannot be locked: %s",
                                                  buf_str(&path), strerror(errno));
    buf_free(&path);
    if (result != 0) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    write_pid(fd);
    *out = mem_new(1, sizeof **out);
    (*out)->fd = fd;
    return 0;
}

void lock_release(struct lock *l)
{
    if (l == NULL)
        return;
    close(l->fd);
    free(l);
}
