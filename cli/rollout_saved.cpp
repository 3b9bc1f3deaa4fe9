#include "rollout_saved.h"

#include <filesystem>

#include "command.h"
#include "fleetlint/base/source.h"

namespace fleetlint::cli {

int SavedFiles::load(const rollout::Scenario& scenario, const std::string& label, const std::vector<std::string>& others, const std::string& own, std::string& message) {
  const auto take = [&](const std::string& path, std::size_t& valid) {
    auto file = read_file(path, 64ull << 30);
    if (!file.text) {
      if (path == own && file.failure == ReadFailure::not_found) return 0;
      message = path + ": " + file.message;
      return static_cast<int>(unreadable);
    }
    texts_.push_back(std::make_unique<std::string>(std::move(*file.text)));
    if (run_.add(scenario, label, *texts_.back(), valid)) return 0;
    message = path + ": saved by another scenario, variant, seed or version";
    return static_cast<int>(usage);
  };
  std::size_t valid = 0;
  for (const auto& path : others) {
    if (const int status = take(path, valid); status != 0) return status;
  }
  if (own.empty()) return 0;
  valid = 0;
  if (const int status = take(own, valid); status != 0) return status;
  std::error_code error;
  if (std::filesystem::exists(own, error)) std::filesystem::resize_file(own, valid, error);
  if (!error) file_.reset(std::fopen(own.c_str(), "ab"));
  if (error || !file_) {
    message = own + ": cannot be written";
    return unreadable;
  }
  if (valid == 0) writer()(rollout::SavedRun::header(scenario, label));
  return 0;
}

std::function<void(const std::string&)> SavedFiles::writer() {
  if (!file_) return nullptr;
  return [this](const std::string& bytes) {
    good_ = good_ && std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() && std::fflush(file_.get()) == 0;
  };
}

}  // namespace fleetlint::cli
