"""clicks.py SITE: that every name of the rooms' pages is three clicks at most from the start of the site, and that
none of them leads nowhere. Prints how many names there are, and how many clicks the furthest needs."""

import html.parser
import pathlib
import sys
import urllib.parse


class Links(html.parser.HTMLParser):
    """Where a page leads, and what can be led to in it."""

    def __init__(self):
        super().__init__()
        self.links, self.anchors, self.names = set(), set(), set()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors.update(given[key] for key in ("id", "name") if given.get(key))
        if tag == "a" and given.get("href"):
            self.links.add(urllib.parse.unquote(given["href"]))
            if given.get("class") == "name":
                self.names.add(urllib.parse.unquote(given["href"]))


def links_of(site, name, read={}):
    if name not in read:
        read[name] = Links()
        if (site / name).is_file():
            read[name].feed((site / name).read_text(encoding="utf-8", errors="replace"))
    return read[name]


def main():
    site = pathlib.Path(sys.argv[1])
    clicks, wave = {"index.html": 0}, ["index.html"]
    for step in (1, 2, 3):
        found = {link for page in wave for link in links_of(site, page.partition("#")[0]).links if "://" not in link}
        wave = [link for link in found if link not in clicks]
        clicks.update({link: step for link in wave})
    rooms = sorted(site.glob("room_*.html"))
    names = {name for room in rooms for name in links_of(site, room.name).names}
    faults = []
    for name in sorted(names):
        page, _, anchor = name.partition("#")
        if name not in clicks:
            faults.append(f"{name}: more than three clicks from the start")
        if not (site / page).is_file() or (anchor and anchor not in links_of(site, page).anchors):
            faults.append(f"{name}: leads nowhere")
    print("\n".join(faults) or f"{len(names)} names in {len(rooms)} rooms, at most {max(clicks[n] for n in names)} clicks away")
    sys.exit(1 if faults or not names else 0)


main()
