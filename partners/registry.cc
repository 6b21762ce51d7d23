#include "partners/registry.h"

#include "engine/base/crypto/crypto.h"
#include "engine/base/runtime/files.h"
#include "engine/model/text.h"

#include <algorithm>
#include <filesystem>

namespace longshore::partners {
namespace {

void append_text(const yaml::Node& node, std::string& out) {
  out += static_cast<char>('0' + static_cast<int>(node.kind));
  out += node.text + "\n";
  for (const auto& item : node.items) append_text(item, out);
  for (const auto& pair : node.pairs) {
    out += pair.key + "\n";
    append_text(pair.value, out);
  }
}

std::unexpected<Error> unknown_template(const RegistryFolders& folders, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& folder : folders.templates)
    for (const auto& file : runtime::list_files(folder, ".yaml", false))
      names.push_back(std::filesystem::path(file).stem().string());
  std::vector<std::string_view> views(names.begin(), names.end());
  auto near = nearest(name, views);
  return fail_permanent("partners", "TEMPLATE_UNKNOWN", "there is no template " + printable(name),
                        near.empty() ? "" : "did you mean " + near + "?");
}

void check_guide(const Flow& flow, const KnownNames& known, std::vector<Error>& errors) {
  if (!known.guides || flow.guide.empty()) return;
  const auto found = known.guides->find(flow.guide);

  const auto document = flow.standard + "/" + flow.set + "@" + flow.version;
  if (found == known.guides->end()) {
    std::vector<std::string_view> names;
    for (const auto& [name, base] : *known.guides) names.push_back(name);
    auto near = nearest(flow.guide, names);
    errors.push_back({Lasting::permanent, "partners", "GUIDE_UNKNOWN", "there is no guide " + printable(flow.guide),
                      near.empty() ? "put it into the installation's guides folder" : "did you mean " + near + "?",
                      flow.where});
  } else if (!found->second.starts_with(document) && !document.starts_with(found->second)) {
    errors.push_back({Lasting::permanent, "partners", "GUIDE_UNFIT",
                      "the guide " + flow.guide + " is about " + found->second + ", the flow receives " + document,
                      "name the guide of that document", flow.where});
  }
}

void check_names(const Profile& profile, const KnownNames& known, std::vector<Error>& errors) {
  std::vector<std::string_view> maps(known.maps.begin(), known.maps.end());
  for (const auto& flow : profile.flows) {
    check_guide(flow, known, errors);
    if (maps.empty() || flow.map.empty() || std::ranges::find(maps, flow.map) != maps.end()) continue;
    auto near = nearest(flow.map, maps);
    errors.push_back({Lasting::permanent, "partners", "MAP_UNKNOWN", "there is no map " + printable(flow.map),
                      near.empty() ? "see longshore map list" : "did you mean " + near + "?", flow.where});
  }
}

}  // namespace

FindTemplate template_finder(const RegistryFolders& folders) {
  return [folders](const std::string& name) -> Result<yaml::Node> {
    for (const auto& folder : folders.templates) {
      auto file = folder + "/" + name + ".yaml";
      if (name.find('/') == std::string::npos && std::filesystem::exists(file)) return folders.sources.load(file);
    }
    return unknown_template(folders, name);
  };
}

Result<yaml::Node> load_resolved(const std::string& file, const RegistryFolders& folders) {
  LONGSHORE_TRY(auto root, yaml::load(file));
  return resolve(root, template_finder(folders));
}

std::shared_ptr<const Registry> Registry::load(const RegistryFolders& folders, const KnownNames& known,
                                               std::vector<Error>& errors) {
  auto out = std::make_shared<Registry>();
  std::string all;
  for (const auto& file : runtime::list_files(folders.profiles, ".yaml", false)) {
    auto resolved = load_resolved(file, folders);
    if (!resolved) {
      errors.push_back(resolved.error());
      continue;
    }
    auto profile = read_profile(*resolved, errors);
    if (!profile) continue;
    std::string text;
    append_text(*resolved, text);
    profile->revision = crypto::hex(crypto::sha256(text));
    all += profile->revision;
    check_names(*profile, known, errors);
    out->profiles_.push_back(std::move(*profile));
  }
  out->revision_ = crypto::hex(crypto::sha256(all));
  out->check_between(errors);
  return out;
}

void Registry::check_between(std::vector<Error>& errors) const {
  for (std::size_t i = 0; i < profiles_.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto& a = profiles_[i];
      const auto& b = profiles_[j];
      auto refuse = [&](const std::string& what) {
        errors.push_back({Lasting::permanent, "partners", "PARTNERS_COLLIDE",
                          a.id.str() + " and " + b.id.str() + " " + what + " (" + b.file + ")", "change one of the two",
                          SourceLocation{a.file, 1, 1}});
      };
      auto same = [](const auto& x, const auto& y) { return x && y && x->ours == y->ours && x->theirs == y->theirs; };
      if (a.id == b.id) refuse("are the same name");
      if (same(a.x12, b.x12)) refuse("have the same X12 identity");
      if (same(a.edifact, b.edifact)) refuse("have the same EDIFACT identity");
    }
  }
}

const Profile* Registry::find(const PartnerId& id) const {
  auto found = std::ranges::find(profiles_, id, &Profile::id);
  return found == profiles_.end() ? nullptr : &*found;
}

const Profile* Registry::by_envelope(bool x12, const EnvelopeId& sender, const EnvelopeId& receiver) const {
  const Profile* carrier = nullptr;
  for (const auto& profile : profiles_) {
    const auto& identity = x12 ? profile.x12 : profile.edifact;
    if (!identity || identity->ours != receiver) continue;
    if (identity->theirs == sender) return &profile;
    if (std::ranges::find(profile.carries, sender) != profile.carries.end()) carrier = &profile;
  }
  return carrier;
}

}  // namespace longshore::partners
