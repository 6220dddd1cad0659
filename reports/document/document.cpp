#include "reports/document/document.hpp"

#include <iterator>
#include <stdexcept>
#include <utility>

namespace hone::reports {

void Table::add(Row row) {
  if (row.cells.size() != columns.size()) {
    throw std::logic_error("table: a row needs one cell a column");
  }
  rows.push_back(std::move(row));
}

void Document::append(Document more) {
  blocks.insert(blocks.end(), std::make_move_iterator(more.blocks.begin()),
                std::make_move_iterator(more.blocks.end()));
}

void Document::add_part(Document part) {
  if (!empty() && !part.empty()) add(Break{});
  append(std::move(part));
}

Document document_of(Fields fields) {
  if (fields.fields.empty()) return {};
  Document document;
  document.add(std::move(fields));
  return document;
}

Document document_of(Table table) {
  if (table.rows.empty()) return {};
  Document document;
  document.add(std::move(table));
  return document;
}

}  // namespace hone::reports
