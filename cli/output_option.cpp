#include "output_option.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "command.h"

namespace fleetlint::cli {
namespace {

bool write_all(std::FILE* file, std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

int cannot_write(const std::string& path) {
  std::fprintf(stderr, "%s: cannot be written: %s\n", path.c_str(), std::strerror(errno));
  return usage;
}

}  // namespace

std::optional<std::string> jsonl_target(const std::vector<std::string>& outputs) {
  std::string target = "-";
  for (const auto& output : outputs) {
    constexpr std::string_view format = "jsonl=";
    if (!output.starts_with(format) || output.size() == format.size()) {
      std::fprintf(stderr, "fleetlint: --output takes jsonl=FILE here, not `%s`\n", output.c_str());
      return std::nullopt;
    }
    target = output.substr(format.size());
  }
  return target;
}

int write_output(const std::string& path, std::string_view text) {
  if (path == "-") return write_all(stdout, text) || errno == EPIPE ? clean : internal_error;
  struct stat status {};
  // A pipe or device is written to as it is; a file appears whole or not at all.
  const bool special = ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  const auto beside = special ? path : path + ".part" + std::to_string(::getpid());
  auto* file = std::fopen(beside.c_str(), "wb");
  if (file == nullptr) return cannot_write(path);
  const bool written = write_all(file, text);
  const bool closed = std::fclose(file) == 0;
  if (written && closed && (special || std::rename(beside.c_str(), path.c_str()) == 0)) return clean;
  const int code = cannot_write(path);
  if (!special) ::unlink(beside.c_str());
  return code;
}

}  // namespace fleetlint::cli
