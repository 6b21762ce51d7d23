// Preloaded into a program: while the file named by LONGSHORE_TEST_FULL is there, the disk below the folder
// LONGSHORE_TEST_FOLDER is full. With LONGSHORE_TEST_FULL_UNSEEN set statvfs does not tell, with
// LONGSHORE_TEST_FULL_ONLY_TOLD only statvfs tells.
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

template <class F>
F next(const char* name) {
  return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

bool full() {
  const char* flag = std::getenv("LONGSHORE_TEST_FULL");
  return flag && ::access(flag, F_OK) == 0;
}

bool below(std::string_view path) {
  const char* folder = std::getenv("LONGSHORE_TEST_FOLDER");
  return folder && path.starts_with(folder);
}

bool refuses(int descriptor) {
  if (!full() || std::getenv("LONGSHORE_TEST_FULL_ONLY_TOLD")) return false;
  char link[32] = "/proc/self/fd/";
  char* end = link + 14;
  char digits[12];
  int count = 0;
  do digits[count++] = static_cast<char>('0' + descriptor % 10);
  while ((descriptor /= 10) > 0);
  while (count > 0) *end++ = digits[--count];
  *end = 0;
  char path[4096];
  auto size = ::readlink(link, path, sizeof path);
  if (size <= 0 || !below({path, static_cast<std::size_t>(size)})) return false;
  errno = ENOSPC;
  return true;
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  return refuses(descriptor) ? -1 : real(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  static auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return refuses(descriptor) ? -1 : real(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  static auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return refuses(descriptor) ? -1 : real(descriptor, bytes, size, offset);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  static auto real = next<ssize_t (*)(int, const iovec*, int)>("writev");
  return refuses(descriptor) ? -1 : real(descriptor, parts, count);
}

int statvfs(const char* path, struct statvfs* facts) {
  static auto real = next<int (*)(const char*, struct statvfs*)>("statvfs");
  int done = real(path, facts);
  if (done == 0 && below(path) && full() && !std::getenv("LONGSHORE_TEST_FULL_UNSEEN")) facts->f_bavail = 0;
  return done;
}

}  // extern "C"
