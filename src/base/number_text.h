// Numbers that stand beside each other in a text, with as many digits as it takes to tell them apart: a value of
// 100.00012 above a limit of 100.0001 never reads as 100 above 100. Pure functions; the page has the same in
// web/src/shared/lib/format.ts.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace openspc::base {

/// One text for each number, all with the same decimals: at least `decimals`, more until numbers that differ look
/// different and none but zero looks like zero. Numbers that no sensible count of decimals shows, and those that are
/// not finite, are written in their shortest exact form.
std::vector<std::string> number_texts(std::span<const double> numbers, int decimals);

}  // namespace openspc::base
