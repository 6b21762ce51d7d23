#pragma once
#include "engine/base/runtime/append_file.h"
#include "spool/spool.h"

#include <memory>
#include <string>

namespace longshore::deliver {

/// Canonical events as NDJSON at the end of one file, each once: the ledger knows how long the file was after the last
/// event that counts, and whatever a crash left behind it is cut off and written again. One thread.
class FileSink {
 public:
  FileSink(std::string name, std::string path, spool::Spool& spool)
      : name_(std::move(name)), path_(std::move(path)), spool_(spool) {}

  /// Writes what is in the outbox, at most a few megabytes. True when there was something.
  Result<bool> step();

 private:
  Result<void> open(std::int64_t expected);

  std::string name_;
  std::string path_;
  spool::Spool& spool_;
  std::unique_ptr<runtime::AppendFile> file_;
};

}  // namespace longshore::deliver
