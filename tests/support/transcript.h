#pragma once
#include "parsers/events.h"

#include <string>
#include <string_view>

namespace longshore::parsers::test {

/// All that a reader tells, as one number; as text where a failure is to be looked at.
class Transcript final : public parsers::Events {
 public:
  explicit Transcript(bool keeps_text = false) : keeps_text_(keeps_text) {}

  void begin_interchange(const parsers::Interchange& one) override {
    note("interchange", one.control_number, one.byte_range, one.sender.id + one.receiver.id + one.version);
  }
  void envelope_segment(const parsers::Segment& segment) override { note_segment("envelope", segment); }
  void group_segment(const parsers::Segment& segment) override { note_segment("group", segment); }
  void begin_group(const parsers::Group& one) override {
    note("group", one.control_number, one.byte_range, one.version);
  }
  void begin_transaction(const parsers::Transaction& one) override {
    note("set", one.control_number, one.byte_range, one.set + one.version);
  }
  void segment(const parsers::Segment& segment) override { note_segment("segment", segment); }
  void diagnostic(parsers::Part part, Diagnostic one) override {
    note("diagnostic", info(one.code).name, one.byte_range.value_or(ByteRange{}),
         one.message + one.value.value_or("") + std::to_string(static_cast<int>(part)) +
             std::to_string(one.segment_position.value_or(0)) + std::to_string(one.element.value_or(0)));
  }
  void end_transaction(const parsers::Transaction& one) override {
    note("end set", name(one.status), one.byte_range, {});
  }
  void end_group(const parsers::Group& one) override { note("end group", {}, one.byte_range, {}); }
  void end_interchange(const parsers::Interchange& one) override { note("end interchange", {}, one.byte_range, {}); }

  std::uint64_t hash() const { return hash_; }
  const std::string& text() const { return text_; }

 private:
  void note_segment(std::string_view what, const parsers::Segment& segment) {
    note(what, segment.text(), segment.byte_range(), {});
    for (std::uint32_t i = 0; i <= segment.element_count(); ++i) mix(segment.element(i).size());
    mix(segment.position());
  }

  void note(std::string_view what, std::string_view name, ByteRange range, const std::string& more) {
    mix(std::hash<std::string_view>{}(what));
    mix(std::hash<std::string_view>{}(name));
    mix(range.begin);
    mix(range.end);
    mix(std::hash<std::string_view>{}(more));
    if (!keeps_text_) return;
    text_ += std::string(what) + " " + std::string(name) + " " + std::to_string(range.begin) + "-" +
             std::to_string(range.end) + " " + more + "\n";
  }

  void mix(std::uint64_t value) { hash_ = (hash_ ^ value) * 0x9E37'79B9'7F4A'7C15 + (hash_ >> 29); }

  bool keeps_text_;
  std::uint64_t hash_ = 1469598103934665603U;
  std::string text_;
};

}  // namespace longshore::parsers::test
