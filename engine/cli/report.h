#pragma once
#include "engine/base/json/json.h"
#include "engine/cli/checked_reader.h"
#include "engine/model/diagnostic.h"
#include "parsers/interchange.h"

#include <array>
#include <string>

/// What is known of a file as data: the forms that the contract promises.
namespace longshore::cli {

/// One entry of the contract's `files`, made while the file is read. Memory grows with its sets, not with its segments.
class FileReport final : public PlacedEvents {
 public:
  void begin_interchange(const parsers::Interchange& one) override;
  void begin_group(const parsers::Group& one) override;
  void begin_transaction(const parsers::Transaction& one, const guide::Dictionary*) override;
  void segment(const parsers::Segment&, const guide::SegmentPlace&) override { ++segments_; }
  void diagnostic(parsers::Part part, Diagnostic one) override;
  void end_transaction(const parsers::Transaction& one) override;
  void end_group(const parsers::Group& one) override;
  void end_interchange(const parsers::Interchange& one) override;

  bool any_error() const { return any_error_; }
  bool any_interchange() const { return !interchanges_.empty(); }
  json::Value finish(const std::string& name, std::uint64_t bytes) &&;

 private:
  /// What is gathered of a part until it ends.
  struct Gathered {
    json::Array parts;
    std::vector<Diagnostic> diagnostics;
  };

  json::Array interchanges_;
  std::array<Gathered, 4> open_;  // by parsers::Part
  std::uint64_t segments_ = 0;
  bool any_error_ = false;
};

/// `file:byte 311: error ELEMENT_TOO_LONG: message (set 0001, segment 7 N1, element 2, value "…") — expected …`
std::string describe(const std::string& file, const Place& place, const Diagnostic& diagnostic);
/// The contract's form of a diagnostic, with the file and the control numbers of its place before it.
json::Value to_json(const std::string& file, const Place& place, const Diagnostic& diagnostic);

/// Whether an element is shown in its parts. Finding each part costs the element's length, so that large ones stay
/// whole.
bool is_split(const parsers::Segment& segment, std::uint32_t element);

/// The lines of `inspect -o ndjson` for the segments of one place; its members may be null, and a segment's position
/// is where there is no set.
class SegmentLine {
 public:
  explicit SegmentLine(const Place& place);
  /// With its line end; good until the next call.
  const std::string& of(const parsers::Segment& segment);

 private:
  bool of_set_;
  std::string start_;
  std::string line_;
};

}  // namespace longshore::cli
