#include "server/unknown_word.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/nearest_word.h"

namespace openspc::server {
namespace {

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

// With their dashes, those of the commands around included.
std::vector<std::string> options_of(const CLI::App* app) {
  std::vector<std::string> names;
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options({})) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
      for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    }
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// "openspc simulate mqtt"
std::string path_of(const CLI::App* app) {
  const CLI::App* const above = app->get_parent();
  return above == nullptr ? app->get_name() : path_of(above).append(" ").append(app->get_name());
}

std::string refusal(const CLI::App& app, const std::string& kind, const std::string& word,
                    const std::vector<std::string>& known) {
  std::string text = path_of(&app) + ": unknown " + kind + " '" + word + "'";
  if (const auto nearest = base::nearest_word(word, known))
    text += "; did you mean '" + *nearest + "'?";
  else if (kind == "command")
    text += "; its commands are " + listed(known);
  return text + " ('" + path_of(&app) + " --help' lists what it knows)";
}

}  // namespace

std::optional<std::string> unknown_word(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* current = &app;
  for (const std::string& word : words) {
    if (word == "--") return std::nullopt;
    if (word.size() > 1 && word.starts_with('-')) {
      const std::string name = word.substr(0, word.find('='));
      const std::vector<std::string> options = options_of(current);
      const bool is_number = word.find_first_not_of("-+.0123456789eE") == std::string::npos;
      const bool is_known = std::ranges::find(options, name) != options.end();
      // A short option may carry its value without a blank.
      if (is_known || is_number || !name.starts_with("--")) continue;
      return refusal(*current, "option", name, options);
    }
    const std::vector<std::string> commands = commands_of(*current);
    if (commands.empty()) continue;
    const auto found = std::ranges::find(commands, word);
    if (found != commands.end()) {
      current = current->get_subcommand(word);
      continue;
    }
    const bool is_value = &word != &words.front() && (&word - 1)->starts_with("--");
    if (!is_value) return refusal(*current, "command", word, commands);
  }
  return std::nullopt;
}

}  // namespace openspc::server
