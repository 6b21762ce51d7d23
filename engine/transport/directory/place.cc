#include "engine/transport/directory/place.h"

#include "engine/model/remote_store.h"
#include "engine/model/text.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace longshore::directory {

namespace {

struct Meaning {
  Lasting lasting;
  const char* code;
};

Meaning meaning_of(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return {Lasting::permanent, "REMOTE_NOT_FOUND"};
    case EACCES:
    case EPERM:
    case EROFS:
    case ETXTBSY:
      return {Lasting::permanent, "REMOTE_DENIED"};
    case EEXIST:
      return {Lasting::permanent, "REMOTE_EXISTS"};
    case EISDIR:
    case ELOOP:
    case ENXIO:
      return {Lasting::permanent, "REMOTE_NOT_A_FILE"};
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {Lasting::temporary, "REMOTE_FULL"};
    case ESTALE:
    case ENOTCONN:
    case ETIMEDOUT:
      return {Lasting::temporary, "REMOTE_UNREACHABLE"};
    default:
      return {Lasting::temporary, "REMOTE_FAILED"};
  }
}

Result<Descriptor> open_below(int folder, const std::string& name, const std::string& path) {
  Descriptor opened(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!opened) return fail_errno(errno, "opening the folder " + name + " of " + path);
  return opened;
}

/// The names of a path; "." and empty ones are nothing, ".." is refused.
Result<std::vector<std::string>> names_of(const std::string& path) {
  std::vector<std::string> names;
  for (auto name : split(path, '/')) {
    if (name.empty() || name == ".") continue;
    if (!is_safe_remote_name(name)) {
      return fail_permanent("directory", "REMOTE_DENIED",
                            printable(path) + ": '" + printable(name) + "' is no name of a file or folder");
    }
    names.emplace_back(name);
  }
  return names;
}

Result<Descriptor> walk(const Descriptor& root, std::span<const std::string> names, const std::string& path) {
  LONGSHORE_TRY(auto at, open_below(root.number(), ".", path));
  for (const auto& name : names) {
    LONGSHORE_TRY(at, open_below(at.number(), name, path));
  }
  return at;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

std::unexpected<Error> fail_errno(int number, const std::string& doing) {
  auto meaning = meaning_of(number);
  auto text = std::generic_category().message(number);
  Error error{meaning.lasting, "directory", meaning.code, doing + ": " + text, "", std::nullopt};
  error.cause = text;
  return fail(std::move(error));
}

Result<Place> locate(const Descriptor& root, const std::string& path) {
  LONGSHORE_TRY(auto names, names_of(path));
  if (names.empty()) names.emplace_back(".");
  auto name = names.back();
  LONGSHORE_TRY(auto folder, walk(root, std::span(names).first(names.size() - 1), path));
  return Place{std::move(folder), std::move(name)};
}

Result<Descriptor> open_folder(const Descriptor& root, const std::string& path) {
  LONGSHORE_TRY(auto names, names_of(path));
  return walk(root, names, path);
}

}  // namespace longshore::directory
