#include "output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "fleetlint/base/finding.h"

namespace fleetlint::cli {
namespace {

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

bool write_file(const std::filesystem::path& path, std::string_view text) {
  // Cut after writing: a file that is emptied first is written to the disk at once by some file systems.
  constexpr int flags = O_WRONLY | O_CREAT | O_CLOEXEC;
  int file = ::open(path.c_str(), flags, 0666);
  if (file < 0 && errno == ENOENT && path.has_parent_path()) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) {
      errno = error.value();
      return false;
    }
    file = ::open(path.c_str(), flags, 0666);
  }
  if (file < 0) return false;
  bool good = write_all(file, text);
  good = good && (::ftruncate(file, static_cast<off_t>(text.size())) == 0 || errno == EINVAL);  // EINVAL: a device
  const int error = errno;
  const bool closed = ::close(file) == 0;
  if (!good) errno = error;
  return good && closed;
}

void tell_not_written(const std::filesystem::path& path, int error) {
  std::fprintf(stderr, "fleetlint: %s: cannot be written: %s\n", redact_secrets(path.string()).c_str(), std::strerror(error));
}

}  // namespace fleetlint::cli
