// What ThreadSanitizer is told of libraries that are not built with it; part of every test program of the preset tsan.
extern "C" const char* __tsan_default_suppressions();  // NOLINT: the sanitizer's own name
const char* __tsan_default_suppressions() {
  // OpenSSL 3.5 hands entries of its hash tables from thread to thread by atomics that the sanitizer does not see; what
  // libcrypto calls from libc (memcmp, memcpy) would be taken for a race.
  return "called_from_lib:libcrypto.so\n";
}
