#include "reports/sections/command_lines.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

bool needs_quotes(std::string_view word) {
  constexpr std::string_view harmless = "@%+=:,./_-";
  return word.empty() || std::any_of(word.begin(), word.end(), [&](char c) {
           const auto byte = static_cast<unsigned char>(c);
           const bool is_plain = byte >= 0x80 || std::isalnum(byte) != 0;
           return !is_plain && harmless.find(c) == std::string_view::npos;
         });
}

std::string shell_quoted(std::string_view word) {
  if (!needs_quotes(word)) return std::string{word};
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return text + "'";
}

// The characters that quoting and spacing leave alone.
std::string bare(std::string_view text) {
  std::string rest;
  for (const char c : text) {
    if (std::string_view{"'\"\\ \t\n"}.find(c) == std::string_view::npos) rest += c;
  }
  return rest;
}

using HookOf = std::optional<Launch> Hooks::*;
constexpr std::array<std::pair<std::string_view, HookOf>, 4> hooks{{{"setup", &Hooks::setup},
                                                                    {"prepare", &Hooks::prepare},
                                                                    {"conclude", &Hooks::conclude},
                                                                    {"cleanup", &Hooks::cleanup}}};

std::string hook_text(const VariantReport& variant, HookOf hook) {
  const std::optional<Launch>& launch = variant.hooks.*hook;
  return launch ? as_typed(*launch) : std::string{};
}

// Once where all variants share it.
void add_hook(Fields& lines, const SubjectReport& subject, std::string_view label, HookOf hook) {
  const VariantNames names(subject);
  const std::string first = hook_text(subject.variants.front(), hook);
  const bool is_shared =
      std::all_of(subject.variants.begin(), subject.variants.end(),
                  [&](const VariantReport& variant) { return hook_text(variant, hook) == first; });
  if (is_shared) {
    if (!first.empty()) lines.fields.push_back({std::string(label), first});
    return;
  }
  for (const VariantReport& variant : subject.variants) {
    const std::string text = hook_text(variant, hook);
    if (text.empty()) continue;
    lines.fields.push_back(
        {std::string(label), filled("{} (of {})", {text, names.of(variant.name)})});
  }
}

}  // namespace

std::string as_typed(const Launch& launch) {
  std::string text;
  for (const std::string& word : launch.argv) {
    if (!text.empty()) text += ' ';
    text += shell_quoted(word);
  }
  return text;
}

std::string command_text(const VariantReport& variant) {
  const std::string typed = as_typed(variant.launch);
  const bool is_its_own_name =
      variant.launch.argv.empty() || bare(variant.name) == bare(typed) ||
      (variant.launch.argv.size() > 2 && variant.launch.argv.back() == variant.name);
  if (is_its_own_name) return variant.name;
  return fmt::format("{}: {}", variant.name, typed);
}

Document command_lines(const SubjectReport& subject) {
  if (subject.variants.empty()) return {};
  Fields lines;
  for (const VariantReport& variant : subject.variants) {
    lines.fields.push_back({variant.is_baseline ? "baseline" : "against", command_text(variant)});
  }
  for (const auto& [label, hook] : hooks) add_hook(lines, subject, label, hook);
  return document_of(std::move(lines));
}

}  // namespace hone::reports
