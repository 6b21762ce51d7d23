#include "engine/deliver/file_sink.h"

#include "spool/failpoint.h"

namespace longshore::deliver {
namespace {

constexpr std::uint32_t items_at_once = 256;
constexpr std::size_t bytes_at_once = 4U << 20;

}  // namespace

Result<void> FileSink::open(std::int64_t expected) {
  if (file_) return {};
  LONGSHORE_TRY(auto file, runtime::AppendFile::open(path_));
  LONGSHORE_TRY(auto size, file->size());
  if (size < expected)
    return fail_permanent(
        "sink", "SINK_FILE_SHORTER",
        path_ + " has " + std::to_string(size) + " bytes, but " + std::to_string(expected) + " were written to it",
        "it was cut or moved away from outside: put it back; or stop the service, and longshore events tail >FILE "
        "writes it anew");
  if (size > expected && !LONGSHORE_MUTANT("sink.not_cut")) LONGSHORE_CHECK(file->truncate(expected));
  file_ = std::move(file);
  return {};
}

// The file is synced before the cursor moves. A crash between the two leaves bytes beyond the cursor's offset; the next
// start cuts them off and writes the same bytes again.
Result<bool> FileSink::step() {
  spool::SinkCursor cursor;
  std::vector<spool::OutboxItem> items;
  {
    LONGSHORE_TRY(auto reader, spool_.reader());
    LONGSHORE_TRY(cursor, reader->sink_cursor(name_));
    LONGSHORE_TRY(items, reader->outbox_after(cursor.sequence, items_at_once));
  }
  LONGSHORE_CHECK(open(cursor.byte_offset));
  if (items.empty()) return false;
  std::string bytes;
  for (const auto& item : items) {
    LONGSHORE_TRY(auto lines, spool_.read_payload(item.payload));
    bytes += lines;
    cursor.sequence = item.sequence;
    if (bytes.size() >= bytes_at_once) break;
  }
  cursor.byte_offset += static_cast<std::int64_t>(bytes.size());
  const auto advance = [&](spool::LedgerWriter& ledger) { return ledger.advance_sink(name_, cursor); };
  if (LONGSHORE_MUTANT("sink.cursor_first")) LONGSHORE_CHECK(spool_.commit(advance));
  LONGSHORE_FAILPOINT("sink.before_write");
  auto written = file_->append(bytes);
  LONGSHORE_FAILPOINT("sink.after_write");
  if (written) written = file_->sync();
  if (!written) {
    file_.reset();
    return std::unexpected(written.error());
  }
  LONGSHORE_FAILPOINT("sink.after_sync");
  LONGSHORE_CHECK(spool_.commit(advance));
  return true;
}

}  // namespace longshore::deliver
