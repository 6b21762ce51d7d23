#pragma once
#include "tests/support/feeder.h"

#include <string>
#include <vector>

namespace longshore::test {

/// What is wrong after everything was drained, one sentence a fault; empty when every file that was fed has had every
/// effect exactly once.
std::vector<std::string> faults_of(const Installation& site, const std::vector<Fed>& fed);

/// Waits until all is done, or nothing has moved for a while: what is missing then is the checker's to tell.
void drain(const Installation& site, const std::vector<Fed>& fed);

}  // namespace longshore::test
