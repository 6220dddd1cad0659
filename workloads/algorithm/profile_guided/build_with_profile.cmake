# Builds machine.cpp with a profile: instrumented, run on the training input, built again.
#   cmake -D compiler=... -D flags="..." -D root=DIR -D source=DIR -D output=DIR
#         [-D emulator="..."] [-D profdata=llvm-profdata, which says that the compiler is Clang]
#         -P build_with_profile.cmake
# Leaves trained.o and mistrained.o in `output`. Used twice: as a trial when CMake configures, and
# by the build.
separate_arguments(flags UNIX_COMMAND "${flags}")
list(APPEND flags -I${root})
separate_arguments(emulator UNIX_COMMAND "${emulator}")

# Both builds of an object take place here and under the same name: GCC looks for an object's
# profile beside it, and knows a local function by the object's name.
set(work ${output}/training)
file(REMOVE_RECURSE ${work})  # GCC would add to an earlier profile
file(MAKE_DIRECTORY ${work})

function(do step)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${work}
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT result EQUAL 0)
    string(JOIN " " command ${ARGN})
    message(FATAL_ERROR "${step} failed (${result}): ${command}\n${text}")
  endif()
endfunction()

set(use -fprofile-use -Werror=missing-profile)
if(profdata)
  set(use -fprofile-use=training.profdata)
endif()

foreach(build trained mistrained)
  do("instrumented build" ${compiler} ${flags} -DHONE_BUILD=${build} -fprofile-generate
    -c ${source}/machine.cpp -o ${build}.o)
endforeach()
do("build of the training" ${compiler} ${flags} -c ${source}/training.cpp -o training.o)
do("link of the training" ${compiler} ${flags} -fprofile-generate
  training.o trained.o mistrained.o -o training)
do("training" ${CMAKE_COMMAND} -E env --unset=GCOV_PREFIX LLVM_PROFILE_FILE=training.profraw
  ${emulator} ./training)
if(profdata)
  do("merge of the profile" ${profdata} merge -o training.profdata training.profraw)
endif()
foreach(build trained mistrained)
  do("build with the profile" ${compiler} ${flags} -DHONE_BUILD=${build} ${use}
    -c ${source}/machine.cpp -o ${build}.o)
endforeach()
file(COPY ${work}/trained.o ${work}/mistrained.o DESTINATION ${output})
file(TOUCH ${output}/trained.o ${output}/mistrained.o)
