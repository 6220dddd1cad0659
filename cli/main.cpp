// hone: is it really faster, and why?
#include "cli/app.hpp"

int main(int argc, char** argv) { return hone::cli::run_app(argc, argv); }
