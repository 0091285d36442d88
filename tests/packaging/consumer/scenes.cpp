#include <suregrasp/scenes.hpp>

// A scene is drawn, and the functions of OpenCV that draw it are linked.
bool use_scenes() { return suregrasp::generate_scene(suregrasp::random_stream(1), 0).rgb.data != nullptr; }
