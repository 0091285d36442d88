bool use_core();

int main() { return use_core() ? 0 : 1; }
