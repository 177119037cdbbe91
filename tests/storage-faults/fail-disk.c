/*
 * Preload library for tests: lets a chosen write, sync or read of a chosen file fail with a chosen error.
 *
 *   FAILING_DIRECTORY  absolute path of the directory whose files can fail, without a slash at its end
 *   FAILURE_PLAN       file that holds a struct plan; whoever writes to it while the process runs is obeyed at once
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, WRITE, SYNC, READ };

struct plan {
  int32_t operation;
  int32_t error;
  /* The operation that brings this to zero fails. */
  volatile int32_t countdown;
  /* 1: and so does every one after it. */
  int32_t lasts;
  volatile int32_t failures;
  char file[44];
};

#define DESCRIPTORS 65536
#define NAME_BYTES 44
static char names[DESCRIPTORS][NAME_BYTES];
static struct plan *plan;
static const char *directory;

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (real == NULL) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAILURE_PLAN");
  directory = getenv("FAILING_DIRECTORY");
  if (file == NULL || directory == NULL) return;
  int descriptor = open(file, O_RDWR | O_CLOEXEC);
  void *mapped = mmap(NULL, sizeof(struct plan), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (descriptor < 0 || mapped == MAP_FAILED) abort();
  plan = mapped;
}

/* Whether this operation has to fail; errno is set then. */
static int fails(int operation, int descriptor) {
  if (plan == NULL || plan->operation != operation) return 0;
  if (descriptor < 0 || descriptor >= DESCRIPTORS) return 0;
  if (names[descriptor][0] == '\0' || strcmp(names[descriptor], plan->file) != 0) return 0;
  int32_t left = __sync_sub_and_fetch(&plan->countdown, 1);
  if (left != 0 && !(left < 0 && plan->lasts)) return 0;
  __sync_add_and_fetch(&plan->failures, 1);
  errno = plan->error;
  return 1;
}

static int after_open(int descriptor, const char *path) {
  if (plan == NULL || descriptor < 0 || descriptor >= DESCRIPTORS) return descriptor;
  size_t length = strlen(directory);
  names[descriptor][0] = '\0';
  if (strncmp(path, directory, length) == 0 && path[length] == '/') {
    snprintf(names[descriptor], NAME_BYTES, "%s", path + length + 1);
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
    return after_open(real(path, flags, mode), path); \
  }
OPEN(open)
OPEN(open64)

int close(int descriptor) {
  REAL(int, "close", int);
  if (descriptor >= 0 && descriptor < DESCRIPTORS) names[descriptor][0] = '\0';
  return real(descriptor);
}

#define PWRITE(name, offset_type) \
  ssize_t name(int descriptor, const void *bytes, size_t length, offset_type offset) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset_type); \
    return fails(WRITE, descriptor) ? -1 : real(descriptor, bytes, length, offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PREAD(name, offset_type) \
  ssize_t name(int descriptor, void *bytes, size_t length, offset_type offset) { \
    REAL(ssize_t, #name, int, void *, size_t, offset_type); \
    return fails(READ, descriptor) ? -1 : real(descriptor, bytes, length, offset); \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define SYNC_CALL(name) \
  int name(int descriptor) { \
    REAL(int, #name, int); \
    return fails(SYNC, descriptor) ? -1 : real(descriptor); \
  }
SYNC_CALL(fsync)
SYNC_CALL(fdatasync)
