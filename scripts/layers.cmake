# The house: each row is a folder, the library that is made of it, and the folders whose headers it
# may include. Rows come lowest first, so that a row names only rows above it. CMake links what they
# say, and scripts/check_layers holds every include to them.
#
# A library is called after its folder: analyzers/collect/heap is hone_collect_heap.

set(HONE_ROOT ${CMAKE_CURRENT_LIST_DIR}/..)
cmake_path(NORMAL_PATH HONE_ROOT)

# A folder's files are compiled a dozen at a time: what they include is parsed, and the templates they
# share are compiled, once for all of them. Two of them may therefore not give one name to different
# things. Off, a changed file is compiled again by itself, which is quicker for who changes it.
option(HONE_TOGETHER "Compile a folder's files together" ON)
function(hone_compile_together target)
  set_target_properties(${target} PROPERTIES
    UNITY_BUILD ${HONE_TOGETHER} UNITY_BUILD_BATCH_SIZE 12)
endfunction()

function(hone_layer_name folder result)
  string(REGEX REPLACE "^analyzers/" "" name ${folder})
  string(REPLACE "/" "_" name ${name})
  set(${result} hone_${name} PARENT_SCOPE)
endfunction()

# hone_layer(FOLDER [DEPENDS FOLDER...] [LIBRARIES LIBRARY...])
# LIBRARIES are those of other projects that the folder's sources use; they are not passed on.
function(hone_layer folder)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "DEPENDS;LIBRARIES")
  hone_layer_name(${folder} target)
  file(GLOB files CONFIGURE_DEPENDS ${HONE_ROOT}${folder}/*.cpp)
  list(FILTER files EXCLUDE REGEX "/main\\.cpp$")
  if(NOT files)
    add_library(${target} INTERFACE)
    set(public INTERFACE)
    set(private INTERFACE)
  else()
    add_library(${target} STATIC ${files})
    if(folder MATCHES "^(cli|reports)")
      target_link_libraries(${target} PRIVATE hone_built_quickly)
    endif()
    hone_compile_together(${target})
    set(public PUBLIC)
    set(private PRIVATE)
  endif()
  target_link_libraries(${target} ${public} hone_options fmt::fmt ${private} ${layer_LIBRARIES})
  foreach(dependency ${layer_DEPENDS})
    hone_layer_name(${dependency} name)
    target_link_libraries(${target} ${public} ${name})
  endforeach()
endfunction()

# hone_program(FOLDER [DEPENDS FOLDER...])
# What runs in a process of its own, built and linked as the folder's CMakeLists.txt says; its headers
# tell others how to speak with it.
function(hone_program folder)
  hone_layer_name(${folder} target)
  add_library(${target} INTERFACE)
  target_link_libraries(${target} INTERFACE hone_options)
  add_subdirectory(${HONE_ROOT}${folder} ${CMAKE_BINARY_DIR}/${folder})
endfunction()

# A test puts other rows in place of these, and with them the whole archive member that holds them.
set_source_files_properties(${HONE_ROOT}analyzers/collect/passes/passes.cpp PROPERTIES
  SKIP_UNITY_BUILD_INCLUSION ON)

hone_layer(analyzers/text)
hone_layer(analyzers/model)
hone_layer(analyzers/stats
  DEPENDS analyzers/model
  LIBRARIES Boost::headers)
hone_layer(workloads
  DEPENDS analyzers/text analyzers/model)

# What is collected: each collector stands on processes and on facts of the machine.
hone_layer(analyzers/collect/process
  DEPENDS analyzers/text analyzers/model)
hone_layer(analyzers/collect/machine
  DEPENDS analyzers/text analyzers/model analyzers/collect/process)
hone_layer(analyzers/collect/counters
  DEPENDS analyzers/text analyzers/model analyzers/collect/process analyzers/collect/machine
  LIBRARIES hone_pfm)
hone_program(analyzers/collect/launch/program)
hone_layer(analyzers/collect/launch
  DEPENDS analyzers/text analyzers/model analyzers/collect/process analyzers/collect/machine
    analyzers/collect/counters analyzers/collect/launch/program
  LIBRARIES nlohmann_json::nlohmann_json PkgConfig::re2)
hone_program(analyzers/collect/simulate/cpu_probe)
hone_layer(analyzers/collect/simulate
  DEPENDS analyzers/text analyzers/model analyzers/collect/process analyzers/collect/launch)
hone_program(analyzers/collect/allocations/preload)
hone_layer(analyzers/collect/allocations
  DEPENDS analyzers/model analyzers/collect/process analyzers/collect/allocations/preload
  LIBRARIES ${CMAKE_DL_LIBS})
hone_layer(analyzers/collect/heap
  DEPENDS analyzers/text analyzers/model analyzers/collect/process analyzers/collect/launch
    analyzers/collect/allocations
  LIBRARIES PkgConfig::zstd ZLIB::ZLIB)
hone_layer(analyzers/collect/worker
  DEPENDS analyzers/text analyzers/model workloads analyzers/collect/process analyzers/collect/machine
    analyzers/collect/counters analyzers/collect/launch analyzers/collect/allocations
  LIBRARIES nlohmann_json::nlohmann_json ${CMAKE_DL_LIBS})
hone_layer(analyzers/collect
  DEPENDS analyzers/model analyzers/collect/process analyzers/collect/machine
    analyzers/collect/counters)
hone_layer(analyzers/collect/passes
  DEPENDS analyzers/model analyzers/collect analyzers/collect/process analyzers/collect/launch
    analyzers/collect/simulate analyzers/collect/allocations/preload
    analyzers/collect/allocations analyzers/collect/heap analyzers/collect/worker)

# From a plan to samples, and from samples to a report.
hone_program(analyzers/measure/known_work)
hone_layer(analyzers/measure
  DEPENDS analyzers/text analyzers/model analyzers/stats workloads analyzers/collect/process
    analyzers/collect/machine analyzers/collect/counters analyzers/collect/launch
    analyzers/collect/simulate analyzers/collect/worker analyzers/collect/passes)
hone_layer(analyzers/derive
  DEPENDS analyzers/text analyzers/model analyzers/stats)
hone_layer(analyzers/diagnose/rules
  DEPENDS analyzers/text analyzers/model analyzers/stats)
hone_layer(analyzers/diagnose
  DEPENDS analyzers/model analyzers/diagnose/rules)
hone_layer(analyzers/analyze
  DEPENDS analyzers/model analyzers/stats analyzers/derive analyzers/diagnose)

# From a report to text.
hone_layer(reports/document
  DEPENDS analyzers/model)
hone_layer(reports/layout
  DEPENDS reports/document)
hone_layer(reports/words
  DEPENDS analyzers/model reports/document)
hone_layer(reports/sections
  DEPENDS analyzers/text analyzers/model reports/document reports/words)
hone_layer(reports/json
  DEPENDS analyzers/text analyzers/model analyzers/derive
  LIBRARIES nlohmann_json::nlohmann_json)
hone_layer(reports/formats
  DEPENDS analyzers/text analyzers/model reports/document reports/layout reports/words
    reports/sections reports/json)
hone_layer(reports/profiles
  DEPENDS analyzers/model reports/layout reports/words
  LIBRARIES nlohmann_json::nlohmann_json)

# The command line.
hone_layer(cli/options
  DEPENDS analyzers/text analyzers/model reports/formats
  LIBRARIES CLI11::CLI11)
hone_layer(cli/output
  DEPENDS analyzers/text analyzers/model workloads analyzers/collect/process analyzers/measure
    reports/document reports/layout reports/words reports/formats cli/options
  LIBRARIES nlohmann_json::nlohmann_json)
hone_layer(cli/plan
  DEPENDS analyzers/text analyzers/model workloads analyzers/collect/machine
    analyzers/collect/launch analyzers/collect/worker analyzers/collect/passes analyzers/measure
    reports/words reports/sections cli/options
  LIBRARIES CLI11::CLI11)
hone_layer(cli/session
  DEPENDS analyzers/model analyzers/collect analyzers/collect/process analyzers/collect/simulate analyzers/collect/passes
    analyzers/measure analyzers/analyze reports/formats reports/json cli/options cli/output)
hone_layer(cli/commands
  DEPENDS analyzers/text analyzers/model workloads analyzers/collect analyzers/collect/process
    analyzers/collect/machine analyzers/collect/counters analyzers/collect/launch
    analyzers/collect/heap analyzers/collect/worker analyzers/collect/passes analyzers/measure
    analyzers/derive reports/sections reports/formats reports/json reports/profiles cli/options
    cli/output cli/plan cli/session
  LIBRARIES CLI11::CLI11)
hone_layer(cli
  DEPENDS analyzers/text analyzers/collect/process reports/layout cli/options cli/output
    cli/commands
  LIBRARIES CLI11::CLI11)
hone_program(cli/hone_bench
  DEPENDS workloads analyzers/collect/process analyzers/collect/machine reports/words)
