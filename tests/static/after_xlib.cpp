// The headers behind those of X11, whose macros have the names of other people's types.
#define Bool int
#define Status int
#define True 1
#define False 0
#define None 0L
#define Success 0
#define Complex 0
#define Always 2
#include <suregrasp/suregrasp.hpp>

static_assert(std::is_same_v<Bool, int> && std::is_same_v<Status, int>);  // they are there again
static_assert(True == 1 && False == 0 && None == 0L && Success == 0 && Complex == 0 && Always == 2);
