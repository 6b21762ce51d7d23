#include "engine/model/result.h"

namespace longshore {

std::string Error::describe() const {
  std::string out;
  if (where) {
    out += where->file;
    if (where->line) out += ":" + std::to_string(where->line);
    if (where->column) out += ":" + std::to_string(where->column);
    out += ": ";
  }
  out += code + ": " + what;
  if (!cause.empty()) out += " (" + cause + ")";
  if (!hint.empty()) out += " — " + hint;
  return out;
}

}  // namespace longshore
