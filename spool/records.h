#pragma once
/// Everything the ledger keeps, as plain structs.
#include "spool/delivery.h"    // IWYU pragma: export
#include "spool/document.h"    // IWYU pragma: export
#include "spool/operations.h"  // IWYU pragma: export
#include "spool/receipt.h"     // IWYU pragma: export
#include "spool/states.h"      // IWYU pragma: export
