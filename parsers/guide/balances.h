#pragma once
#include "parsers/guide/check.h"

namespace longshore::guide {

/// Control totals (level 3) against what the set holds:
/// X12 CTT01 is the number of HL, PO1, POC, IT1, LIN or SLN lines that the set counts; W7601 of 940, W1401 of 944,
/// W0301 of 943 and 945 the sum of their lines' quantities; EDIFACT CNT with 6069 = 2 the number of LIN. A total in
/// other words, or for a set that is not listed here, is not judged.
void check_balances(const parsers::Transaction& transaction, const Dictionary& dictionary,
                    std::vector<Diagnostic>& out);

}  // namespace longshore::guide
