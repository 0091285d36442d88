import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain
from conan.tools.files import copy, load

required_conan_version = ">=2.0"


class SureGraspConan(ConanFile):
    name = "suregrasp"
    license = "MIT"
    description = "Robotic grasp detection with a stated uncertainty, generic over a tensor backend"
    topics = ("robotics", "grasping", "uncertainty", "mean-teacher", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"with_xtensor": [True, False], "with_libtorch": [True, False], "with_io": [True, False]}
    options_description = {
        "with_xtensor": "suregrasp::xtensor, on xtensor and xtensor-blas",
        "with_libtorch": "suregrasp::libtorch. LibTorch is no requirement of Conan's but the system's: it is looked for "
        "in CMAKE_PREFIX_PATH of the environment, in python3's torch package and in the system's folders, when the "
        "package is made as when it is used",
        "with_io": "suregrasp::io and suregrasp::scenes, on OpenCV 4 and JSON for Modern C++",
    }
    default_options = {"with_xtensor": True, "with_libtorch": False, "with_io": True}
    no_copy_source = True

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "..", "include/suregrasp/core/version.hpp"))
        self.version = ".".join(re.findall(r"#define SUREGRASP_VERSION_\w+ (\d+)", header))

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "include/*", "backends/*", "cmake/*", "single_include/*"):
            copy(self, pattern, root, self.export_sources_folder)

    def requirements(self):
        self.requires("boost/[>=1.70 <2]", transitive_headers=True)
        if self.options.with_xtensor:
            self.requires("xtensor/[>=0.24 <1]", transitive_headers=True)
            self.requires("xtensor-blas/[>=0.20 <1]", transitive_headers=True, transitive_libs=True)
        if self.options.with_io:
            self.requires("opencv/[>=4.5 <5]", transitive_headers=True, transitive_libs=True)
            self.requires("nlohmann_json/[>=3.10 <4]", transitive_headers=True)

    def build_requirements(self):
        self.tool_requires("cmake/[>=3.25]")

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.user_presets_path = False
        toolchain.cache_variables["SUREGRASP_BUILD_TESTS"] = False
        toolchain.cache_variables["SUREGRASP_BUILD_EXAMPLES"] = False
        for component, option in (("xtensor", "xtensor"), ("libtorch", "libtorch"), ("io", "io"), ("scenes", "io")):
            wanted = bool(self.options.get_safe(f"with_{option}"))
            toolchain.cache_variables[f"SUREGRASP_WITH_{component.upper()}"] = "ON" if wanted else "OFF"
        toolchain.generate()

    def build(self):
        # Stops where a component that an option promises can't be had, and says what it needs.
        CMake(self).configure()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_id(self):
        # The headers are the same for every compiler; which components are there depends on the options.
        self.info.settings.clear()
        self.info.requires.clear()

    def package_info(self):
        # CMake users get the project's own package files, with the same targets as without Conan.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.component("core", ["boost::headers"])
        if self.options.with_xtensor:
            self.component("xtensor", ["core", "xtensor::xtensor", "xtensor-blas::xtensor-blas"])
        if self.options.with_libtorch:
            self.component("libtorch", ["core"], system_libs=["torch", "torch_cpu", "c10"])
        if self.options.with_io:
            self.component("io", ["core", "opencv::opencv", "nlohmann_json::nlohmann_json"])
            self.component("scenes", ["io"])

    def component(self, name, requires, system_libs=()):
        component = self.cpp_info.components[name]
        component.set_property("cmake_target_name", f"suregrasp::{name}")
        component.requires = requires
        component.system_libs = list(system_libs)
        component.builddirs = [os.path.join("share", "cmake", "suregrasp")]
        component.bindirs = []
        component.libdirs = []
