#include "label_page.hpp"

#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>

#include "charts/html.hpp"
#include "label_script.hpp"
#include "label_style.hpp"

namespace suregrasp::cli {

namespace {

constexpr auto body = R"html(
<nav>
<div id="list"></div>
<dl>
<dt><kbd>a</kbd></dt><dd>accept the proposal</dd>
<dt><kbd>x</kbd></dt><dd>reject it, delete a label</dd>
<dt><kbd>t</kbd></dt><dd>take the next of them</dd>
<dt>mouse</dt><dd>drag the handles of what is taken to correct it</dd>
<dt><kbd>u</kbd></dt><dd>undo</dd>
<dt><kbd>&larr;</kbd> <kbd>&rarr;</kbd></dt><dd>photographs</dd>
<dt><kbd>Esc</kbd></dt><dd>begin the grasp anew</dd>
</dl>
</nav>
<main>
<p><strong id="name"></strong><span id="hint"></span></p>
<div id="stage"><img id="picture" alt=""><svg id="drawing"></svg></div>
</main>
)html";

constexpr auto controls = R"html(
<span id="progress"></span>
<div role="group">
<button id="grasp">Grasps <kbd>g</kbd></button>
<button id="point">Points <kbd>p</kbd></button>
</div>
<button id="save">Save labels.json <kbd>s</kbd></button>
</header>
)html";

/// JSON that may stand inside a script: no text in it can end the element.
std::string inside_script(std::string const& data) {
  std::string text;
  text.reserve(data.size());
  for (char const c : data)
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  return text;
}

}  // namespace

std::string to_html(label_page const& page) {
  auto const data = inside_script(json_text(suregrasp::to_json(page), page.title, -1));
  return suregrasp::to_html({.title = page.title,
                             .style = label_style,
                             .body = "<header><h1>" + html_escape(page.title) + "</h1>" + controls + body +
                                     "<script type=\"application/json\" id=\"data\">" + data + "</script>\n",
                             .script = label_script(),
                             .images = "data: file: 'self'"});
}

}  // namespace suregrasp::cli
