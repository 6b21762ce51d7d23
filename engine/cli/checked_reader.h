#pragma once
#include "engine/cli/context.h"
#include "engine/cli/dictionaries.h"
#include "parsers/guide/checker.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace longshore::cli {

/// Where in a file a diagnostic or a segment belongs; null parts are those it stands outside of.
struct Place {
  const parsers::Interchange* interchange = nullptr;
  const parsers::Group* group = nullptr;
  const parsers::Transaction* transaction = nullptr;
};

/// What a checking reader tells, with the parts that are open.
class PlacedEvents : public guide::CheckedEvents {
 public:
  using guide::CheckedEvents::begin_transaction;
  using guide::CheckedEvents::segment;

  void begin_interchange(const parsers::Interchange& one) override { interchange_ = one; }
  void begin_group(const parsers::Group& one) override { group_ = one; }
  void begin_transaction(const parsers::Transaction& one, const guide::Dictionary*) override { transaction_ = one; }
  void end_transaction(const parsers::Transaction&) override { transaction_.reset(); }
  void end_group(const parsers::Group&) override { group_.reset(); }
  void end_interchange(const parsers::Interchange&) override { interchange_.reset(); }

 protected:
  Place place() const { return place_of(parsers::Part::transaction); }
  Place place_of(parsers::Part part) const;

 private:
  std::optional<parsers::Interchange> interchange_;
  std::optional<parsers::Group> group_;
  std::optional<parsers::Transaction> transaction_;
};

constexpr int all_levels = 6;

/// Reads files of the command line against dictionaries and guides, in bounded memory.
class CheckedReader {
 public:
  CheckedReader(Context& context, const SharedData& data, int level = all_levels);

  /// Before reading: see Dictionaries::open.
  bool load_dictionaries(const DictionaryOptions& options) { return dictionaries_.open(options); }

  /// "-" is standard input. The bytes read; nothing, with the error printed and the exit code set, where it could not
  /// be read.
  std::optional<std::uint64_t> read(const std::string& name, guide::CheckedEvents& events);
  Dictionaries& dictionaries() { return dictionaries_; }

 private:
  Context& context_;
  Dictionaries dictionaries_;
  int level_;
};

}  // namespace longshore::cli
