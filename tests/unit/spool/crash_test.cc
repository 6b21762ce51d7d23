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

/// When the victim's remaining life begins.
enum class LifeFrom { fork, first_acknowledgement };

/// Runs a victim, kills it after a while, and gives what it had been told is durable.
std::set<std::string> run_and_kill(const std::string& folder, unsigned seed, LifeFrom from,
                                   std::chrono::microseconds life) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    Victim(folder, seed, ends[1]).work();
  }
  ::close(ends[1]);
  if (from == LifeFrom::first_acknowledgement) {
    pollfd first{ends[0], POLLIN, 0};
    EXPECT_EQ(::poll(&first, 1, 30'000), 1);
  }
  std::this_thread::sleep_for(life);
  ::kill(child, SIGKILL);
  std::set<std::string> acknowledged;
  char id[26];
  while (::read(ends[0], id, sizeof id) == 26) acknowledged.insert(std::string(id, 26));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself, with " << WEXITSTATUS(status);
  return acknowledged;
}

TEST(Crash, EveryAcknowledgedCommitSurvivesKill9AndNoneIsHalf) {
  TestFolder folder;
  PosixFileSystem files;
  TestClock clock;
  TestRandom random(77);
  std::mt19937 moments(4711);
  std::set<std::string> acknowledged;
  for (unsigned round = 0; round < 50; ++round) {
    auto from = round % 2 == 0 ? LifeFrom::first_acknowledgement : LifeFrom::fork;
    acknowledged.merge(run_and_kill(folder.path(), round + 100, from, std::chrono::microseconds(moments() % 50'000)));
    auto spool = must(Spool::open({.data_folder = folder.path()}, files, clock, random));
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
  EXPECT_GT(acknowledged.size(), 100u);
}

}  // namespace
}  // namespace longshore::spool
