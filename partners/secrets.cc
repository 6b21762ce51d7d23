#include "partners/secrets.h"

#include "engine/base/runtime/files.h"

#include <cstdlib>
#include <filesystem>

namespace longshore::partners {
namespace {

std::unexpected<Error> missing(const std::string& reference, const std::string& hint) {
  return fail_permanent("partners", "SECRET_MISSING", "the secret " + reference + " cannot be read", hint);
}

Result<std::string> from_file(const std::string& reference, const std::string& path) {
  auto text = runtime::read_file(path, 1U << 20);
  if (!text) return missing(reference, "put it into " + path + ", readable by the service only");
  return text;
}

std::string credential_name(std::string name) {
  for (auto& c : name)
    if (c == '/') c = '-';
  return name;
}

}  // namespace

Result<std::string> read_secret(const std::string& reference, const std::string& folder) {
  auto colon = reference.find(':');
  auto kind = reference.substr(0, colon);
  auto name = colon == std::string::npos ? std::string{} : reference.substr(colon + 1);
  if (kind == "file") return from_file(reference, name);
  if (kind == "env") {
    const char* value = std::getenv(name.c_str());
    if (!value) return missing(reference, "set the environment variable " + name);
    return std::string(value);
  }
  if (kind != "secret" || name.empty() || name.find("..") != std::string::npos)
    return missing(reference, "write it like secret:acme/ssh");
  if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) {
    auto path = std::string(credentials) + "/" + credential_name(name);
    if (std::filesystem::exists(path)) return from_file(reference, path);
  }
  return from_file(reference, folder + "/" + name);
}

}  // namespace longshore::partners
