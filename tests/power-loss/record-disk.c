/*
 * Preload library for tests: writes down, in order, everything a process does to the files of one directory, as the
 * disk would see it. Reading is not recorded, nor are writes through a memory map (the shared-memory file of SQLite,
 * which never survives a power cut).
 *
 *   RECORDED_DIRECTORY  absolute path of the directory, without a slash at its end
 *   RECORD_FILE         where the record goes; outside of the directory
 *
 * A record is a head of five numbers (kind, descriptor, offset or size or flags, and two lengths), followed by as many
 * bytes as the lengths say: a name, two names, or what was written.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, CLOSED, WRITTEN, TRUNCATED, SYNCED, RENAMED, UNLINKED };

struct head {
  uint32_t kind;
  int32_t descriptor;
  int64_t number;
  uint32_t length;
  uint32_t second_length;
};

#define DESCRIPTORS 65536
static char watched[DESCRIPTORS];
static const char *directory;
static size_t directory_length;
static int record = -1;
/* Held over the operation and its record, so that both have one order. */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (real == NULL) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("RECORD_FILE");
  directory = getenv("RECORDED_DIRECTORY");
  if (file == NULL || directory == NULL) return;
  directory_length = strlen(directory);
  record = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record < 0) abort();
}

static void put(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    long done = syscall(SYS_write, record, at, length);
    /* A record with a hole would prove nothing. */
    if (done <= 0) abort();
    at += done;
    length -= (size_t)done;
  }
}

static void note(uint32_t kind, int descriptor, int64_t number, const void *first, size_t length,
                 const void *second, size_t second_length) {
  struct head head = {kind, descriptor, number, (uint32_t)length, (uint32_t)second_length};
  put(&head, sizeof head);
  put(first, length);
  put(second, second_length);
}

/* The name inside the directory, "" for the directory itself, NULL for everything else. */
static const char *inside(const char *path) {
  if (record < 0 || path == NULL || strncmp(path, directory, directory_length) != 0) return NULL;
  if (path[directory_length] == '\0') return "";
  return path[directory_length] == '/' ? path + directory_length + 1 : NULL;
}

static int is_watched(int descriptor) {
  return record >= 0 && descriptor >= 0 && descriptor < DESCRIPTORS && watched[descriptor];
}

static int after_open(int descriptor, const char *path, int flags) {
  const char *name = inside(path);
  if (descriptor >= 0 && descriptor < DESCRIPTORS) {
    watched[descriptor] = name != NULL;
    if (name != NULL) note(OPENED, descriptor, flags & (O_CREAT | O_TRUNC), name, strlen(name), NULL, 0);
  }
  return descriptor;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = va_arg(rest, mode_t); \
    va_end(rest); \
    pthread_mutex_lock(&order); \
    int result = after_open(real(path, flags, mode), path, flags); \
    pthread_mutex_unlock(&order); \
    return result; \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    REAL(int, #name, int, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = va_arg(rest, mode_t); \
    va_end(rest); \
    pthread_mutex_lock(&order); \
    int result = after_open(real(folder, path, flags, mode), path, flags); \
    pthread_mutex_unlock(&order); \
    return result; \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int descriptor) {
  REAL(int, "close", int);
  pthread_mutex_lock(&order);
  if (is_watched(descriptor)) {
    note(CLOSED, descriptor, 0, NULL, 0, NULL, 0);
    watched[descriptor] = 0;
  }
  int result = real(descriptor);
  pthread_mutex_unlock(&order);
  return result;
}

#define PWRITE(name, offset_type) \
  ssize_t name(int descriptor, const void *bytes, size_t length, offset_type offset) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset_type); \
    pthread_mutex_lock(&order); \
    ssize_t done = real(descriptor, bytes, length, offset); \
    if (done > 0 && is_watched(descriptor)) note(WRITTEN, descriptor, offset, bytes, (size_t)done, NULL, 0); \
    pthread_mutex_unlock(&order); \
    return done; \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int descriptor, const void *bytes, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  if (!is_watched(descriptor)) return real(descriptor, bytes, length);
  pthread_mutex_lock(&order);
  ssize_t done = real(descriptor, bytes, length);
  if (done > 0) note(WRITTEN, descriptor, lseek(descriptor, 0, SEEK_CUR) - done, bytes, (size_t)done, NULL, 0);
  pthread_mutex_unlock(&order);
  return done;
}

/* Nothing under test gathers its writes; should that change, the test must notice. */
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  if (is_watched(descriptor)) abort();
  return real(descriptor, parts, count);
}

#define TRUNCATE(name, size_type) \
  int name(int descriptor, size_type size) { \
    REAL(int, #name, int, size_type); \
    pthread_mutex_lock(&order); \
    int result = real(descriptor, size); \
    if (result == 0 && is_watched(descriptor)) note(TRUNCATED, descriptor, size, NULL, 0, NULL, 0); \
    pthread_mutex_unlock(&order); \
    return result; \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name) \
  int name(int descriptor) { \
    REAL(int, #name, int); \
    pthread_mutex_lock(&order); \
    int result = real(descriptor); \
    if (result == 0 && is_watched(descriptor)) note(SYNCED, descriptor, 0, NULL, 0, NULL, 0); \
    pthread_mutex_unlock(&order); \
    return result; \
  }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  pthread_mutex_lock(&order);
  int result = real(from, to);
  const char *old = inside(from), *new = inside(to);
  if (result == 0 && old != NULL && new != NULL) note(RENAMED, -1, 0, old, strlen(old), new, strlen(new));
  pthread_mutex_unlock(&order);
  return result;
}

static int after_unlink(int result, const char *path) {
  const char *name = inside(path);
  if (result == 0 && name != NULL) note(UNLINKED, -1, 0, name, strlen(name), NULL, 0);
  return result;
}

#define UNLINK(name) \
  int name(const char *path) { \
    REAL(int, #name, const char *); \
    pthread_mutex_lock(&order); \
    int result = after_unlink(real(path), path); \
    pthread_mutex_unlock(&order); \
    return result; \
  }
UNLINK(unlink)
UNLINK(remove)

int unlinkat(int folder, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  pthread_mutex_lock(&order);
  int result = after_unlink(real(folder, path, flags), path);
  pthread_mutex_unlock(&order);
  return result;
}
