#pragma once
#include "maps/runner.h"
#include "maps/walker.h"
#include "maps/when.h"

#include <set>

namespace longshore::maps {

/// Computes fields in a frame; collects diagnostics, the worst verdict, and which segments were read.
class Evaluator {
 public:
  Evaluator(const RunInput& input, const Walker& walker) : input_(input), walker_(walker) {}

  json::Object object(const std::vector<Field>& fields, const Frame& frame);
  /// The value of one field as text (for `let`); empty when it has none.
  std::string text(const Field& field, const Frame& frame);
  /// All values a path meets, in file order, as UTF-8.
  std::vector<std::string> values(const CompiledPath& path, const Frame& frame);
  bool holds(const Condition& condition, const Frame& frame);

  void set_variable(const std::string& name, std::string value) { variables_[name] = std::move(value); }
  const std::map<std::string, std::string, std::less<>>& variables() const { return variables_; }
  void fault(OnFault policy, Diagnostic diagnostic);
  /// A diagnostic placed at a segment.
  Diagnostic at(Code code, std::string message, std::uint32_t segment, const CompiledPath* path = nullptr) const;

  std::set<std::uint32_t> take_read() { return std::exchange(read_, {}); }
  RunOutput::Verdict verdict() const { return verdict_; }
  std::vector<Diagnostic>& diagnostics() { return diagnostics_; }

 private:
  struct Hit {
    std::uint32_t segment;
    std::string value;
  };
  std::string data_of(std::uint32_t index, const ElementRef& element, std::uint32_t repetition) const;
  std::vector<Hit> hits(const CompiledPath& path, const Frame& frame);
  std::optional<Hit> first_hit(const CompiledPath& path, const Frame& frame);
  void put(json::Object& out, const Field& field, const Frame& frame);
  void put_date(json::Object& out, const Field& field, const Frame& frame);
  std::optional<WrittenTime> written_x12(const Field& field, const Frame& frame, const Hit& date);
  std::optional<WrittenTime> written_edifact(const CompiledPath& path, const Hit& date) const;
  json::Value scalar(const Field& field, const Frame& frame);
  json::Value convert(const Field& field, const Frame& frame, const std::vector<Hit>& found);
  json::Value typed(const Field& field, const Hit& hit);
  json::Value looked_up(const Field& field, const Hit& hit);
  json::Value pair(const Field& field, const Frame& frame);
  json::Value list(const Field& field, const Frame& frame);
  json::Value refs(const Field& field, const Frame& frame);
  const CodeRow* row(const std::string& lookup, const std::string& table, std::string_view code) const;
  void missing(const Field& field, const Frame& frame);

  const RunInput& input_;
  const Walker& walker_;
  std::map<std::string, std::string, std::less<>> variables_;
  std::set<std::uint32_t> read_;
  std::vector<Diagnostic> diagnostics_;
  RunOutput::Verdict verdict_ = RunOutput::Verdict::ok;
  bool zone_assumed_ = false;
};

}  // namespace longshore::maps
