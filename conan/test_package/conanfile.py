import os

from conan import ConanFile
from conan.tools.build import can_run
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout


class SureGraspTestConan(ConanFile):
    """The user's project of the packaging tests, with every component that the options promise: it links to each one's
    libraries and calls them, so that a promise that can't be kept fails here."""

    settings = "os", "arch", "compiler", "build_type"
    generators = "CMakeDeps"
    test_type = "explicit"

    def requirements(self):
        self.requires(self.tested_reference_str)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        package = self.dependencies["suregrasp"]
        promised = [name for name in ("xtensor", "libtorch", "io") if package.options.get_safe(f"with_{name}")]
        toolchain = CMakeToolchain(self)
        toolchain.user_presets_path = False
        toolchain.cache_variables["HOW"] = "installed"
        toolchain.cache_variables["VERSION"] = str(package.ref.version)
        toolchain.cache_variables["INSTALLATION"] = package.package_folder.replace("\\", "/")
        toolchain.cache_variables["COMPONENTS"] = toolchain.cache_variables["SOURCES"] = ";".join(["core", *promised])
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure(build_script_folder="../../tests/packaging/consumer")
        cmake.build()

    def test(self):
        if can_run(self):
            self.run(os.path.join(self.cpp.build.bindir, "consumer"), env="conanrun")
