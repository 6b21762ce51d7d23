#include "tests/unit/spool/support.h"

namespace longshore::spool {
namespace {

class FaultyFile final : public OutputFile {
 public:
  FaultyFile(std::unique_ptr<OutputFile> file, FaultyFileSystem& disk) : file_(std::move(file)), disk_(disk) {}
  Result<void> write(std::string_view bytes) override {
    if (auto fault = disk_.fault("write"); !fault) {
      static_cast<void>(file_->write(bytes.substr(0, bytes.size() / 2)));
      return fault;
    }
    return file_->write(bytes);
  }
  Result<void> sync() override {
    LONGSHORE_CHECK(disk_.fault("sync"));
    return file_->sync();
  }

 private:
  std::unique_ptr<OutputFile> file_;
  FaultyFileSystem& disk_;
};

}  // namespace

Result<std::unique_ptr<OutputFile>> FaultyFileSystem::create(const std::string& path) {
  LONGSHORE_CHECK(fault("create"));
  LONGSHORE_TRY(auto file, disk_.create(path));
  return std::make_unique<FaultyFile>(std::move(file), *this);
}

Entry SpoolTest::entry_for(const Payload& payload, const std::string& remote_name) {
  Entry entry;
  entry.id = EntryId(spool->new_id());
  entry.partner = PartnerId("acme-ltl");
  entry.endpoint = EndpointId("acme-ltl/pickup");
  entry.remote_name = remote_name;
  entry.file = RemoteFile{entry.endpoint, "/outbound/" + remote_name, Bytes{payload.bytes.size()}, 1};
  entry.received_at = clock.now();
  entry.payload = payload.id;
  entry.sha256 = payload.sha256;
  entry.size = Bytes{payload.bytes.size()};
  return entry;
}

Result<Entry> SpoolTest::receive(const std::string& bytes, const std::string& remote_name) {
  Payload payload = spool->make_payload(bytes, {{"kind", "entry"}});
  Entry entry = entry_for(payload, remote_name);
  Batch batch;
  batch.payloads.push_back(std::move(payload));
  batch.change = [&](LedgerWriter& ledger) { return ledger.insert_entry(entry, std::nullopt); };
  LONGSHORE_CHECK(spool->commit(std::move(batch)));
  return entry;
}

std::int64_t SpoolTest::payload_files() const {
  std::int64_t count = 0;
  for (const auto& item : std::filesystem::recursive_directory_iterator(folder.path() + "/payload"))
    count += item.is_regular_file();
  return count;
}

}  // namespace longshore::spool
