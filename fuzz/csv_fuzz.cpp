// Any bytes are either records of numbers and text or a CsvError; nothing else may happen.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "base/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  openspc::base::CsvOptions options;
  options.max_record_bytes = 4096;
  options.max_columns = 64;
  try {
    openspc::base::CsvReader reader(in, options);
    (void)reader.find_column("value");
    openspc::base::CsvRow row;
    while (reader.next(row)) {
      if (row.cells.size() != reader.columns()) std::abort();
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const openspc::base::CsvNumber number = reader.number(row, i);
        if (number.value && (!std::isfinite(*number.value) || !number.problem.empty())) std::abort();
      }
    }
  } catch (const openspc::base::CsvError&) {
  }
  return 0;
}
