#include "analyzers/collect/heap/compressed_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "analyzers/collect/process/descriptor.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr std::size_t piece_bytes = std::size_t{128} << 10;
constexpr std::string_view zstd_magic = "\x28\xb5\x2f\xfd";
constexpr std::string_view gzip_magic = "\x1f\x8b";
constexpr const char* cut_short = "the file is cut short";

// The raw file, piece by piece.
class Source {
 public:
  explicit Source(Descriptor file) : file_(std::move(file)), bytes_(piece_bytes) {}

  // Empty at the end, and after an error.
  std::string_view next() {
    if (!first_.empty()) return std::exchange(first_, {});
    ssize_t got = 0;
    do {
      got = read(file_.get(), bytes_.data(), bytes_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) error_ = errno;
    return {bytes_.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
  }

  // Of the file; next() gives it again.
  std::string_view peek() { return first_ = next(); }

  [[nodiscard]] std::string error() const { return error_ == 0 ? "" : std::strerror(error_); }

 private:
  Descriptor file_;
  std::vector<char> bytes_;
  std::string_view first_;
  int error_ = 0;
};

std::string or_source_error(const Source& source, const char* what) {
  const std::string error = source.error();
  if (error.empty()) return what;
  return fmt::format("the file cannot be read: {}", error);
}

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

ContentEnd read_zstd(Source& source, const Sink& sink) {
  const std::unique_ptr<ZSTD_DStream, FreeStream> stream(ZSTD_createDStream());
  std::vector<char> plain(ZSTD_DStreamOutSize());
  std::size_t wanted = 0;  // 0: a frame is complete
  bool any = false;
  for (std::string_view piece = source.next(); !piece.empty(); piece = source.next()) {
    ZSTD_inBuffer in{piece.data(), piece.size(), 0};
    bool full = false;  // there may be more of what is read already
    while (in.pos < in.size || full) {
      ZSTD_outBuffer out{plain.data(), plain.size(), 0};
      wanted = ZSTD_decompressStream(stream.get(), &out, &in);
      if (ZSTD_isError(wanted) != 0) {
        return {fmt::format("the file is damaged: {}", ZSTD_getErrorName(wanted))};
      }
      any = true;
      full = out.pos == out.size && wanted != 0;
      if (!sink({plain.data(), out.pos})) return {};
    }
  }
  return {or_source_error(source, any && wanted == 0 ? "" : cut_short)};
}

// Ends with its scope.
struct Inflater {
  Inflater() : ready(inflateInit2(&stream, 15 + 16) == Z_OK) {}  // 16: with gzip's header
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream); }

  z_stream stream{};
  bool ready;
};

ContentEnd read_gzip(Source& source, const Sink& sink) {
  Inflater inflater;
  if (!inflater.ready) return {"zlib cannot be used"};
  z_stream& stream = inflater.stream;
  std::vector<char> plain(piece_bytes);
  int state = Z_OK;
  for (std::string_view piece = source.next(); !piece.empty(); piece = source.next()) {
    std::vector<Bytef> input(piece.begin(), piece.end());  // zlib's input is not const
    stream.next_in = input.data();
    stream.avail_in = static_cast<uInt>(input.size());
    bool full = false;
    while (stream.avail_in > 0 || full) {
      if (state == Z_STREAM_END) inflateReset(&stream);  // members may follow each other
      stream.next_out = reinterpret_cast<Bytef*>(plain.data());
      stream.avail_out = static_cast<uInt>(plain.size());
      state = inflate(&stream, Z_NO_FLUSH);
      const std::size_t made = plain.size() - stream.avail_out;
      if (made > 0 && !sink({plain.data(), made})) return {};
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
        return {fmt::format("the file is damaged: {}", stream.msg != nullptr ? stream.msg : "?")};
      }
      full = stream.avail_out == 0 && state != Z_STREAM_END;
    }
  }
  return {or_source_error(source, state == Z_STREAM_END ? "" : cut_short)};
}

ContentEnd read_plain(Source& source, const Sink& sink) {
  for (std::string_view piece = source.next(); !piece.empty(); piece = source.next()) {
    if (!sink(piece)) return {};
  }
  return {or_source_error(source, "")};
}

}  // namespace

Result<ContentEnd> read_decompressed(const std::string& path, const Sink& sink) {
  const auto unreadable = [&](const char* why) {
    return Error{fmt::format("cannot read '{}': {}", path, why), ""};
  };
  Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return unreadable(std::strerror(errno));
  struct stat status {};
  if (fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return unreadable("it is a folder");
  }
  Source source(std::move(file));
  const std::string_view head = source.peek();
  if (head.starts_with(zstd_magic)) return read_zstd(source, sink);
  if (head.starts_with(gzip_magic)) return read_gzip(source, sink);
  return read_plain(source, sink);
}

}  // namespace hone::collect
