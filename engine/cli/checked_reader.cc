#include "engine/cli/checked_reader.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace longshore::cli {
namespace {

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

class FileInput final : public parsers::Input {
 public:
  explicit FileInput(std::unique_ptr<std::FILE, Close> file) : file_(std::move(file)) {}

  std::size_t read(std::span<char> out) override {
    const auto count = std::fread(out.data(), 1, out.size(), file_.get());
    bytes_ += count;
    return count;
  }
  std::uint64_t bytes() const { return bytes_; }
  bool failed() const { return std::ferror(file_.get()) != 0; }

 private:
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t bytes_ = 0;
};

Error unreadable(const std::string& name, const std::string& why) {
  return {Lasting::permanent, "files", "FILE_UNREADABLE", name + why, "check the name and the permissions",
          std::nullopt};
}

Result<FileInput> open(const std::string& name) {
  std::error_code ignored;
  if (name == "-") return FileInput(std::unique_ptr<std::FILE, Close>(stdin));
  if (std::filesystem::is_directory(name, ignored)) return fail(unreadable(name, " is a folder"));
  std::unique_ptr<std::FILE, Close> file(std::fopen(name.c_str(), "rb"));
  if (!file) return fail(unreadable(name, std::string(": ") + std::strerror(errno)));
  std::setvbuf(file.get(), nullptr, _IONBF, 0);  // the reader's own window is the buffer
  return FileInput(std::move(file));
}

}  // namespace

Place PlacedEvents::place_of(parsers::Part part) const {
  Place out;
  if (part >= parsers::Part::interchange && interchange_) out.interchange = &*interchange_;
  if (part >= parsers::Part::group && group_) out.group = &*group_;
  if (part >= parsers::Part::transaction && transaction_) out.transaction = &*transaction_;
  return out;
}

CheckedReader::CheckedReader(Context& context, const SharedData& data, int level)
    : context_(context), dictionaries_(context, data), level_(level) {}

std::optional<std::uint64_t> CheckedReader::read(const std::string& name, guide::CheckedEvents& events) {
  auto input = open(name);
  if (!input) {
    context_.fail(input.error(), Exit::not_found);
    return std::nullopt;
  }
  guide::Checker checker([this](auto standard, const auto& set) { return dictionaries_.find(standard, set); }, level_,
                         events);
  parsers::read(*input, checker);
  if (!input->failed()) return input->bytes();
  context_.fail(unreadable(name, ": reading stopped after " + std::to_string(input->bytes()) + " bytes"),
                Exit::not_found);
  return std::nullopt;
}

}  // namespace longshore::cli
