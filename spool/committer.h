#pragma once
#include "engine/model/ports.h"
#include "spool/spool.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace longshore::spool {

/// The one thread that writes. It takes what queued while it made the group before durable, so that groups grow with
/// the load and a lone batch never waits for company. Thread-safe.
class Committer {
 public:
  /// Starts the thread. The ports must outlive it.
  Committer(Ledger& ledger, PayloadStore& store, Clock& clock, std::uint32_t group_limit);
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;
  ~Committer() { stop(); }

  Result<void> commit(Batch batch);
  /// Commits what is queued and ends the thread.
  void stop();
  /// Runs between two groups, never beside one.
  Result<void> between_groups(const std::function<Result<void>()>& action);
  /// Whether a disk broke its promise: nothing is committed any more.
  bool damaged() const { return damaged_; }
  CommitCounters counters() const;

 private:
  struct Waiting {
    Batch batch;
    std::promise<Result<void>> answer;
  };
  using Group = std::vector<Waiting>;
  using Results = std::vector<Result<void>>;

  void run();
  Group next_group();
  void commit_group(Group& group);
  Results make_durable(Group& group);
  Results write_payloads(const Group& group);
  Result<void> write_payloads(const Batch& batch);
  Result<void> transact(Group& group, Results& results);
  void take_back(const Batch& batch);
  void note_damage(const Result<void>& result);
  void count(std::size_t group, const Results& results, Timestamp began);

  Ledger& ledger_;
  PayloadStore& store_;
  Clock& clock_;
  const std::uint32_t group_limit_;
  std::atomic<bool> damaged_ = false;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable arrived_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;
  CommitCounters counters_;

  std::mutex writing_;  // held while a group is written
  std::thread thread_;
};

}  // namespace longshore::spool
