// Every file tests/oracles/*.oracle is a test of its own: `openspc analyze` must say what the file says.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "oracle_file.h"
#include "server/analyze/analyze_command.h"

namespace openspc::test {
namespace {

namespace analyze = server::analyze;

const std::filesystem::path kTests = std::filesystem::path(OPENSPC_SOURCE_DIR) / "tests";

struct Outcome {
  int status = 0;
  std::string out, err;
};

Outcome run(const Oracle& oracle) {
  analyze::AnalyzeOptions options;
  CLI::App command;
  analyze::declare_options(command, options);
  const std::string file = oracle.data_file.empty() ? "-" : "\"" + (kTests / "data" / oracle.data_file).string() + "\"";
  command.parse(file + " --format json --chart " + oracle.chart + " " + oracle.options);
  std::istringstream in(oracle.data);
  std::ostringstream out;
  std::ostringstream err;
  const int status = analyze::run_analyze(options, in, out, err);
  return {status, out.str(), err.str()};
}

class OracleTest : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(OracleTest, IsFulfilled) {
  std::ifstream file(GetParam());
  Oracle oracle;
  Outcome result;
  try {
    oracle = read_oracle(file);
    result = run(oracle);
  } catch (const std::exception& error) {  // OracleError, or flags that do not exist
    FAIL() << GetParam().string() << ": " << error.what();
  }
  ASSERT_EQ(result.status, 0) << GetParam().string() << ": " << result.err;
  for (const std::string& failure : compare(oracle, boost::json::parse(result.out))) {
    ADD_FAILURE() << GetParam().string() << ": " << oracle.title << "\n  " << failure;
  }
}

std::vector<std::filesystem::path> oracle_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kTests / "oracles")) {
    if (entry.path().extension() == ".oracle") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::string test_name(const ::testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.stem().string();
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Oracles, OracleTest, ::testing::ValuesIn(oracle_files()), test_name);

}  // namespace
}  // namespace openspc::test
