// The smallest command: linked statically, it does nothing.
int main() { return 0; }
