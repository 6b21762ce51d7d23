#pragma once
#include "engine/model/ports.h"
#include "spool/spool.h"
#include "tests/support/temporary_folder.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace longshore::spool {

template <class T>
testing::AssertionResult is_ok(const Result<T>& result) {
  if (result) return testing::AssertionSuccess();
  return testing::AssertionFailure() << result.error().describe() << " " << result.error().cause;
}
#define ASSERT_OK(expression) ASSERT_TRUE(is_ok(expression))

/// The error's code; empty when there is none.
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? std::string() : result.error().code;
}

/// The value, or a failed test and a default.
template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.has_value()) << result.error().describe() << " " << result.error().cause;
  return result ? *std::move(result) : T{};
}

class TestClock final : public Clock {
 public:
  Timestamp now() override { return {now_}; }
  void sleep(std::int64_t milliseconds, const std::atomic<bool>&) override { now_ += milliseconds; }
  void advance(std::int64_t seconds) { now_ += seconds * 1000; }

 private:
  std::atomic<std::int64_t> now_ = 1'772'460'309'123;  // 2026-03-02T14:05:09.123Z
};

class TestRandom final : public Random {
 public:
  explicit TestRandom(unsigned seed = 1) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override {
    std::lock_guard lock(mutex_);
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_());
  }

 private:
  std::mutex mutex_;
  std::mt19937 engine_;
};

/// The real disk, until a call is told to fail.
class FaultyFileSystem final : public FileSystem {
 public:
  /// Asked before every call that changes something, with its name; an error is what the call answers.
  std::function<Result<void>(const std::string& call)> fault = [](const std::string&) { return Result<void>(); };
  Bytes free{1ull << 40};

  Result<void> create_folder(const std::string& path) override {
    LONGSHORE_CHECK(fault("create_folder"));
    return disk_.create_folder(path);
  }
  Result<std::unique_ptr<OutputFile>> create(const std::string& path) override;
  Result<std::string> read(const std::string& path) override { return disk_.read(path); }
  Result<void> rename(const std::string& from, const std::string& to) override {
    LONGSHORE_CHECK(fault("rename"));
    return disk_.rename(from, to);
  }
  Result<void> unlink(const std::string& path) override { return disk_.unlink(path); }
  Result<std::vector<std::string>> list(const std::string& folder) override { return disk_.list(folder); }
  Result<FileInfo> stat(const std::string& path) override { return disk_.stat(path); }
  Result<void> sync_folder(const std::string& path) override {
    LONGSHORE_CHECK(fault("sync_folder"));
    return disk_.sync_folder(path);
  }
  Result<Bytes> free_space(const std::string&) override { return free; }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override { return disk_.lock(path); }

 private:
  PosixFileSystem disk_;
};

inline Result<void> disk_full() {
  return fail_temporary("files", "DISK_FULL", "no space left");
}
inline Result<void> sync_failed() {
  return fail_permanent("files", "SYNC_FAILED", "the disk failed");
}

/// A spool in a folder of its own that can be closed and opened again.
class SpoolTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    spool.reset();
    auto opened = Spool::open({.data_folder = folder.path()}, files, clock, random);
    ASSERT_TRUE(opened.has_value()) << opened.error().describe() << opened.error().cause;
    spool = *std::move(opened);
  }
  /// Entry and batch for some bytes, as the receiver makes them.
  Entry entry_for(const Payload& payload, const std::string& remote_name);
  Result<Entry> receive(const std::string& bytes, const std::string& remote_name);
  std::int64_t payload_files() const;

  test::TemporaryFolder folder;
  TestClock clock;
  TestRandom random;
  FaultyFileSystem files;
  std::atomic<int> calls =
      0;  // for faults to count: closing the spool makes calls after the test's own locals are gone
  std::atomic<int> faulty_call = 0;
  std::unique_ptr<Spool> spool;
};

}  // namespace longshore::spool
