#pragma once
#include "maps/contracts/contract.h"

#include <map>
#include <string>

namespace longshore::contracts {

/// Fields of objects and lists that look the same in several places (provenance, refs, quantity …): a document that
/// describes all contracts describes each once.
class SharedForms {
 public:
  /// Of each field name the commonest form, if at least three places have it.
  explicit SharedForms(const Contracts& contracts);

  const std::map<std::string, json::Value>& forms() const { return forms_; }  ///< by field name
  /// Whether that field has the shared form of its name.
  bool is_shared(const std::string& field, const json::Value& schema) const;
  /// The schema with every such field replaced by `{"$ref": prefix + name_of(field)}`; itself is not replaced.
  json::Value referring(const json::Value& schema, const std::string& prefix) const;
  /// "provenance" is called "Provenance".
  static std::string name_of(const std::string& field);

 private:
  std::map<std::string, json::Value> forms_;
  std::map<std::string, std::string> canonical_;  // the same in RFC 8785 form
};

/// Contracts by the object that their first type speaks of; without a state row, the word in the type's name.
std::map<std::string, std::vector<const Contract*>> by_object(const Contracts& contracts);
/// The object that one type speaks of.
std::string object_of(const Contract& contract, const std::string& type);

}  // namespace longshore::contracts
