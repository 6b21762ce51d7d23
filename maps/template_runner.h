#pragma once
#include "maps/template.h"

namespace longshore::maps {

/// Walks the steps of a template over events. What is written is up to the derived class.
class TemplateRunner : public Environment {
 public:
  TemplateRunner(const Template& map, const ComposeInput& input) : map_(map), input_(input) {}

  /// The first fault; nullopt while there is none.
  const std::optional<Error>& fault() const { return fault_; }

  Value path(const Expression&) override { return {}; }
  Value reference(const Expression& expression) override;
  std::int64_t count(const Expression& expression) override;
  Value lookup(const Expression& expression, const std::string& code, const std::string& attribute) override;
  void unusable(const Expression& expression, std::string why) override;

 protected:
  /// Where names start from.
  struct Frame {
    const json::Value* item = nullptr;
    std::vector<const json::Value*> items;  ///< of a group; else empty
    std::int64_t index = 1;
  };

  void begin(std::span<const json::Value* const> events);
  /// Calls `write` once for each time that the step is to be done, in a frame of its own, where its `when` holds.
  void each(const OutStep& step, const std::function<void()>& write);
  /// The value, in the form that its element asks for; empty when there is none.
  std::string value(const OutValue& value, const guide::Element* element);
  /// How many segments of that tag there are so far.
  virtual std::int64_t segments_so_far(const std::string&) const { return 0; }

  void fail_at(const SourceLocation& where, std::string code, const std::string& what, std::string hint = {});
  const Template& map_;
  const ComposeInput& input_;
  std::vector<const json::Value*> events_;  // whole CloudEvents

 private:
  using Found = std::vector<const json::Value*>;

  Found find(const Reference& reference) const;
  Found start(const std::string& name) const;
  static void step_into(Found& found, const Reference::Step& step);
  void once(const OutStep& step, Frame frame, const std::function<void()>& write);
  std::vector<Frame> frames(const OutStep& step);
  std::vector<Frame> grouped(const Expression& by, const std::vector<Frame>& frames);
  std::string computed(const OutValue& value);
  std::string dated(const OutValue& value);
  std::string code_for(const OutValue& value, const std::string& meaning, const guide::Element* element);
  bool fits(const OutValue& value, const CodeRow& row, const std::string& meaning);
  std::string as_element(const OutValue& value, const guide::Element& element, std::string text);

  std::vector<Frame> frames_;
  std::vector<std::pair<std::string, Value>> variables_;
  const OutValue* value_ = nullptr;
  std::optional<Error> fault_;
};

}  // namespace longshore::maps
