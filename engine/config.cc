#include "engine/config.h"

#include "engine/base/yaml/image.h"

#include <filesystem>

namespace longshore {
namespace fs = std::filesystem;

namespace {

// A build puts it beside the program, a package with the files that it was made of.
void open_image(const fs::path& program, const fs::path& base, SharedData& out) {
  std::error_code ec;
  const auto built = program / "longshore.image";
  auto image = yaml::Image::open((fs::exists(built, ec) ? built : base / "longshore.image").string());
  if (image)
    out.sources = yaml::Sources(std::make_shared<const yaml::Image>(std::move(*image)), base.string());
  else
    out.image_fault = image.error();
}

}  // namespace

Result<Config> load_config(const std::string& folder, std::vector<Error>& errors) {
  std::error_code ec;
  auto base = fs::absolute(folder, ec).lexically_normal();
  auto file = (base / "longshore.yaml").string();
  LONGSHORE_TRY(auto root, yaml::load(file));
  Config out;
  out.folder = base.string();
  auto path = [&](yaml::Fields& keys, std::string_view key, const std::string& fallback) {
    auto text = keys.string(key, yaml::Presence::optional, fallback);
    return text.empty() ? text : (base / text).lexically_normal().string();
  };
  yaml::Fields keys(root, "longshore.yaml", errors);
  out.data = path(keys, "data", "data");
  out.partners = path(keys, "partners", "partners");
  out.maps = path(keys, "maps", "maps");
  out.codes = path(keys, "codes", "codes");
  out.templates = path(keys, "templates", "templates");
  out.guides = path(keys, "guides", "guides");
  out.dictionaries = path(keys, "dictionaries", "dictionaries");
  out.secrets = path(keys, "secrets", "secrets");
  out.reserve_bytes = static_cast<std::uint64_t>(keys.bytes("reserve", static_cast<std::int64_t>(out.reserve_bytes)));
  if (const auto* node = keys.get("events")) {
    yaml::Fields events(*node, "events", errors);
    out.event_file = path(events, "file", "");
    events.finish();
  }
  if (const auto* node = keys.get("api")) {
    yaml::Fields api(*node, "api", errors);
    out.api_host = api.string("host", yaml::Presence::optional, out.api_host);
    out.api_port = static_cast<std::uint16_t>(api.integer("port", 0, 65535, 0));
    api.finish();
  }
  keys.finish();
  return out;
}

Result<SharedData> find_shared_data() {
  std::error_code ec;
  auto program = fs::read_symlink("/proc/self/exe", ec).parent_path();
  for (const auto& root :
       {program / "../..", program / "../../..", program / "../share/longshore", fs::path("/usr/share/longshore")}) {
    if (!fs::exists(root / "parsers/dictionaries/FORMAT.md", ec)) continue;
    auto base = root.lexically_normal();
    if (!base.has_filename()) base = base.parent_path();  // no slash at its end
    auto at = [&](const char* part) { return (base / part).string(); };
    SharedData out{at("parsers/dictionaries"), at("maps/canonical"), at("maps/library"), at("maps/library/codes"),
                   at("partners/templates")};
    open_image(program, base, out);
    return out;
  }
  return fail_permanent("config", "DATA_MISSING",
                        "the program's dictionaries and maps are not beside it nor under /usr/share/longshore",
                        "run it from its build tree, or install the package");
}

}  // namespace longshore
