#pragma once

namespace engine::values {

// First byte of an item's binary form (item_view.h).
inline constexpr char itemFormat = 0x01;

}  // namespace engine::values
