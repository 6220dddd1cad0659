// memory/buffer_reuse: messages that are encoded one after the other, each into a new buffer or
// all into buffers that are kept and cleared. Slow is the allocation a message, and where the
// buffer is made by vector(n) the zeros that are written only to be overwritten; `allocations` and
// `instructions` show it. A buffer that is kept never shrinks: one message of a hundred times the
// usual size pins its memory on every connection that saw one, which `peak_heap` shows.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Before the body of each message: its size and its number.
struct Header {
  std::uint64_t size;
  std::uint64_t number;
};

// What is encoded: the number goes into the header.
struct Message {
  std::size_t connection;
  std::uint64_t number;
  std::span<const std::uint8_t> body;

  [[nodiscard]] std::size_t size() const { return sizeof(Header) + body.size(); }
};

struct Shape {
  std::size_t messages;
  std::size_t body;     // bytes of a usual message's body
  std::size_t outlier;  // bytes of an outlier's
  std::size_t connections;

  [[nodiscard]] bool has_outliers() const { return outlier > body; }
  [[nodiscard]] std::size_t largest() const { return sizeof(Header) + outlier; }
};

Shape shape_of(const Parameters& p) {
  const auto size = [&p](std::string_view name) { return static_cast<std::size_t>(p[name]); };
  const std::size_t body = size("message_bytes") - sizeof(Header);
  return {.messages = size("messages"),
          .body = body,
          .outlier = body * size("outlier_factor"),
          .connections = size("connections")};
}

// --- The encoders. `encode` gives the encoded message to `send`, which is all that looks at it.

template <class Buffer>
void append(Buffer& buffer, const Message& message) {
  const Header header{message.size(), message.number};
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(&header);
  buffer.insert(buffer.end(), bytes, bytes + sizeof header);
  buffer.insert(buffer.end(), message.body.begin(), message.body.end());
}

void write(std::span<std::uint8_t> out, const Message& message) {
  const Header header{message.size(), message.number};
  std::memcpy(out.data(), &header, sizeof header);
  if (!message.body.empty()) {
    std::memcpy(out.data() + sizeof header, message.body.data(), message.body.size());
  }
}

class NewBuffer {
 public:
  explicit NewBuffer(const Shape&) {}

  template <class Send>
  std::uint64_t encode(const Message& message, Send send) {
    Bytes buffer;
    buffer.reserve(message.size());
    append(buffer, message);
    return send(std::span<const std::uint8_t>(buffer));
  }
};

class ZeroedBuffer {
 public:
  explicit ZeroedBuffer(const Shape&) {}

  template <class Send>
  std::uint64_t encode(const Message& message, Send send) {
    Bytes buffer(message.size());
    write(buffer, message);
    return send(std::span<const std::uint8_t>(buffer));
  }
};

// A buffer for each connection, as a server has it.
class KeptBuffers {
 public:
  explicit KeptBuffers(const Shape& shape) : buffers_(shape.connections) {}

  template <class Send>
  std::uint64_t encode(const Message& message, Send send) {
    Bytes& buffer = buffers_[message.connection];
    buffer.clear();
    append(buffer, message);
    return send(std::span<const std::uint8_t>(buffer));
  }

 private:
  std::vector<Bytes> buffers_;
};

// The same, but a buffer that has grown far beyond the usual message is not kept.
class TrimmedBuffers {
 public:
  explicit TrimmedBuffers(const Shape& shape)
      : most_(4 * (sizeof(Header) + shape.body)), buffers_(shape.connections) {}

  template <class Send>
  std::uint64_t encode(const Message& message, Send send) {
    Bytes& buffer = buffers_[message.connection];
    buffer.clear();
    append(buffer, message);
    const std::uint64_t sum = send(std::span<const std::uint8_t>(buffer));
    if (buffer.capacity() > most_) Bytes().swap(buffer);
    return sum;
  }

 private:
  std::size_t most_;
  std::vector<Bytes> buffers_;
};

// One buffer, the caller's, large enough for whatever comes: the encoder writes to a span.
class CallersSpan {
 public:
  explicit CallersSpan(const Shape& shape) : buffer_(shape.largest()) {}

  template <class Send>
  std::uint64_t encode(const Message& message, Send send) {
    const std::span<std::uint8_t> out = std::span(buffer_).first(message.size());
    write(out, message);
    return send(std::span<const std::uint8_t>(out));
  }

 private:
  Bytes buffer_;
};

// --- The messages.

// The header of an encoded message, its last byte, and one byte of its body, another one for each
// message, so that no part of the bodies can go unnoticed. It reads no more, or the reading would
// hide the writing.
std::uint64_t send(std::span<const std::uint8_t> encoded) {
  sink(encoded);
  Header header{};
  std::memcpy(&header, encoded.data(), sizeof header);
  constexpr std::uint32_t golden = 0x9e3779b9U;  // spreads consecutive numbers over the body
  const std::uint32_t drawn = static_cast<std::uint32_t>(header.number) * golden;
  const std::size_t at = (std::uint64_t{drawn} * (encoded.size() - sizeof header)) >> 32;
  return header.size + 3 * header.number + 257 * std::uint64_t{encoded[sizeof header + at]} +
         encoded.back();
}

// A message's body begins at one of so many places in the bytes that are given: bodies differ, and
// what a buffer still holds of the message before is not right by accident.
constexpr std::size_t body_places = 61;

// Connections in turn; each has one outlier, in a round of its own.
template <class Encoder>
std::uint64_t encode_all(Encoder& encoder, const Shape& shape,
                         const std::vector<std::uint8_t>& bodies) {
  const std::size_t rounds = (shape.messages + shape.connections - 1) / shape.connections;
  std::uint64_t sum = 0;
  std::size_t connection = 0;
  std::size_t round = 0;
  for (std::size_t i = 0; i < shape.messages; ++i) {
    const bool is_outlier = shape.has_outliers() && round == connection % rounds;
    const std::size_t size = is_outlier ? shape.outlier : shape.body;
    sum += encoder.encode({connection, i, {bodies.data() + i % body_places, size}}, send);
    if (++connection == shape.connections) {
      connection = 0;
      ++round;
    }
  }
  return sum;
}

template <class Encoder>
Kernel prepare(const Parameters& p) {
  constexpr std::uint64_t seed = 0xb0ffe2;
  const Shape shape = shape_of(p);
  std::vector<std::uint8_t> bodies(shape.outlier + body_places);
  Random random(seed);
  for (std::uint8_t& byte : bodies) byte = static_cast<std::uint8_t>(random.next());
  return [shape, bodies = std::make_shared<const std::vector<std::uint8_t>>(std::move(bodies)),
          encoder = std::make_shared<Encoder>(shape)] {
    Shape hidden = shape;
    hidden.body = opaque(hidden.body);
    return encode_all(*encoder, hidden, *bodies);
  };
}

double memory_bytes(const Parameters& p) {
  const auto message = static_cast<double>(p["message_bytes"]);
  const double largest = message * static_cast<double>(p["outlier_factor"]);
  // A vector that grows by doubling holds its old buffer until it has copied it.
  return static_cast<double>(p["connections"]) * (2 * largest + 24) + 4 * largest + 1e6;
}

// --- Where the signature holds.

bool several_rounds(const Parameters& p) { return p["messages"] >= 4 * p["connections"]; }

bool no_outliers(const Parameters& p) { return p["outlier_factor"] == 1; }

bool few_bytes(const Parameters& p) { return no_outliers(p) && p["message_bytes"] <= 128; }

// Each connection sees its outlier, and together they outweigh whatever else is on the heap.
bool outliers_everywhere(const Parameters& p) {
  constexpr std::int64_t enough = 8'000'000;
  return several_rounds(p) && p["outlier_factor"] >= 10 && p["connections"] >= 16 &&
         p["connections"] * p["message_bytes"] * p["outlier_factor"] >= enough;
}

// And dropping them leaves little: the usual message that each connection keeps is small beside the
// outlier that is on the heap in any case.
bool outliers_outweigh_what_is_kept(const Parameters& p) {
  return outliers_everywhere(p) && p["connections"] <= 2 * p["outlier_factor"];
}

Workload describe() {
  return {
      .id = "memory/buffer_reuse",
      .technique = "Reusing buffers",
      .leaf = Leaf::reuse_buffers,
      .summary = "messages encoded into kept buffers instead of a new one each",
      .problem =
          "An encoder that returns a new buffer a message asks the allocator for it, fills it and "
          "gives it back a moment later. vector(n) writes every byte twice on top of that, zeros "
          "first. clear() keeps the capacity: from the second message on there is nothing to ask "
          "for. An encoder that writes to its caller's span leaves the question to who knows.",
      .signature_text =
          "Allocations fall from one a message to none, instructions with them for short messages; "
          "vector(n) shows as more instructions. With outliers of a hundred times the usual size "
          "peak heap rises, by as much as all connections' outliers together. Where the allocator "
          "maps such sizes anew each time, page faults fall.",
      .does_not_pay =
          "A buffer for each of many connections is cold when its turn comes, while malloc hands "
          "out the block that was freed last and is still in the cache: with large messages the "
          "kept buffers lose. One outlier a connection is never given back, unless buffers beyond "
          "a limit are dropped (clear_trimmed). Large messages are all copying. And a span into a "
          "buffer that is reused is only good until the next message.",
      .iteration =
          "encodes `messages` messages, the connections taking turns; each connection has one "
          "outlier where outlier_factor exceeds 1",
      .operation = "message",
      .operations = [](const Parameters& p) { return static_cast<double>(p["messages"]); },
      .memory_bytes = memory_bytes,
      // A message and its encoding.
      .footprint = [](const Parameters& p) { return 2 * static_cast<double>(p["message_bytes"]); },
      .parameters = {{.name = "messages",
                      .meaning = "messages in one iteration",
                      .initial = 10'000,
                      .small = 1'000,
                      .medium = 10'000,
                      .large = 100'000,
                      .min = 1,
                      .max = 100'000},
                     {.name = "message_bytes",
                      .meaning = "bytes of an encoded message, 16 of them a header",
                      .initial = 1'024,
                      .small = 64,
                      .medium = 4'096,
                      .large = 1'048'576,
                      .min = 17,
                      .max = 1'048'576},
                     {.name = "outlier_factor",
                      .meaning = "how many times the usual size one message of each connection has",
                      .initial = 1,
                      .small = 1,
                      .medium = 10,
                      .large = 100,
                      .min = 1,
                      .max = 100},
                     {.name = "connections",
                      .meaning = "connections, each with a buffer of its own where one is kept",
                      .initial = 16,
                      .small = 1,
                      .medium = 64,
                      .large = 1'000,
                      .min = 1,
                      .max = 1'000}},
      .variants = {{.name = "new_buffer",
                    .summary = "a new vector for each message, with reserve()",
                    .prepare = prepare<NewBuffer>},
                   {.name = "new_zeroed",
                    .summary = "vector(n) for each message: zeros first, then the message",
                    .prepare = prepare<ZeroedBuffer>},
                   {.name = "clear_kept",
                    .summary = "a vector for each connection, cleared for each message",
                    .prepare = prepare<KeptBuffers>},
                   {.name = "clear_trimmed",
                    .summary = "the same, but dropped where it outgrew four usual messages",
                    .prepare = prepare<TrimmedBuffers>},
                   {.name = "callers_span",
                    .summary = "one buffer of the caller, written to through a span",
                    .prepare = prepare<CallersSpan>}},
      .signature = {{"clear_kept", "allocations", Trend::falls, 100, "the capacity is kept"},
                    {"callers_span", "allocations", Trend::falls, 100, "the buffer is kept"},
                    {"clear_trimmed", "allocations", Trend::falls, 100, "the capacity is kept",
                     no_outliers},
                    {"clear_kept", "instructions", Trend::falls, 1.3, "no malloc and free",
                     few_bytes},
                    {"callers_span", "instructions", Trend::falls, 2,
                     "no malloc and free, no capacity to check", few_bytes},
                    {"clear_kept", "peak_heap", Trend::rises, 4,
                     "every connection keeps its outlier", outliers_everywhere},
                    {"clear_trimmed", "peak_heap", Trend::unchanged, 3,
                     "what outgrew the usual message is dropped", outliers_outweigh_what_is_kept}},
      .no_gain =
          {{.assignments = {{"message_bytes", 65'536}, {"connections", 256}, {"messages", 1'024}},
            .text = "16 MiB of kept buffers, cold when their turn comes; malloc's block is "
                    "in the cache"},
           {.assignments = {{"message_bytes", 4'096},
                            {"outlier_factor", 100},
                            {"connections", 64},
                            {"messages", 1'024}},
            .text =
                "64 connections keep an outlier of 400 kB each: many times the peak heap, "
                "and cold buffers besides: clear_kept takes several times as long, callers_span "
                "somewhat longer"}},
      .pay_off = {.variant = "clear_kept",
                  .parameter = "message_bytes",
                  .values = {64, 256, 1'024, 4'096, 16'384, 65'536},
                  .assignments = {{"connections", 256}, {"messages", 2'048}}},
      .small = {.assignments = {{"messages", 1'000}, {"message_bytes", 128}},
                .text = "some sixty short messages a connection"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
