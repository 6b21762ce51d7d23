#include "engine/cli/map_run.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/runtime/files.h"

namespace longshore::cli {

Result<void> run_file(maps::Catalog& catalog, const std::string& map, const std::string& file, bool traced,
                      const std::function<void(const SetRun&)>& each) {
  LONGSHORE_TRY(auto bytes, runtime::read_file(file));
  auto parsed = parsers::read(bytes);
  auto sha256 = crypto::hex(crypto::sha256(bytes));
  std::size_t sets = 0;
  for (auto& interchange : parsed.interchanges) {
    for (auto& group : interchange.groups) {
      for (auto& transaction : group.transactions) {
        ++sets;
        translate::Position at{interchange, group, transaction};
        LONGSHORE_TRY(auto checked, translate::check(at, catalog));
        maps::Trace trace;
        auto translation =
            translate::translate(at, checked, nullptr, catalog, sha256, {map, traced ? &trace : nullptr, {}});
        each({at, checked.placement, translation, trace});
      }
    }
  }
  if (sets == 0)
    return fail_permanent("cli", "NO_INTERCHANGE", file + " holds no transaction set", "see longshore inspect " + file);
  return {};
}

}  // namespace longshore::cli
