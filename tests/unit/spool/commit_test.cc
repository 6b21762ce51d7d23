#include "tests/unit/spool/support.h"

#include <thread>

namespace longshore::spool {
namespace {

using Commit = SpoolTest;

TEST_F(Commit, WhatIsCommittedIsThereAfterReopening) {
  Entry entry = must(receive("ISA*00*~", "a.edi"));
  open();
  EXPECT_FALSE(spool->recovered());
  auto reader = must(spool->reader());
  auto found = must(reader->find_entry(entry.id));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sha256, entry.sha256);
  EXPECT_EQ(found->file, entry.file);
  EXPECT_EQ(must(spool->read_payload(found->payload)), "ISA*00*~");
}

TEST_F(Commit, EightThreadsShareGroups) {
  constexpr int kThreads = 8, kEach = 25;
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        if (!receive("bytes", std::to_string(t) + "-" + std::to_string(i))) ++failures;
        auto reader = spool->reader();
        if (!reader || !(*reader)->status()) ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  CommitCounters counters = spool->counters();
  EXPECT_GE(counters.batches, 200u);
  EXPECT_LT(counters.groups, counters.batches);
  EXPECT_EQ(must(must(spool->reader())->status()).queued_work, kThreads * kEach);
  EXPECT_EQ(payload_files(), kThreads * kEach);
}

TEST_F(Commit, OneThatFailsHurtsNoOther) {
  std::atomic<int> good = 0, bad = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        Payload payload = spool->make_payload("x", {});
        Entry entry = entry_for(payload, std::to_string(t) + "-" + std::to_string(i));
        Batch batch;
        batch.payloads.push_back(std::move(payload));
        batch.change = [&, fails = i % 2 == 1](LedgerWriter& ledger) -> Result<void> {
          LONGSHORE_CHECK(ledger.insert_entry(entry, std::nullopt));
          if (fails) return fail_permanent("test", "REFUSED", "on purpose");
          return {};
        };
        auto result = spool->commit(std::move(batch));
        ++(result ? good : bad);
        EXPECT_EQ(code_of(result), i % 2 == 1 ? "REFUSED" : "");
        EXPECT_EQ(must(must(spool->reader())->find_entry(entry.id)).has_value(), result.has_value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
  EXPECT_EQ(bad, 80);
  EXPECT_EQ(payload_files(), 80);
  EXPECT_TRUE(must(spool->verify_audit()).intact);
}

TEST_F(Commit, AnExceptionIsAnErrorOfItsBatch) {
  auto result = spool->commit([](LedgerWriter&) -> Result<void> { throw std::runtime_error("oops"); });
  EXPECT_EQ(code_of(result), "INTERNAL");
  EXPECT_TRUE(receive("x", "after"));
}

TEST_F(Commit, AFullDiskLeavesNothingBehindAtWhicheverCall) {
  files.fault = [this](const std::string&) { return ++calls == faulty_call ? disk_full() : Result<void>(); };
  Result<Entry> result;
  for (faulty_call = 1; !result || faulty_call == 1; ++faulty_call) {
    calls = 0;
    clock.advance(60);  // a new minute folder each time
    auto before = payload_files();
    result = receive("x", "file" + std::to_string(faulty_call));
    if (result) break;
    EXPECT_EQ(code_of(result), "DISK_FULL");
    EXPECT_TRUE(result.error().temporary());
    EXPECT_EQ(payload_files(), before);
  }
  EXPECT_GE(faulty_call, 6);
  EXPECT_TRUE(spool->accepting());
  EXPECT_EQ(must(must(spool->reader())->status()).queued_work, 1);
}

TEST_F(Commit, BelowTheReserveNothingIsAccepted) {
  EXPECT_TRUE(spool->accepting());
  files.free = Bytes{1};
  EXPECT_EQ(code_of(spool->accepting()), "DISK_FULL");
  files.free = Bytes{1ull << 40};
  EXPECT_TRUE(spool->accepting());
}

class FailedSync : public SpoolTest, public testing::WithParamInterface<const char*> {};

TEST_P(FailedSync, StopsAcceptingUntilTheNextStart) {
  Entry before = must(receive("x", "before"));
  clock.advance(60);
  files.fault = [this](const std::string& call) {
    return call == GetParam() && ++calls == 1 ? sync_failed() : Result<void>();
  };
  EXPECT_EQ(code_of(receive("x", "during")), "SYNC_FAILED");
  EXPECT_EQ(code_of(receive("x", "after")), "DAMAGED");
  EXPECT_EQ(code_of(spool->accepting()), "DAMAGED");
  EXPECT_EQ(calls, 1) << "a failed sync was retried";
  open();
  EXPECT_TRUE(spool->recovered());
  EXPECT_TRUE(spool->accepting());
  EXPECT_EQ(must(must(spool->reader())->status()).queued_work, 1);
}

INSTANTIATE_TEST_SUITE_P(Calls, FailedSync, testing::Values("sync", "sync_folder"));

TEST_F(Commit, OneServiceAFolder) {
  auto second = Spool::open({.data_folder = folder.path()}, files, clock, random);
  EXPECT_EQ(code_of(second), "LOCKED");
}

TEST_F(Commit, LookingNeedsNoLock) {
  Entry entry = must(receive("x", "a"));
  for (bool running : {true, false}) {
    if (!running) spool.reset();
    auto look = must(Spool::open_read_only({.data_folder = folder.path()}, files, clock, random));
    EXPECT_TRUE(must(must(look->reader())->find_entry(entry.id)));
    EXPECT_EQ(must(look->read_payload(entry.payload)), "x");
    EXPECT_EQ(code_of(look->commit(Batch{})), "READ_ONLY");
  }
}

TEST_F(Commit, LookingAtNothingIsNotFound) {
  test::TemporaryFolder empty;
  EXPECT_EQ(code_of(Spool::open_read_only({.data_folder = empty.path()}, files, clock, random)), "NOT_FOUND");
}

TEST_F(Commit, APayloadNamedTooLongAgoIsRefused) {
  Payload payload = spool->make_payload("x", {});
  clock.advance(1801);
  Batch batch;
  batch.payloads.push_back(std::move(payload));
  EXPECT_EQ(code_of(spool->commit(std::move(batch))), "PAYLOAD_EXPIRED");
}

TEST_F(Commit, DamagedBytesAreSetAsideAndRaised) {
  Entry entry = must(receive("ISA*00*~", "a"));
  std::string path = folder.path() + "/payload/" + entry.payload.str();
  std::string stored = must(files.read(path));
  stored[stored.find("ISA")] ^= 1;
  std::filesystem::remove(path);
  ASSERT_OK(must(files.create(path))->write(stored));
  EXPECT_EQ(code_of(spool->read_payload(entry.payload)), "PAYLOAD_DAMAGED");
  EXPECT_EQ(must(files.list(folder.path() + "/corrupt")).size(), 1u);
  auto alerts = must(must(spool->reader())->open_alerts());
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].kind, "payload_damaged");
}

TEST_F(Commit, FilesThatNoRowKnowsAreSetAsideAfterAnHour) {
  Entry entry = must(receive("kept", "a"));
  Payload lost = spool->make_payload("lost", {});
  std::string header = encode_payload_header(lost);
  ASSERT_OK(must(files.create(folder.path() + "/payload/" + lost.id.str()))->write(header + lost.bytes));
  EXPECT_EQ(must(spool->sweep_orphans()), 0);
  clock.advance(3700);
  EXPECT_EQ(must(spool->sweep_orphans()), 1);
  EXPECT_EQ(must(spool->sweep_orphans()), 0);
  EXPECT_EQ(must(files.list(folder.path() + "/orphan")).size(), 1u);
  EXPECT_EQ(must(spool->read_payload(entry.payload)), "kept");
}

}  // namespace
}  // namespace longshore::spool
