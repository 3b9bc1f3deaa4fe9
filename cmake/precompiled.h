// What nearly every source includes, read once. A source still includes what it uses: -DFLEETLINT_PRECOMPILED_HEADERS=OFF
// builds without this file.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
