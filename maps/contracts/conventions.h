#pragma once
#include "maps/contracts/contract.h"

namespace longshore::contracts {

/// The objects that have states: "shipment", which carriers' events move too, "inventory movement", "load", which
/// tenders are about … and "fact", of which only a retraction speaks.
const std::vector<std::string>& objects();

/// Where a contract's file breaks the rules of maps/canonical that hold for it by itself: names, keys that must be
/// there, pointers that lead to no field, a state row for each of its types and no other, closed objects, keywords that
/// do not exist. Errors carry the file; each says what to do.
std::vector<Error> check(const Contract& contract);

/// What is wrong between contracts: a type in two files, a state that nothing leads to.
std::vector<Error> check_together(const Contracts& contracts);

/// Types that have no example under examples/, and examples that their schema refuses or that are of another type.
std::vector<Error> check_examples(const Contracts& contracts);

/// All three.
std::vector<Error> check_all(const Contracts& contracts);

}  // namespace longshore::contracts
