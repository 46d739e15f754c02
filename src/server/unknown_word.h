// Says which word of the command line is not known, and which was probably meant. Called by command_line.cpp after the
// line could not be parsed.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace openspc::server {

/// Nothing when all words are known, and the fault is another. `words` are those behind the program's name, and `app`
/// has tried to parse them.
[[nodiscard]] std::optional<std::string> unknown_word(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace openspc::server
