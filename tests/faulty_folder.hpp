#ifndef SUREGRASP_TESTS_FAULTY_FOLDER_HPP
#define SUREGRASP_TESTS_FAULTY_FOLDER_HPP

#include <filesystem>
#include <limits>
#include <string>
#include <suregrasp/images/images.hpp>
#include <utility>
#include <vector>

namespace suregrasp_tests {

/// A fault as an inspection should report it.
struct planted_fault {
  std::string id;
  std::string source;  ///< how it ends: file, and line where there is one
};

/// A small data set in Cornell's format to plant faults into.
class faulty_folder {
 public:
  explicit faulty_folder(std::filesystem::path root) : root_(std::move(root)) {}

  /// A good photograph of 64x48 pixels with one rectangle and depth.
  void put(std::string const& id) const {
    write_rgb(root_ / (id + "r.png"), cv::Mat(48, 64, CV_8UC3, cv::Scalar(10, 20, 30)));
    labels(id, good);
    depth(id, cv::Mat(48, 64, CV_32FC1, 0.7F));
  }

  /// Twenty faults of different kinds among good photographs.
  [[nodiscard]] std::vector<planted_fault> with_all_faults() const {
    for (int i = 0; i < 22; ++i) put("pcd0" + std::to_string(100 + i));
    auto faults = in_labels();
    for (auto const& more : {in_images(), in_listing()}) faults.insert(faults.end(), more.begin(), more.end());
    return faults;
  }

 private:
  using fault_list = std::vector<planted_fault>;
  static inline std::string const good = "10 10\n30 10\n30 20\n10 20\n";

  void write(std::string const& name, std::string const& text) const { suregrasp::write_file(root_ / name, text); }
  void labels(std::string const& id, std::string const& text) const { write(id + "cpos.txt", text); }
  void depth(std::string const& id, cv::Mat const& image) const {
    suregrasp::write_depth(root_ / (id + "d.tiff"), image);
  }
  static void write_rgb(std::filesystem::path const& file, cv::Mat const& image) { suregrasp::write_rgb(file, image); }

  [[nodiscard]] fault_list in_labels() const {
    labels("pcd0100", good + "NaN NaN\n40 10\n40 20\nNaN NaN\n");
    labels("pcd0101", good + "10 10\n30 10\n55 40\n10 20\n");
    labels("pcd0102", good + "12 12\n12 12\n12 12\n12 12\n");
    labels("pcd0103", good + good);
    labels("pcd0104", "50 10\n80 10\n80 20\n50 20\n");
    labels("pcd0105", good + "40 10\n50 10\n");
    labels("pcd0106", "10 10\n30 ten\n30 20\n10 20\n");
    labels("pcd0107", "NaN NaN\n30 10\n30 20\n10 20\n");
    labels("pcd0108", "");
    return {{"data.rectangles.not_finite", "pcd0100cpos.txt:5"},
            {"data.rectangles.not_rectangle", "pcd0101cpos.txt:5"},
            {"data.rectangles.not_rectangle", "pcd0102cpos.txt:5"},
            {"data.grasp.duplicate", "pcd0103cpos.txt:5"},
            {"data.grasp.outside", "pcd0104cpos.txt:1"},
            {"data.rectangles.torn_group", "pcd0105cpos.txt:5"},
            {"data.rectangles.vertex", "pcd0106cpos.txt:2"},
            {"data.rectangles.nothing_finite", "pcd0107cpos.txt"},
            {"data.unlabelled", "pcd0108r.png"}};
  }

  [[nodiscard]] fault_list in_images() const {
    auto const png = suregrasp::read_file(root_ / "pcd0109r.png");
    write("pcd0109r.png", png.substr(0, png.size() / 2));
    write("pcd0110r.png", "no image");
    write("pcd0111d.tiff", "no image");
    depth("pcd0112", cv::Mat(24, 32, CV_32FC1, 0.7F));
    depth("pcd0113", cv::Mat::zeros(48, 64, CV_32FC1));
    depth("pcd0114", cv::Mat(48, 64, CV_32FC1, 700.0F));
    std::filesystem::remove(root_ / "pcd0115d.tiff");
    return {{"data.image", "pcd0109r.png"},        {"data.image", "pcd0110r.png"},
            {"data.image", "pcd0111d.tiff"},       {"data.depth.size", "pcd0112d.tiff"},
            {"data.depth.empty", "pcd0113r.png"},  {"data.depth.unit", "pcd0114d.tiff"},
            {"data.depth.missing", "pcd0115r.png"}};
  }

  [[nodiscard]] fault_list in_listing() const {
    std::filesystem::create_directory(root_ / "twice");
    std::filesystem::copy(root_ / "pcd0116r.png", root_ / "twice" / "pcd0116r.png");
    labels("pcd0200", good);
    std::string table;
    for (int i = 0; i < 21; ++i) table += std::to_string(100 + i) + " " + std::to_string(i / 3) + " thing\r\n";
    write("z.txt", table + "101 0 again\n117 9 other\n");
    return {{"data.cornell.duplicate", "twice/pcd0116r.png"},
            {"data.cornell.no_photograph", "pcd0200cpos.txt"},
            {"data.objects.missing", "pcd0121r.png"},
            {"data.objects.conflict", "z.txt:23"}};
  }

  std::filesystem::path root_;
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_FAULTY_FOLDER_HPP
