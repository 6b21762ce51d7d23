#include "spool/failpoint.h"
#include "spool/payload_store.h"

namespace longshore::spool {
namespace {

bool all_of_kind(std::string_view text, auto allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_ulid_character(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z');
}

/// "YYYYMMDD/HHMM"
bool is_group(std::string_view text) {
  return text.size() == 13 && text[8] == '/' && all_of_kind(text.substr(0, 8), is_digit) &&
         all_of_kind(text.substr(9), is_digit);
}

/// A group and a ULID: nothing else ever becomes a path.
bool is_payload_id(std::string_view text) {
  return text.size() == 40 && is_group(text.substr(0, 13)) && text[13] == '/' &&
         all_of_kind(text.substr(14), is_ulid_character);
}

bool is_code(const Error& error, std::string_view code) {
  return error.code == code;
}

Result<void> create_if_missing(FileSystem& files, const std::string& path) {
  auto created = files.create_folder(path);
  if (!created && !is_code(created.error(), io_code::exists)) return fail(std::move(created).error());
  return {};
}

Result<void> fill(OutputFile& file, const Payload& payload) {
  std::string header = encode_payload_header(payload);
  LONGSHORE_CHECK(file.write(header));
  LONGSHORE_FAILPOINT("spool.after_header");
  LONGSHORE_CHECK(file.write(payload.bytes));
  LONGSHORE_CHECK(file.write(encode_payload_trailer(payload, header)));
  LONGSHORE_FAILPOINT("spool.before_fdatasync");
  return file.sync();
}

}  // namespace

Result<void> FolderPayloadStore::prepare() {
  for (const char* folder : {"/payload", "/corrupt", "/orphan"})
    LONGSHORE_CHECK(create_if_missing(files_, root_ + folder));
  return files_.sync_folder(root_);
}

std::string FolderPayloadStore::path_of(const PayloadId& id) const {
  return root_ + "/payload/" + id.str();
}

Result<void> FolderPayloadStore::ensure_folder(const std::string& relative) {
  if (known_folders_.contains(relative)) return {};
  LONGSHORE_CHECK(create_if_missing(files_, root_ + "/" + relative));
  // One that exists may have been created by a process that died before it made the name durable: sync its parent
  // anyway.
  unsettled_.insert(relative.substr(0, relative.rfind('/')));
  if (known_folders_.size() > 64) known_folders_.clear();
  known_folders_.insert(relative);
  return {};
}

Result<void> FolderPayloadStore::write(const Payload& payload) {
  const std::string& id = payload.id.str();
  if (!is_payload_id(id)) return fail_permanent("payload", "BAD_PAYLOAD_ID", "no payload can be named " + id);
  LONGSHORE_CHECK(ensure_folder("payload/" + id.substr(0, 8)));
  std::string folder = "payload/" + id.substr(0, 13);
  LONGSHORE_CHECK(ensure_folder(folder));
  LONGSHORE_TRY(auto file, files_.create(path_of(payload.id)));
  auto filled = fill(*file, payload);
  if (!filled) {
    file.reset();
    if (!is_code(filled.error(), io_code::sync_failed)) static_cast<void>(files_.unlink(path_of(payload.id)));
    return filled;
  }
  unsettled_.insert(folder);
  return {};
}

Result<void> FolderPayloadStore::settle() {
  // Parents sort before their children; the order does not matter, only that all of it is done before the commit.
  while (!unsettled_.empty()) {
    LONGSHORE_CHECK(files_.sync_folder(root_ + "/" + *unsettled_.begin()));
    unsettled_.erase(unsettled_.begin());
  }
  return {};
}

Result<void> FolderPayloadStore::remove(const PayloadId& id) {
  return files_.unlink(path_of(id));
}

Result<Payload> FolderPayloadStore::read(const PayloadId& id) const {
  if (!is_payload_id(id.str())) return fail_permanent("payload", "NOT_FOUND", "no payload can be named " + id.str());
  LONGSHORE_TRY(std::string stored, files_.read(path_of(id)));
  auto payload = decode_payload(stored);
  if (!payload) {
    payload.error().what = path_of(id) + ": " + payload.error().what;
    return payload;
  }
  if (payload->id != id) return fail_permanent("payload", "PAYLOAD_DAMAGED", path_of(id) + " holds another payload");
  return payload;
}

Result<void> FolderPayloadStore::set_aside(const PayloadId& id, SetAside where) {
  std::string folder = root_ + (where == SetAside::corrupt ? "/corrupt" : "/orphan");
  std::string file_name = id.str();
  std::replace(file_name.begin(), file_name.end(), '/', '-');
  LONGSHORE_CHECK(files_.rename(path_of(id), folder + "/" + file_name));
  return files_.sync_folder(folder);
}

Result<std::vector<std::string>> FolderPayloadStore::groups(const std::string& after) const {
  std::vector<std::string> found;
  LONGSHORE_TRY(auto days, files_.list(root_ + "/payload"));
  for (const std::string& day : days) {
    if (day.size() != 8 || !all_of_kind(day, is_digit) || day < after.substr(0, 8)) continue;
    LONGSHORE_TRY(auto minutes, files_.list(root_ + "/payload/" + day));
    for (const std::string& minute : minutes) {
      std::string group = day + "/" + minute;
      if (is_group(group) && group > after) found.push_back(std::move(group));
    }
  }
  return found;
}

Result<std::vector<PayloadId>> FolderPayloadStore::list(const std::string& group) const {
  LONGSHORE_TRY(auto names, files_.list(root_ + "/payload/" + group));
  std::vector<PayloadId> found;
  for (const std::string& file : names) {
    PayloadId id(group + "/" + file);
    if (is_payload_id(id.str())) found.push_back(std::move(id));
  }
  return found;
}

}  // namespace longshore::spool
