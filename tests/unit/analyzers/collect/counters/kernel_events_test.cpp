// On folders as the kernel makes them for an Ice Lake core (x86) and a Neoverse V2 (Armv8).
#include "analyzers/collect/counters/kernel_events.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

class KernelEvents : public ::testing::Test {
 protected:
  KernelEvents() : folder_(TemporaryFolder::make()) {}

  [[nodiscard]] fs::path devices() const { return folder_->path(); }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((devices() / path).parent_path());
    std::ofstream(devices() / path) << text << '\n';
  }

  void write_ice_lake() const {
    write("cpu/type", "4");
    write("cpu/format/event", "config:0-7");
    write("cpu/format/umask", "config:8-15");
    write("cpu/events/slots", "event=0x00,umask=0x4");
    write("cpu/events/topdown-fe-bound", "event=0x00,umask=0x82");
    write("msr/type", "10");
    write("msr/events/tsc", "event=0x00");
  }

 private:
  Result<TemporaryFolder> folder_;
};

TEST_F(KernelEvents, AreFoundWithTheirPlaces) {
  write_ice_lake();
  const auto event = find_kernel_event("topdown-fe-bound", devices());
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->name, "cpu::topdown-fe-bound:u=1:k=1");
  EXPECT_EQ(event->code.type, 4U);
  EXPECT_EQ(event->code.config, 0x8200U);
  EXPECT_EQ(find_kernel_event("slots", devices())->code.config, 0x400U);
}

TEST_F(KernelEvents, WhatIsNotListedIsNotThere) {
  EXPECT_FALSE(find_kernel_event("slots", devices()).has_value());
  EXPECT_FALSE(find_kernel_event("slots", devices() / "nowhere").has_value());
  write_ice_lake();
  EXPECT_FALSE(find_kernel_event("tsc", devices()).has_value());
  EXPECT_FALSE(find_kernel_event("topdown-be-bound", devices()).has_value());
  EXPECT_FALSE(slots_per_cycle(devices()).has_value());
}

TEST_F(KernelEvents, AnArmv8CoreTellsItsSlots) {
  write("armv8_pmuv3_0/type", "8");
  write("armv8_pmuv3_0/format/event", "config:0-15");
  write("armv8_pmuv3_0/events/br_retired", "event=0x0021");
  write("armv8_pmuv3_0/caps/slots", "0x00000008");
  EXPECT_EQ(find_kernel_event("br_retired", devices())->code.config, 0x21U);
  EXPECT_EQ(find_kernel_event("br_retired", devices())->code.type, 8U);
  EXPECT_EQ(slots_per_cycle(devices()), 8U);
  write("armv8_pmuv3_0/caps/slots", "0x00000000");  // it has no such counter
  EXPECT_FALSE(slots_per_cycle(devices()).has_value());
}

TEST_F(KernelEvents, CoresOfTwoKindsHaveNoCommonEvent) {
  for (const std::string pmu : {"armv8_cortex_a55", "armv8_cortex_a76"}) {
    write(pmu + "/type", "8");
    write(pmu + "/format/event", "config:0-15");
    write(pmu + "/events/br_retired", "event=0x21");
  }
  EXPECT_FALSE(find_kernel_event("br_retired", devices()).has_value());
}

std::string place_of(std::string_view term) {
  if (term == "event") return "config:0-7,32-35";
  if (term == "umask") return "config:8-15";
  if (term == "edge") return "config:18";
  if (term == "ldlat") return "config1:0-15";
  if (term == "all") return "config2:0-63";
  if (term == "odd") return "config:9-4";
  if (term == "far") return "config:60-64";
  if (term == "none") return "config";
  if (term == "other") return "config3:0-7";
  return "";
}

TEST(ParseKernelEvent, PutsTermsWhereTheFormatSays) {
  EXPECT_EQ(parse_kernel_event("event=0x3c,umask=0x01", place_of)->config, 0x13cU);
  EXPECT_EQ(parse_kernel_event("event=0x5aa", place_of)->config, 0x5'0000'00aaU);
  EXPECT_EQ(parse_kernel_event("edge,event=1", place_of)->config, 0x40001U);
  EXPECT_EQ(parse_kernel_event("event=0xcd,ldlat=3", place_of)->config1, 3U);
  EXPECT_EQ(parse_kernel_event("all=0xffffffffffffffff", place_of)->config2, ~std::uint64_t{0});
}

TEST(ParseKernelEvent, RefusesWhatMakesNoSense) {
  for (const char* text :
       {"", ",", "event=x", "event=0x", "event=0x1000", "event=-1", "unknown=1", "=1", "odd=1",
        "far=1", "none=1", "other=1", "event=0x3c,,umask=1", "umask=0x100"}) {
    EXPECT_FALSE(parse_kernel_event(text, place_of).has_value()) << text;
  }
}

}  // namespace
}  // namespace hone::collect
