#pragma once
#include "engine/base/yaml/yaml.h"
#include "parsers/guide/library.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A partner's guide: an overlay on a dictionary that says only what differs. `docs/guides.md` is the format.
namespace longshore::guide {

/// What a guide is laid over: "x12/856@004010".
struct GuideBase {
  parsers::Standard standard = parsers::Standard::x12;
  std::string set;
  std::string release;  ///< "004010", "D96A"

  std::string text() const;
  /// Nullopt where it is not of that form.
  static std::optional<GuideBase> parse(std::string_view text);
};

struct Guide {
  std::string name;
  std::string label;
  std::string file;
  GuideBase base;
  /// The base with what the guide widens, and its rules for level 6. Independent of the Library it was made from.
  std::unique_ptr<const Dictionary> dictionary;

  /// Whether sets of that kind are what the guide is about; `version` as on the document.
  bool is_for(parsers::Standard standard, std::string_view version, std::string_view set) const;
};

/// Reads a guide strictly; every fault is appended with file:line:column. Null if there was one.
std::unique_ptr<const Guide> read_guide(const yaml::Node& root, Library& library, std::vector<Error>& errors);
/// The same over one dictionary, whatever `base` says.
std::unique_ptr<const Guide> lay_over(const yaml::Node& root, const Dictionary& base, std::vector<Error>& errors);
/// The same from a file.
std::unique_ptr<const Guide> load_guide(const std::string& file, Library& library, std::vector<Error>& errors);

/// All guides of an installation at one moment. Immutable; may be shared by threads.
class Guides {
 public:
  /// One a file; two of one name are a fault. Faults are appended, guides without one are in the result all the same.
  static std::shared_ptr<const Guides> load(const std::vector<std::string>& files, Library& library,
                                            std::vector<Error>& errors);

  /// Null where there is none of that name.
  const Guide* find(std::string_view name) const;
  const std::map<std::string, std::unique_ptr<const Guide>, std::less<>>& all() const { return all_; }

 private:
  std::map<std::string, std::unique_ptr<const Guide>, std::less<>> all_;
};

}  // namespace longshore::guide
