/* Stands between a program and its disk (LD_PRELOAD). While a file of this name lies in the folder DISK_FAULTS, calls fail:
   write-enospc, write-eio, write-erofs: writing to regular files; sync-eio: bringing them to the disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_on(const char *fault) {
    const char *folder = getenv("DISK_FAULTS");
    char path[512];
    int kept = errno;
    if (!folder) return 0;
    snprintf(path, sizeof path, "%s/%s", folder, fault);
    int on = access(path, F_OK) == 0;
    errno = kept;
    return on;
}

static int is_file(int fd) {
    struct stat about;
    return fd > 2 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
}

static int write_fault(int fd) {
    if (!is_file(fd)) return 0;
    if (is_on("write-enospc")) return ENOSPC;
    if (is_on("write-eio")) return EIO;
    if (is_on("write-erofs")) return EROFS;
    return 0;
}

#define WRITES(result, name, takes, gives)                              \
    result name takes {                                                 \
        static result(*real) takes;                                     \
        if (!real) real = (result(*) takes)dlsym(RTLD_NEXT, #name);     \
        int fault = write_fault(fd);                                    \
        if (fault) {                                                    \
            errno = fault;                                              \
            return -1;                                                  \
        }                                                               \
        return real gives;                                              \
    }

WRITES(ssize_t, write, (int fd, const void *from, size_t count), (fd, from, count))
WRITES(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count))
WRITES(ssize_t, pwrite, (int fd, const void *from, size_t count, off_t at), (fd, from, count, at))
WRITES(ssize_t, pwrite64, (int fd, const void *from, size_t count, off64_t at), (fd, from, count, at))
WRITES(int, ftruncate, (int fd, off_t length), (fd, length))
WRITES(int, ftruncate64, (int fd, off64_t length), (fd, length))

#define SYNCS(name)                                                     \
    int name(int fd) {                                                  \
        static int (*real)(int);                                        \
        if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name);        \
        if (is_file(fd) && is_on("sync-eio")) {                         \
            errno = EIO;                                                \
            return -1;                                                  \
        }                                                               \
        return real(fd);                                                \
    }

SYNCS(fsync)
SYNCS(fdatasync)
