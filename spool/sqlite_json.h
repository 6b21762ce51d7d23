#pragma once
#include "spool/delivery.h"
#include "spool/document.h"

#include <string>
#include <vector>

namespace longshore::spool {

// Short lists that are read with their row and never searched are kept as JSON in one column.

std::string strings_to_json(const std::vector<std::string>& values);
std::vector<std::string> strings_from_json(const std::string& text);

template <class NameType>
std::string names_to_json(const std::vector<NameType>& names) {
  std::vector<std::string> values;
  for (const NameType& name : names) values.push_back(name.str());
  return strings_to_json(values);
}

template <class NameType>
std::vector<NameType> names_from_json(const std::string& text) {
  std::vector<NameType> names;
  for (std::string& value : strings_from_json(text)) names.emplace_back(std::move(value));
  return names;
}

std::string references_to_json(const std::vector<Reference>& refs);
std::vector<Reference> references_from_json(const std::string& text);
std::string events_to_json(const std::vector<EventKey>& events);
std::vector<EventKey> events_from_json(const std::string& text);
std::string ranges_to_json(const std::vector<ControlNumberRange>& ranges);
std::vector<ControlNumberRange> ranges_from_json(const std::string& text);

std::string duplicates_to_json(const std::vector<DuplicateFact>& facts);
std::vector<DuplicateFact> duplicates_from_json(const std::string& text);

}  // namespace longshore::spool
