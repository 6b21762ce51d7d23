// How long a start takes: the image of the shipped data, a catalog by way of it, and whole runs of the program. Each is
// the best of twenty.
#include "engine/base/yaml/image.h"
#include "engine/base/yaml/sources.h"
#include "maps/catalog.h"

#include <chrono>
#include <cstdio>
#include <limits>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

namespace {

using namespace longshore;

constexpr int runs = 20;
const std::string source = LONGSHORE_SOURCE_DIR;
const std::string image_file = LONGSHORE_BINARY_DIR "/longshore.image";

/// False where it does not do what is to be measured.
bool row(const std::string& name, const std::function<bool()>& once) {
  auto best = std::numeric_limits<double>::max();
  for (int i = 0; i < runs; ++i) {
    const auto from = std::chrono::steady_clock::now();
    if (!once()) return std::fprintf(stderr, "%s: failed\n", name.c_str()), false;
    best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
  }
  std::printf("%-44s %8.1f ms\n", name.c_str(), best);
  return true;
}

yaml::Sources sources() {
  auto image = yaml::Image::open(image_file);
  if (!image) return {};
  return {std::make_shared<const yaml::Image>(std::move(*image)), source};
}

bool open_all(bool with_image) {
  return maps::Catalog::open({source + "/parsers/dictionaries",
                              source + "/maps/canonical",
                              {source + "/maps/library"},
                              {source + "/maps/library/codes"},
                              with_image ? sources() : yaml::Sources{}})
      .has_value();
}

bool run(std::vector<std::string> arguments) {
  std::vector<char*> raw;
  for (auto& one : arguments) raw.push_back(one.data());
  raw.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const bool started = posix_spawn(&child, raw[0], &quiet, nullptr, raw.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&quiet);
  int status = 1;
  return started && waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace

int main() {
  const std::string program = LONGSHORE_BINARY_DIR "/longshore";
  const auto sample = source + "/partners/examples/samples/harbor-supply/856-sopi.edi";
  const bool done =
      row("open the image", [] { return yaml::Image::open(image_file).has_value(); }) &&
      row("open the image and read every tree in it",
          [] {
            const auto all = yaml::state_of(sources());
            return all.files > 0 && all.stale == 0;
          }) &&
      row("open all maps, tables and schemas", [] { return open_all(true); }) &&
      row("the same without the image", [] { return open_all(false); }) &&
      row("longshore translate of an 856 of 1.3 kB", [&] { return run({program, "translate", sample}); }) &&
      row("longshore --version", [&] { return run({program, "--version"}); });
  return done ? 0 : 1;
}
