# After an installation: moves the debug information of the programs into files of their own.
set(prefix "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
file(MAKE_DIRECTORY "${prefix}/lib/debug")
foreach(program hone hone-bench)
  set(installed "${prefix}/bin/${program}")
  set(symbols "${prefix}/lib/debug/${program}.debug")
  execute_process(COMMAND ${objcopy} --only-keep-debug ${installed} ${symbols}
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${objcopy} --strip-debug --remove-section=.gnu_debuglink
    --add-gnu-debuglink=${symbols} ${installed} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
