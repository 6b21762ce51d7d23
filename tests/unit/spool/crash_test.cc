#include "tests/unit/spool/support.h"

#include <set>
#include <thread>

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace longshore::spool {
namespace {

/// Commits entries, each with an alert of the same name, and tells the pipe of each that was acknowledged. Never
/// returns.
class Victim {
 public:
  Victim(const std::string& folder, unsigned seed, int pipe) : random_(seed), pipe_(pipe) {
    auto opened = Spool::open({.data_folder = folder}, files_, clock_, random_);
    if (!opened) ::_exit(1);
    spool_ = *std::move(opened);
  }

  [[noreturn]] void work() {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) threads.emplace_back([this] { commit_for_ever(); });
    for (std::thread& thread : threads) thread.join();
    ::_exit(1);
  }

 private:
  void commit_for_ever() {
    for (;;) {
      Payload payload = spool_->make_payload("ISA*00*~ and so on", {});
      Entry entry;
      entry.id = EntryId(spool_->new_id());
      entry.partner = PartnerId("acme");
      entry.payload = payload.id;
      entry.sha256 = payload.sha256;
      Batch batch;
      batch.payloads.push_back(std::move(payload));
      batch.change = [&](LedgerWriter& ledger) -> Result<void> {
        LONGSHORE_CHECK(ledger.insert_entry(entry, std::nullopt));
        LONGSHORE_CHECK(ledger.raise_alert({.kind = "pair", .subject = entry.id.str()}));
        return {};
      };
      if (!spool_->commit(std::move(batch))) ::_exit(2);
      if (::write(pipe_, entry.id.str().data(), 26) != 26) ::_exit(3);
    }
  }

  PosixFileSystem files_;
  TestClock clock_;
  TestRandom random_;
  int pipe_;
  std::unique_ptr<Spool> spool_;
};

/// A victim in a process of its own, and the pipe on which it tells what it had been told.
class VictimProcess {
 public:
  VictimProcess(const std::string& folder, unsigned seed) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::close(ends[0]);
      Victim(folder, seed, ends[1]).work();
    }
    ::close(ends[1]);
    pipe_ = ends[0];
  }
  VictimProcess(const VictimProcess&) = delete;
  VictimProcess& operator=(const VictimProcess&) = delete;
  ~VictimProcess() { ::close(pipe_); }

  void await_first_acknowledgement() {
    pollfd first{pipe_, POLLIN, 0};
    EXPECT_EQ(::poll(&first, 1, 30'000), 1);
  }
  void kill() { ::kill(child_, SIGKILL); }
  /// Ends when the process does.
  std::set<std::string> acknowledged() {
    std::set<std::string> ids;
    char id[26];
    while (::read(pipe_, id, sizeof id) == 26) ids.insert(std::string(id, 26));
    int status = 0;
    ::waitpid(child_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself, with " << WEXITSTATUS(status);
    return ids;
  }

 private:
  pid_t child_ = 0;
  int pipe_ = -1;
};

/// When the victim's remaining life begins.
enum class LifeFrom { fork, first_acknowledgement };

std::set<std::string> run_and_kill(const std::string& folder, unsigned seed, LifeFrom from,
                                   std::chrono::microseconds life) {
  VictimProcess victim(folder, seed);
  if (from == LifeFrom::first_acknowledgement) victim.await_first_acknowledgement();
  std::this_thread::sleep_for(life);
  victim.kill();
  return victim.acknowledged();
}

/// Opens what a victim left and checks it against what the victim had been told.
class Aftermath {
 public:
  void check(const std::string& folder, const std::set<std::string>& acknowledged) {
    auto spool = must(Spool::open({.data_folder = folder}, files_, clock_, random_));
    ASSERT_TRUE(spool);
    auto reader = must(spool->reader());
    auto pairs = must(reader->open_alerts());
    ASSERT_EQ(must(reader->status()).queued_work, static_cast<std::int64_t>(pairs.size()))
        << "half of a batch is there";
    for (const Alert& pair : pairs) {
      auto entry = must(reader->find_entry(EntryId(pair.subject)));
      ASSERT_TRUE(entry) << "half of a batch is there";
      ASSERT_TRUE(spool->read_payload(entry->payload)) << "a row without its bytes";
    }
    for (const std::string& id : acknowledged) ASSERT_TRUE(must(reader->find_entry(EntryId(id)))) << "lost " << id;
    AuditReport audit = must(spool->verify_audit());
    ASSERT_TRUE(audit.intact) << audit.finding;
  }

 private:
  PosixFileSystem files_;
  TestClock clock_;
  TestRandom random_{77};
};

TEST(Crash, EveryAcknowledgedCommitSurvivesKill9AndNoneIsHalf) {
  test::TemporaryFolder folder;
  std::mt19937 moments(4711);
  std::set<std::string> acknowledged;
  for (unsigned round = 0; round < 50 && !testing::Test::HasFailure(); ++round) {
    auto from = round % 2 == 0 ? LifeFrom::first_acknowledgement : LifeFrom::fork;
    acknowledged.merge(run_and_kill(folder.path(), round + 100, from, std::chrono::microseconds(moments() % 50'000)));
    Aftermath().check(folder.path(), acknowledged);
  }
  EXPECT_GT(acknowledged.size(), 100u);
}

#ifdef LONGSHORE_FAILPOINTS
class CrashAt : public testing::TestWithParam<const char*> {};

TEST_P(CrashAt, EveryHitIsSurvived) {
  test::TemporaryFolder folder;
  std::set<std::string> acknowledged;
  for (int hit : {1, 2, 3, 5, 9}) {
    ::setenv("LONGSHORE_FAILPOINT", (std::string(GetParam()) + ":" + std::to_string(hit)).c_str(), 1);
    acknowledged.merge(VictimProcess(folder.path(), static_cast<unsigned>(hit)).acknowledged());
    ::unsetenv("LONGSHORE_FAILPOINT");
    Aftermath().check(folder.path(), acknowledged);
  }
}

INSTANTIATE_TEST_SUITE_P(Failpoints, CrashAt,
                         testing::Values("spool.after_header", "spool.before_fdatasync", "spool.after_fsync",
                                         "spool.before_commit", "spool.after_commit", "spool.before_release"));
#endif

}  // namespace
}  // namespace longshore::spool
