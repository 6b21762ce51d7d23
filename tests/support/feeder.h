#pragma once
#include "tests/support/installation.h"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace longshore::test {

/// What a partner has put into its outbound folder.
struct Fed {
  std::string partner;
  std::string name;
  std::string group;  ///< GS06, as the 997 has to cite it
  std::string bytes;
};

/// The `number`-th file, unlike every other one in its control numbers, references and ids.
Fed make_file(int number);

/// Keeps bringing files, a few dozen ahead of what is taken, until it is stopped.
class Feeder {
 public:
  explicit Feeder(const Installation& site);
  ~Feeder() { stop(); }
  std::vector<Fed> stop();
  std::size_t count() const { return count_; }

 private:
  void run();

  const Installation& site_;
  std::vector<Fed> fed_;
  std::atomic<std::size_t> count_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace longshore::test
