find_package(Boost 1.70 CONFIG QUIET)
if(NOT TARGET Boost::headers)
  set(suregrasp_core_missing "the headers of Boost 1.70 or newer, for Boost.Hana (Debian: libboost-dev)")
endif()
