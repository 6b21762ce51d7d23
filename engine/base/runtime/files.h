#pragma once
#include "engine/model/result.h"

#include <string>
#include <vector>

namespace longshore::runtime {

/// The whole file; "-" is standard input. FILE_UNREADABLE when it cannot be read, FILE_TOO_LARGE above `limit` bytes.
Result<std::string> read_file(const std::string& path, std::uint64_t limit = std::uint64_t{4} << 30);
/// Regular files below a folder whose name ends in `suffix`, sorted by path, as full paths; empty when there is no such
/// folder.
std::vector<std::string> list_files(const std::string& folder, std::string_view suffix, bool recurse = true);

}  // namespace longshore::runtime
