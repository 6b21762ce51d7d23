#pragma once
#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace longshore::cli {

/// Says what was wrong with a command line that `app` refused, with "did you mean" where a command or an option is
/// almost one that there is, and where to read on. One or two lines, each with its newline.
std::string usage_error(const CLI::App& app, const CLI::ParseError& refused, int argc, const char* const* argv);

}  // namespace longshore::cli
